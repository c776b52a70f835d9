import type { TestProject } from 'vitest/node';
import { build } from '../../../scripts/build/build';
import { serve } from '../../../scripts/serve';
import { launchBrowser } from '../../../scripts/browser';
import { fill } from './fill';
import { MODES, type Mode } from './modes';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the browser listens that all tests share. */
    readonly browserEndpoint: string;
    /** Where each mode's server listens. */
    readonly serverUrls: Readonly<Record<Mode, string>>;
  }
}

/** A real cluster to run on, instead of the embedded one: its Steve's address. There are no controllers and no webhooks in it, unless it is a Harvester. */
const { HARVESTER_MODELS_STEVE: STEVE } = process.env;

/** Builds what is not up to date, starts one server per mode and one browser, and ends them after the last test. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  // The Rancher dashboard of another shell; see `npm run matrix -- --host`.
  const { HARVESTER_MODELS_HOST: folder, HARVESTER_MODELS_RANCHER: rancherVersion = '' } = process.env;
  const hostDashboard = folder === undefined ? undefined : { folder, rancherVersion };

  for (const target of !hostDashboard ? ['standalone', 'host', 'extension'] as const : ['extension'] as const) {
    await build(target);
  }

  if (STEVE !== undefined) {
    await fill(STEVE);
  }

  const servers = await Promise.all(MODES.map((mode) => serve({
    mode, port: 0, ui: true, demoData: true, admission: true, controllers: true, verbose: false, ...(hostDashboard ? { hostDashboard } : {}), ...(STEVE === undefined ? {} : { steve: { url: STEVE, insecure: false } }),
  })));
  const [standalone, rancher] = servers.map(({ url }) => url);

  if (standalone === undefined || rancher === undefined) {
    throw new Error('A server is missing.');
  }

  const browser = await launchBrowser();

  provide('serverUrls', { standalone, rancher });
  provide('browserEndpoint', browser.wsEndpoint());

  return async() => {
    await browser.close();
    await Promise.all(servers.map((server) => server.close()));
  };
}
