import { promisify } from 'node:util';
import { rspack } from '@rspack/core';
import type { Stats } from '@rspack/core';
import { describeProblems } from './problems';
import type { CompileMessage } from './result';
import { mapConfig } from './rspack-config';
import { resolveShellConfig } from './shell-config';
import type { BuildRequest } from './targets';

/**
 * The process that compiles: its own, because the shell's configuration reads the environment and the working directory
 * as it is loaded, and because a gigabyte of compiler should not stay in the process that serves the pages.
 */
process.once('message', (request: BuildRequest) => {
  void compile(request)
    .then(summary, (error: unknown) => ({ type: 'failed' as const, message: error instanceof Error ? error.message : String(error) }))
    .then(finish);
});

async function compile(request: BuildRequest): Promise<Stats> {
  send({ type: 'progress', fraction: 0, message: 'reading the configuration' });
  const config = mapConfig(await resolveShellConfig(request), request);

  config.plugins?.push(new rspack.ProgressPlugin((fraction, message) => {
    send({ type: 'progress', fraction, message });
  }));
  const compiler = rspack(config);
  const stats = await new Promise<Stats | undefined>((resolve, reject) => {
    compiler.run((error, result) => {
      if (error === null) {
        resolve(result);
      } else {
        reject(error);
      }
    });
  });

  // The persistent cache is written on closing.
  await promisify(compiler.close.bind(compiler))();
  if (stats === undefined) {
    throw new Error('The compiler ended without a result.');
  }

  return stats;
}

function summary(stats: Stats): CompileMessage {
  const { errors = [], warnings = [] } = stats.toJson({ all: false, errors: true, warnings: true });

  return errors.length > 0
    ? { type: 'failed', message: describeProblems(errors).join('\n') }
    : { type: 'done', warnings: describeProblems(warnings) };
}

function send(message: CompileMessage): void {
  process.send?.(message);
}

function finish(message: CompileMessage): void {
  process.send?.(message, undefined, {}, () => process.exit(0));
}
