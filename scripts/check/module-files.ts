import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { readJson } from './extension';

/** In the order in which the shell's bundler tries them. */
const EXTENSIONS = ['.tsx', '.ts', '.mjs', '.js', '.jsx', '.vue', '.json'];

function isFile(at: string): boolean {
  return existsSync(at) && statSync(at).isFile();
}

/** The file that a path without an extension, or a folder, means to a bundler. */
export function fileAt(at: string): string | undefined {
  return [at, ...EXTENSIONS.map((extension) => at + extension), ...EXTENSIONS.map((extension) => path.join(at, `index${ extension }`))].find(isFile);
}

const ESM = /^\s*(?:import\b\s*[\w{*'"$]|export\b\s*(?:default\b|[{*]|const\b|let\b|var\b|class\b|function\b|async\b|enum\b|type\b|interface\b|abstract\b|declare\b))/m;

/** True for code that is an ES module by what it says. */
export function isEsModule(code: string): boolean {
  return ESM.test(code);
}

/** True for a file of a dependency that only `require` can load. */
export function isCommonJs(file: string): boolean {
  const extension = path.extname(file);

  return extension === '.cjs' || (extension === '.js' && packageType(path.dirname(file)) !== 'module' && !isEsModule(readFileSync(file, 'utf8')));
}

const types = new Map<string, unknown>();

function packageType(folder: string): unknown {
  const known = types.get(folder);

  if (known !== undefined) {
    return known;
  }

  const file = path.join(folder, 'package.json');
  const parent = path.dirname(folder);
  const type = existsSync(file) ? readJson(file).type ?? 'commonjs' : parent === folder ? 'commonjs' : packageType(parent);

  types.set(folder, type);

  return type;
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** Statements that export properties of the variable `from` under their own names, as a bundler lets any of them be imported. */
export function namedExports(from: string, names: readonly string[]): string {
  return [...new Set(names)].filter((name) => IDENTIFIER.test(name) && name !== 'default')
    .map((name, at) => `const __export${ at } = ${ from }?.${ name }; export { __export${ at } as ${ name } };`).join('\n');
}
