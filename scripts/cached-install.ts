import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** An installation of npm packages that is kept between runs. */
export interface CachedInstall {
  /** Below this project's cache folder, as in `shells/3.0.13`. */
  readonly folder: string;
  /** For people: `@rancher/shell 3.0.13`. */
  readonly title: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, string>>;
  /** Also packages that are optional: compilers bring their programs so. */
  readonly optional?: boolean;
}

/** No package may run code of its own, and nothing is asked of the registry but the packages. */
const FLAGS = [
  '--ignore-scripts', '--omit=dev', '--legacy-peer-deps', '--no-audit', '--no-fund', '--no-package-lock', '--no-progress', '--no-update-notifier',
  '--loglevel=http', '--prefer-offline', '--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000',
];
/** npm's codes for a registry that does not answer. */
const UNREACHABLE = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENETUNREACH', 'EHOSTUNREACH', 'ERR_SOCKET_TIMEOUT', 'ENOTCACHED'];
const MISSING = ['E404', 'ETARGET'];
/** How many packages are looked up between two messages. */
const PROGRESS_STEP = 100;
/** A folder this old that is not finished belongs to nobody any more. */
const ABANDONED_MS = 3_600_000;

/** The folder of the project's cache for what is installed and built outside of the checkout. */
function cacheFolder(): string {
  return path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'harvester-models');
}

/**
 * Installs packages from npm, once. An installation that was interrupted is never taken for a finished one: it happens beside and is
 * moved into place. Resolves to the folder that has the `node_modules`. @throws Error with one sentence
 */
export async function installOnce(install: CachedInstall, onProgress: (message: string) => void = () => undefined): Promise<string> {
  const { folder, title, dependencies, overrides = {}, optional = false } = install;
  const finished = path.join(cacheFolder(), folder);

  if (existsSync(finished)) {
    return finished;
  }

  await mkdir(path.dirname(finished), { recursive: true });
  await removeAbandoned(path.dirname(finished));

  const fresh = await mkdtemp(path.join(path.dirname(finished), '.unfinished-'));

  try {
    await writeFile(path.join(fresh, 'package.json'), JSON.stringify({ private: true, dependencies, overrides }, null, 2));
    await runNpm(fresh, title, optional ? FLAGS : [...FLAGS, '--omit=optional'], onProgress);
    await rename(fresh, finished).catch((error: unknown) => {
      // Somebody else was faster.
      if (!existsSync(finished)) {
        throw error;
      }
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }

  return finished;
}

async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const folder = path.join(parent, name);

    if (name.startsWith('.unfinished-') && Date.now() - (await stat(folder)).mtimeMs > ABANDONED_MS) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

async function runNpm(folder: string, title: string, flags: readonly string[], onProgress: (message: string) => void): Promise<void> {
  const npm = spawn('npm', ['install', ...flags], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], shell: process.platform === 'win32' });
  const ended = new Promise<number | null>((resolve, reject) => {
    npm.once('close', resolve);
    npm.once('error', () => {
      reject(new Error(`npm is needed to install ${ title }, and it was not found on the PATH.`));
    });
  });
  const complaints: string[] = [];
  let fetched = 0;

  // An error is waited for below; until then it must not count as unhandled.
  ended.catch(() => undefined);
  onProgress(`installing ${ title }`);

  for await (const line of createInterface(npm.stderr)) {
    if (/^npm http (fetch|cache)/.test(line)) {
      fetched += 1;

      if (fetched % PROGRESS_STEP === 0) {
        onProgress(`installing ${ title }: ${ fetched } packages looked up`);
      }
    } else if (/^npm (error|ERR!)/.test(line)) {
      complaints.push(line.replace(/^npm (error|ERR!) ?/, ''));
    }
  }

  if (await ended !== 0) {
    throw new Error(reasonFor(title, complaints));
  }
}

/** What npm's complaints mean, in one sentence. */
function reasonFor(title: string, complaints: readonly string[]): string {
  const code = complaints.find((line) => line.startsWith('code '))?.slice('code '.length) ?? '';
  const says = complaints.find((line) => line !== '' && !line.startsWith('code '))?.replace(/^(notarget|404) +/, '') ?? 'npm ended without saying why.';

  if (UNREACHABLE.includes(code)) {
    return `${ title } can not be installed: the npm registry can not be reached (${ code }).`;
  }

  return `${ title } can not be installed: ${ MISSING.includes(code) ? 'npm does not have it. ' : '' }${ says }`;
}
