import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../shell-resolution';
import { run } from './run';

/** Makes the npm package as `npm pack` does, its build included. Resolves to the file. */
export async function packPackage(folder: string): Promise<string> {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { readonly name: string; readonly version: string };

  await run('npm', ['pack', '--pack-destination', folder], { cwd: root });

  return path.join(folder, `${ name }-${ version }.tgz`);
}
