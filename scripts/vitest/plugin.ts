import type { Plugin } from 'vite';
import { extensionPlugin } from '../check/extension-plugin';
import { findExtension } from '../check/extension';
import { findShell } from '../check/shell-folder';
import { typescriptPlugin } from '../check/typescript-plugin';

/** Where the extension is, and with which shell it is loaded. */
export interface HarvesterModelsOptions {
  /** The checkout of the extension; the folder that vitest runs in by default. */
  readonly dir?: string;
  /** A version of the shell, or a folder that has one; the extension's own by default. */
  readonly shell?: string;
}

/** The first version of Vite that compiles TypeScript with Oxc. */
const OXC = 8;

/**
 * A Vite plugin for vitest: `@shell`, `@components`, `@pkg` and the extension's other aliases, Vue files, images, styles and translations,
 * as `describeModels` needs them. It takes compiling over, so that a tsconfig that extends what is not there stops nothing.
 */
export async function harvesterModels({ dir = process.cwd(), shell }: HarvesterModelsOptions = {}): Promise<Plugin[]> {
  const extension = findExtension(dir);
  const folders = { ...extension, shell: await findShell(extension, shell, () => undefined) };

  return [
    {
      name: 'harvester-models:vitest',
      config() {
        const version: unknown = Reflect.get(Object(Reflect.get(this, 'meta')) as object, 'viteVersion');
        const major = typeof version === 'string' ? Number.parseInt(version, 10) : 0;

        return {
          ...(major >= OXC ? { oxc: { include: /^$/ } } : { esbuild: false }),
          // Everything goes through the plugins: Node can load neither the shell nor the extension by itself.
          // `.shell` is the link to the shell that a build leaves behind: its tests are not the extension's.
          test: { server: { deps: { inline: true } }, exclude: ['**/node_modules/**', '**/.git/**', '**/.shell/**'] },
        };
      },
    },
    extensionPlugin(folders),
    typescriptPlugin(folders),
  ];
}
