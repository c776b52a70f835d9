import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../shell-resolution';

/** Where a class of the registry is written. */
export interface ModelFile {
  readonly type: string;
  readonly className: string;
  /** Relative to the project, as in `models/core/secret.ts`. */
  readonly file: string;
}

const IMPORT = /^import \{ (\w+)(?: as (\w+))? \} from '\.\/([\w./-]+)';$/gm;
const ROW = /^ {2}'?([\w.]+)'?: +(\w+),$/gm;

/** The registry's imports and rows: they are the one place that names type, class and file together. */
export function modelFiles(): readonly ModelFile[] {
  const source = readFileSync(path.join(root, 'models/registry.ts'), 'utf8');
  const imported = new Map([...source.matchAll(IMPORT)].map(([, className = '', local = className, from = '']) => [local, { className, file: `models/${ from }.ts` }]));

  return [...source.matchAll(ROW)].flatMap(([, type = '', local = '']) => {
    const found = imported.get(local);

    return found ? [{ type, ...found }] : [];
  });
}
