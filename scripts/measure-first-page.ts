// Measures what a newcomer waits for: a fresh clone, `npm ci && npm start`, the first page; then the same with a warm cache.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { launchBrowser } from './browser';
import { root } from './shell-resolution';

const LIST = '/dashboard/harvester/c/local/loadbalancer.harvesterhci.io.ippool';
const FIRST_ROW = 'table tbody tr.main-row';

function seconds(since: number): string {
  return `${ ((performance.now() - since) / 1000).toFixed(1) } s`;
}

function listening(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';

    server.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;

      const url = /listening on (http:\S+)/.exec(output)?.[1];

      if (url) {
        resolve(url);
      }
    });
    server.once('exit', () => {
      reject(new Error(output || 'npm start ended'));
    });
  });
}

async function firstPage(folder: string): Promise<void> {
  const server = spawn('npm', ['start', '--silent', '--', '--port', '0'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], detached: true });

  try {
    const url = await listening(server);
    const browserServer = await launchBrowser();
    const browser = await chromium.connect(browserServer.wsEndpoint());
    const page = await browser.newPage();

    await page.goto(`${ url }${ LIST }`);
    await page.waitForSelector(FIRST_ROW, { timeout: 60_000 });
    await browserServer.close();
  } finally {
    if (server.pid !== undefined) {
      process.kill(-server.pid, 'SIGTERM');
    }
  }
}

const clone = mkdtempSync(path.join(tmpdir(), 'first-page-'));

try {
  execFileSync('git', ['clone', '--quiet', root, clone]);

  const start = performance.now();

  execFileSync('npm', ['ci', '--silent'], { cwd: clone, stdio: 'inherit' });
  console.log(`npm ci                          ${ seconds(start) }`);
  await firstPage(clone);
  console.log(`npm ci && npm start, first page ${ seconds(start) }`);

  const warm = performance.now();

  await firstPage(clone);
  console.log(`npm start again, first page     ${ seconds(warm) }`);
} finally {
  rmSync(clone, { recursive: true, force: true });
}

process.exit();
