import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { root } from '../shell-resolution';
import { goEnvironment, requireGo } from './go';

/** The programs of the control plane. */
export interface Binaries {
  /** kube-apiserver with etcd in it. */
  readonly controlPlane: string;
  readonly steve: string;
}

const SOURCES = path.join(root, 'tests/cluster');
const CACHE = path.join(root, '.cache/cluster');
const BIN = path.join(CACHE, 'bin');
const STAMP = path.join(BIN, 'stamp');
const PROGRAMS = ['control-plane', 'steve'] as const;
const PACKAGES = PROGRAMS.map((program) => `./${ program }`);

/** Builds what is not up to date. @throws Error with one sentence when Go is missing or the build fails */
export async function buildBinaries(onProgress: (message: string) => void = () => undefined): Promise<Binaries> {
  const stamp = stampOf(await requireGo());
  const binaries = { controlPlane: path.join(BIN, 'control-plane'), steve: path.join(BIN, 'steve') };

  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) {
    return binaries;
  }

  const fresh = path.join(CACHE, `bin-${ process.pid }`);

  try {
    await mkdir(fresh, { recursive: true });
    await compile(fresh, onProgress);
    await writeFile(path.join(fresh, 'stamp'), stamp);
    await rm(BIN, { recursive: true, force: true });
    await rename(fresh, BIN);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }

  return binaries;
}

/** A hash of what decides the output: the sources, the pinned modules and the compiler. */
function stampOf(goVersion: string): string {
  const hash = createHash('sha256').update(JSON.stringify([goVersion, process.platform, process.arch, linkerFlags()]));

  for (const file of ['go.mod', 'go.sum', ...PROGRAMS.flatMap((program) => readdirSync(path.join(SOURCES, program)).sort().map((name) => `${ program }/${ name }`))]) {
    hash.update(file).update(readFileSync(path.join(SOURCES, file)));
  }

  return hash.digest('hex');
}

/** No symbols, and the version that `/version` answers with: that of the module. */
function linkerFlags(): string {
  const [, version = '', major = '', minor = ''] = /k8s\.io\/kubernetes (v(\d+)\.(\d+)\.\d+)/.exec(readFileSync(path.join(SOURCES, 'go.mod'), 'utf8')) ?? [];
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor };

  return ['-s', '-w', ...Object.entries(values).map(([name, value]) => `-X k8s.io/component-base/version.${ name }=${ value }`)].join(' ');
}

/** A build takes minutes and both cores: everything else on the machine goes first. */
async function compile(folder: string, onProgress: (message: string) => void): Promise<void> {
  onProgress('finding out what is to be compiled (modules are downloaded the first time)');

  const flags = ['-trimpath', '-buildvcs=false', '-ldflags', linkerFlags()];
  const stale = await promisify(execFile)('go', ['list', ...flags, '-deps', '-f', '{{if .Stale}}{{.ImportPath}}{{end}}', ...PACKAGES], {
    cwd: SOURCES, env: goEnvironment, maxBuffer: 1e8,
  });
  const total = stale.stdout.trim().split('\n').length;
  const build = spawn('nice', ['-n', '15', 'go', 'build', '-v', ...flags, '-o', folder + path.sep, ...PACKAGES], {
    cwd: SOURCES, env: goEnvironment, stdio: ['ignore', 'ignore', 'pipe'],
  });
  process.once('exit', () => build.kill());

  const ended = new Promise<number | null>((resolve, reject) => {
    build.once('error', reject);
    build.once('close', resolve);
  });
  const complaints: string[] = [];
  let compiled = 0;

  for await (const line of createInterface(build.stderr)) {
    if (/^[\w./~-]+$/.test(line)) {
      compiled += 1;
      onProgress(`${ Math.min(99, Math.round(compiled * 100 / total)) } % ${ line }`);
    } else if (!line.startsWith('go: downloading')) {
      complaints.push(line);
    }
  }

  if (await ended !== 0) {
    throw new Error(`The control plane can not be built: ${ complaints.slice(-5).join('; ') || 'the build was stopped' }`);
  }
}
