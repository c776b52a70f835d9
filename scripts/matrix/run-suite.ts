import { fork } from 'node:child_process';
import path from 'node:path';
import { root } from '../shell-resolution';
import type { Failure, Suite, SuiteMessage } from './suite-result';

/** What the suites run on; the project's own unless given. */
export interface Surroundings {
  /** The folder that a shell is installed in. */
  readonly shell?: string;
  /** The program of a Node. */
  readonly node?: string;
  /** The folder of a Rancher dashboard, and the version of its Rancher: the pages are tried on it. */
  readonly host?: { readonly folder: string; readonly rancherVersion: string };
}

export interface SuiteResult {
  readonly passed: number;
  readonly failures: readonly Failure[];
}

/** Runs the models' suites, or on a host the pages'. @throws Error when they end without a result */
export function runSuite({ shell, node, host }: Surroundings, onProgress: (done: number, known: number) => void): Promise<SuiteResult> {
  const { HARVESTER_MODELS_SHELL: _shell, HARVESTER_MODELS_HOST: _host, HARVESTER_MODELS_RANCHER: _rancher, ...inherited } = process.env;
  const suite: Suite = host === undefined ? 'models' : 'pages';
  const child = fork(path.join(import.meta.dirname, 'suite.ts'), [suite], {
    cwd:      root,
    env:      { ...inherited, ...(shell === undefined ? {} : { HARVESTER_MODELS_SHELL: shell }), ...(host === undefined ? {} : { HARVESTER_MODELS_HOST: host.folder, HARVESTER_MODELS_RANCHER: host.rancherVersion }) },
    execArgv: ['--import', 'tsx'],
    silent:   true,
    ...(node === undefined ? {} : { execPath: node }),
  });
  const failures: Failure[] = [];
  const output: string[] = [];
  let passed = 0;
  let known = 0;

  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => output.push(chunk));
  }

  return new Promise((resolve, reject) => {
    child.on('message', (message: SuiteMessage) => {
      switch (message.type) {
        case 'collected':
          known += message.tests;
          break;
        case 'passed':
          passed += 1;
          break;
        case 'failed':
          failures.push(message.failure);
          break;
        case 'done':
          if (passed + failures.length) {
            resolve({ passed, failures });
          } else {
            reject(new Error(`No test has run: ${ lastLines(output) }`));
          }
      }

      onProgress(passed + failures.length, known);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(new Error(`The tests ended early (${ signal ?? `exit code ${ code }` }): ${ lastLines(output) }`));
    });
  });
}

function lastLines(output: readonly string[]): string {
  return output.join('').trim().split('\n').slice(-5).join('\n');
}
