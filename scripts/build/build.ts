import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CACHE_DIR } from './cache';
import { inputHash } from './inputs';
import { writePackage } from './package-file';
import { measureAssets } from './result';
import type { BuildResult, CompileMessage } from './result';
import { buildDir, buildEnvironment, mainFile, outputDir } from './targets';
import type { BuildMode, BuildRequest, BuildTarget } from './targets';

/** How to build, and whom to tell. */
export interface BuildOptions {
  /** `production` unless given. */
  readonly mode?: BuildMode;
  /** Off unless given: source maps add a third to the time and treble the output. */
  readonly sourceMaps?: boolean;
  /** Called with the part done, 0 to 1, and with what is being done. */
  readonly onProgress?: (fraction: number, message: string) => void;
}

/** A build that failed, with a message for people: one `file:line:column: text` per error, or one sentence. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

/** Builds a target, unless its output is what the present sources would give. */
export async function build(target: BuildTarget, options: BuildOptions = {}): Promise<BuildResult> {
  const { mode = 'production', sourceMaps = false, onProgress } = options;
  const request: BuildRequest = { target, mode, sourceMaps };
  const inputs = inputHash(request);
  const former = readRecord(target);

  if (former?.inputs === inputs && former.written === timeWritten(target)) {
    onProgress?.(1, 'up to date');

    return { ...former.result, seconds: 0 };
  }

  requireMemory(target);
  rmSync(recordFile(target), { force: true });
  const start = performance.now();
  const warnings = await compile(request, onProgress);

  if (target === 'extension') {
    writePackage(outputDir(target));
  }
  const result = {
    outputDir: outputDir(target),
    seconds: Math.round((performance.now() - start) / 100) / 10,
    warnings,
    assets: measureAssets(outputDir(target)),
  };

  writeRecord(target, { inputs, written: timeWritten(target), result });
  onProgress?.(1, 'done');

  return result;
}

function compile(request: BuildRequest, onProgress: BuildOptions['onProgress']): Promise<readonly string[]> {
  const { target, mode } = request;
  const child = fork(path.join(import.meta.dirname, 'compile.ts'), {
    cwd: buildDir(target),
    env: buildEnvironment(target, mode, process.env),
    execArgv: ['--import', 'tsx'],
    silent: true,
  });
  const output = collectOutput(child);

  return new Promise((resolve, reject) => {
    child.on('message', (message: CompileMessage) => {
      switch (message.type) {
        case 'progress':
          onProgress?.(message.fraction, message.message);
          break;
        case 'done':
          resolve(message.warnings);
          break;
        case 'failed':
          reject(new BuildError(message.message));
      }
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(new BuildError(describeExit(code, signal, output())));
    });
    child.send(request);
  });
}

/** The compiler and the shell's configuration print what only matters if they end without an answer. */
function collectOutput({ stdout, stderr }: ChildProcess): () => string {
  const chunks: string[] = [];

  for (const stream of [stdout, stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }

  return () => chunks.join('').trim();
}

function describeExit(code: number | null, signal: string | null, output: string): string {
  if (signal === 'SIGKILL') {
    return 'The build was killed by the system: most likely it ran out of memory.';
  }

  return [`The build ended early (${ signal ?? `exit code ${ code }` }).`, output].filter(Boolean).join('\n');
}

const GIGABYTE = 1e9;

/** What a build needs at its peak. */
const MEMORY_NEEDED: Readonly<Record<BuildTarget, number>> = {
  standalone: 2.5 * GIGABYTE,
  host: 2.5 * GIGABYTE,
  extension: 1.5 * GIGABYTE,
};

function requireMemory(target: BuildTarget): void {
  const available = process.availableMemory();

  if (available < MEMORY_NEEDED[target]) {
    throw new BuildError(
      `The build (${ target }) needs about ${ MEMORY_NEEDED[target] / GIGABYTE } GB of free memory, and there are ${ (available / GIGABYTE).toFixed(1) } GB.`,
    );
  }
}

/** What is kept of a finished build. */
interface BuildRecord {
  /** The hash of its inputs. */
  readonly inputs: string;
  /** When its main file was written: another time means that someone else has built into the folder. */
  readonly written: number | undefined;
  readonly result: BuildResult;
}

function timeWritten(target: BuildTarget): number | undefined {
  return statSync(path.join(outputDir(target), mainFile(target)), { throwIfNoEntry: false })?.mtimeMs;
}

function recordFile(target: BuildTarget): string {
  return path.join(CACHE_DIR, `${ target }.json`);
}

function readRecord(target: BuildTarget): BuildRecord | undefined {
  return existsSync(recordFile(target)) ? JSON.parse(readFileSync(recordFile(target), 'utf8')) as BuildRecord : undefined;
}

function writeRecord(target: BuildTarget, record: BuildRecord): void {
  mkdirSync(CACHE_DIR, { recursive: true });
  writeFileSync(recordFile(target), JSON.stringify(record));
}
