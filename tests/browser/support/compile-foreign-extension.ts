import path from 'node:path';
import { promisify } from 'node:util';
import { rspack } from '@rspack/core';
import { describeProblems } from '../../../scripts/build/problems';
import { mapConfig } from '../../../scripts/build/rspack-config';
import { resolveForeignConfig } from '../../../scripts/build/shell-config';
import { PROJECT_ROOT } from '../../../scripts/build/targets';

/**
 * Compiles an extension to the UMD bundle that a Rancher dashboard loads, as the shell's build would: `dir entry id output` are its
 * arguments. A process of its own: the shell's configuration reads the working directory and the environment.
 */
const [dir = '', entry = '', id = '', output = ''] = process.argv.slice(2);
const config = mapConfig(await resolveForeignConfig(dir, entry, id), { target: 'extension', mode: 'production', sourceMaps: false });

const compiler = rspack({
  ...config,
  output:  { ...config.output, path: output },
  cache:   false,
  resolve: {
    ...config.resolve,
    alias: {
      ...config.resolve?.alias,
      // Its checkout has no packages of its own.
      './node_modules':    path.join(PROJECT_ROOT, 'node_modules'),
      'harvester-models$': path.join(PROJECT_ROOT, 'models/index.ts'),
    },
  },
});
const stats = await promisify(compiler.run.bind(compiler))();
const { errors = [] } = stats?.toJson({ all: false, errors: true }) ?? {};

await promisify(compiler.close.bind(compiler))();

if (errors.length) {
  throw new Error(describeProblems(errors).join('\n'));
}
