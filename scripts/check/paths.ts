import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/** The module that is loaded beside the models: from the sources here, compiled in the package. */
export const runtimeFile = ['runtime.ts', 'runtime.js', 'runtime.mjs'].map((name) => path.join(here, name)).find((file) => existsSync(file)) ?? path.join(here, 'runtime.js');
