import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXTENSION_DIR, mainFile } from './targets';

/** The package.json of the extension, source or built. */
interface ExtensionPackage {
  readonly name: string;
  readonly version: string;
  /** Rancher reads the annotations to decide whether the extension fits. */
  readonly rancher: { readonly annotations: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

/**
 * Writes the package.json that belongs beside the bundle. Unlike the shell's own, it keeps the annotations: Rancher's
 * list of extensions needs them.
 */
export function writePackage(folder: string): void {
  const source = JSON.parse(readFileSync(path.join(EXTENSION_DIR, 'package.json'), 'utf8')) as ExtensionPackage;
  const { name, description, version, license, icon, rancher } = source;
  const built = { name, description, version, license, icon, rancher, main: mainFile('extension'), files: ['**/*'] };

  writeFileSync(path.join(folder, 'package.json'), `${ JSON.stringify(built, null, 2) }\n`);
}
