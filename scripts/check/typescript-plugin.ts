import { existsSync } from 'node:fs';
import path from 'node:path';
import { transformWithOxc, type Plugin } from 'vite';
import type { ExtensionFolders } from './extension-plugin';
import { compilerOptions, type CompilerOptions } from './tsconfig';

/** Whether TypeScript's own rule makes a declared field an assignment of `undefined`, which wipes what the shell put there. */
function definesFields({ target = '', useDefineForClassFields }: CompilerOptions): boolean {
  return useDefineForClassFields ?? /^(?:esnext|es202[2-9])$/i.test(target);
}

/** TypeScript as the extension's own configuration compiles it; one that can not be read, or extends what is not there, stops nothing. */
export function typescriptPlugin({ root, packages }: ExtensionFolders): Plugin {
  const known = new Map<string, boolean>();

  function defines(file: string): boolean {
    const dir = packages.find((each) => file.startsWith(each.dir + path.sep))?.dir;

    if (dir === undefined || file.includes(`${ path.sep }node_modules${ path.sep }`)) {
      return false;
    }

    const found = known.get(dir) ?? definesFields(compilerOptions([path.join(dir, 'tsconfig.json'), path.join(root, 'tsconfig.json')].find((at) => existsSync(at)) ?? ''));

    known.set(dir, found);

    return found;
  }

  return {
    name:    'harvester-models:typescript',
    enforce: 'pre',
    async transform(code, id) {
      if (id.startsWith('\0') || !/\.(?:[cm]?ts|[jt]sx)$/.test(id)) {
        return undefined;
      }

      const { code: plain, map } = await transformWithOxc(code, id, {
        tsconfig: { compilerOptions: { useDefineForClassFields: defines(id), experimentalDecorators: true, target: 'es2022' } },
      });

      return { code: plain, map: map ?? null };
    },
  };
}
