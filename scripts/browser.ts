import { existsSync } from 'node:fs';
import { chromium, type BrowserServer } from 'playwright-core';

const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];

/** Nothing but the page under test may use the network, and nothing may depend on the machine's display. */
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** The Chromium in `@sparticuz/chromium`, unpacked together with the libraries that a machine without a desktop lacks. */
async function bundledBrowser(): Promise<string> {
  // Its libraries are unpacked, and put on the library path, only where it believes to be in this runtime.
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs20.x';

  const { default: bundled } = await import('@sparticuz/chromium');

  return bundled.executablePath();
}

async function browserPath(): Promise<string> {
  const installed = process.env.HARVESTER_MODELS_BROWSER === 'bundled' ? undefined : SYSTEM_BROWSERS.find((path) => existsSync(path));

  return installed ?? bundledBrowser();
}

/** Starts the system's Chromium, or where there is none (or HARVESTER_MODELS_BROWSER is `bundled`) the one from the package. */
export async function launchBrowser(): Promise<BrowserServer> {
  return chromium.launchServer({ executablePath: await browserPath(), args: FLAGS, headless: true });
}
