import { Listr } from 'listr2';
import { build } from './build/build';
import type { BuildResult } from './build/result';
import type { BuildTarget } from './build/targets';

const WHAT: Readonly<Record<BuildTarget, string>> = {
  standalone: 'Harvester dashboard with the extension in it',
  host:       'plain Rancher dashboard',
  extension:  'extension as Rancher loads it',
};

/** Builds one after the other, and shows how far each is. @throws BuildError with a message for people */
export async function buildWithProgress(targets: readonly BuildTarget[]): Promise<readonly BuildResult[]> {
  const results: BuildResult[] = [];
  const tasks = new Listr(targets.map((target) => ({
    title: `Build the ${ WHAT[target] }`,
    task:  async (_context, task) => {
      const result = await build(target, {
        onProgress(fraction, message) {
          task.output = `${ Math.round(fraction * 100) } % ${ message }`;
        },
      });

      task.title = `${ task.title }: ${ result.seconds ? `${ result.seconds } s` : 'up to date' }`;
      results.push(result);
    },
  })), { fallbackRenderer: 'simple', rendererOptions: { showErrorMessage: false }, fallbackRendererOptions: { } });

  await tasks.run();

  return results;
}

