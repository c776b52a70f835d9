import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { EXTENSION_DIR, PROJECT_ROOT, inputFolders } from './targets';
import type { BuildRequest } from './targets';

/** The files, existing or not, that decide how everything else is built. */
export function configFiles(): string[] {
  return [
    path.join(PROJECT_ROOT, 'package.json'),
    path.join(PROJECT_ROOT, 'package-lock.json'),
    // What npm has installed, which an outdated package-lock.json does not say.
    path.join(PROJECT_ROOT, 'node_modules/.package-lock.json'),
    path.join(PROJECT_ROOT, 'vue.config.js'),
    path.join(EXTENSION_DIR, 'package.json'),
    path.join(EXTENSION_DIR, 'vue.config.js'),
    ...filesBelow(import.meta.dirname),
  ];
}

/** A hash of everything that a build reads: equal hashes mean equal output. */
export function inputHash(request: BuildRequest): string {
  const hash = createHash('sha256').update(JSON.stringify(request));

  for (const file of [...configFiles(), ...inputFolders(request.target).flatMap(filesBelow)]) {
    hash.update(`\0${ path.relative(PROJECT_ROOT, file) }\0`);
    hash.update(contentOf(file));
  }

  return hash.digest('hex');
}

/** What the shell's own build leaves in the folder of an extension. */
const LEFT_BEHIND = new Set(['.shell', 'node_modules']);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => !file.split(path.sep).some((name) => LEFT_BEHIND.has(name)))
    .map((file) => path.join(folder, file))
    .filter((file) => statSync(file).isFile())
    .sort();
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (isMissing(error)) {
      return Buffer.alloc(0);
    }
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
