/** The package's `./vitest`: a plugin for vitest's configuration, and the check of an extension's models as a suite. */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import type { HarvesterModelsOptions } from '../vitest/plugin';

/** Runs before each test file: the shell can not be imported without a browser's globals. */
const globals: Plugin = {
  name: 'harvester-models:globals',
  config() {
    const test = { setupFiles: [fileURLToPath(new URL('./vitest-setup.js', import.meta.url))] };

    return { test };
  },
};

/**
 * A plugin for vitest: `@shell`, `@components`, `@pkg` and the extension's other aliases, Vue files, images, styles and translations, as
 * `describeModels` and `harvester-models/conformance` need them.
 */
export async function harvesterModels(options?: HarvesterModelsOptions): Promise<Plugin[]> {
  // Tests import this entry too, and what they import goes through the plugin: Vite itself would.
  const plugin = await import('../vitest/plugin');

  return [globals, ...await plugin.harvesterModels(options)];
}

export { describeModels } from '../vitest/describe-models';
export type { HarvesterModelsOptions } from '../vitest/plugin';
