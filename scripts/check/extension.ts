import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from './usage-error';

/** A package of an extension's checkout: what becomes one Rancher extension. */
export interface ExtensionPackage {
  /** The name of its folder, as in `@pkg/<name>`. */
  readonly name: string;
  readonly dir: string;
}

/** A file that the shell's importer registers as a model. */
export interface ModelFile {
  /** Steve's id of the type: the file's name. */
  readonly type: string;
  /** The store that the class is for; without one it is for every store. */
  readonly store?: string;
  /** Relative to the checkout, with `/`: `pkg/harvester/models/harvester/secret.js`. */
  readonly file: string;
  readonly path: string;
}

/** An extension's checkout. */
export interface Extension {
  readonly root: string;
  readonly packages: readonly ExtensionPackage[];
  readonly models: readonly ModelFile[];
}

const CODE = /\.(?:[cm]?js|[cm]?ts|jsx|tsx)$/;
/** Files that the importer would register, and that no build of an extension can load as models. */
const NOT_CODE = /\.d\.[cm]?ts$|\.(?:test|spec)\.\w+$/;
const NOT_STORES: ReadonlySet<string> = new Set(['__tests__', '__mocks__', '__snapshots__', 'node_modules']);

function isFolder(at: string): boolean {
  return existsSync(at) && statSync(at).isDirectory();
}

function entries(folder: string): readonly string[] {
  return isFolder(folder) ? readdirSync(folder).sort() : [];
}

function isPackage(dir: string): boolean {
  return isFolder(dir) && ['package.json', 'index.ts', 'index.js', 'models'].some((name) => existsSync(path.join(dir, name)));
}

/** True for a package's own folder, as opposed to the checkout that holds packages. */
function isPackageItself(dir: string): boolean {
  return isFolder(path.join(dir, 'models')) || path.basename(path.dirname(dir)) === 'pkg';
}

function packagesOf(dir: string): readonly ExtensionPackage[] {
  const found = entries(path.join(dir, 'pkg')).map((name) => ({ name, dir: path.join(dir, 'pkg', name) })).filter((each) => isPackage(each.dir));

  return found.length || !isPackageItself(dir) ? found : [{ name: path.basename(dir), dir }];
}

/** `pkg/<name>` of a checkout knows its checkout; any other folder is its own. */
function rootOf(dir: string): string {
  const parent = path.dirname(dir);

  return path.basename(parent) === 'pkg' && isPackage(dir) && !isFolder(path.join(dir, 'pkg')) ? path.dirname(parent) : dir;
}

/**
 * The files in `models/` and in its folders, one level deep, as the importer registers them: `<type>.js` for every store,
 * `<store>/<type>.js` for one. A folder with an `index.vue` is a component.
 */
function modelsOf(dir: string, root: string): readonly ModelFile[] {
  const folder = path.join(dir, 'models');

  return entries(folder).flatMap((name) => {
    const at = path.join(folder, name);

    if (!isFolder(at)) {
      return modelFile(at, root);
    }

    return NOT_STORES.has(name) || existsSync(path.join(at, 'index.vue')) ? [] : entries(at).flatMap((inner) => modelFile(path.join(at, inner), root, name));
  });
}

function modelFile(at: string, root: string, store?: string): readonly ModelFile[] {
  const file = path.relative(root, at).split(path.sep).join('/');
  const type = path.basename(at).replace(/\.[^/.]+$/, '').toLowerCase();

  return CODE.test(at) && !NOT_CODE.test(at) && !isFolder(at) ? [{ type, file, path: at, ...(store === undefined ? {} : { store }) }] : [];
}

/**
 * Finds the packages of a checkout (`pkg/*`), or the one package that the folder itself is, and their models.
 * @throws UsageError when there is neither
 */
export function findExtension(dir: string): Extension {
  if (!isFolder(dir)) {
    throw new UsageError(`There is no folder ${ dir }.`);
  }

  const asked = realpathSync(dir);
  const root = rootOf(asked);
  const packages = asked === root ? packagesOf(asked) : [{ name: path.basename(asked), dir: asked }];

  if (!packages.length) {
    throw new UsageError(`${ dir } is no checkout of a Rancher extension: it has no packages in pkg/, and no models/ of its own.`);
  }

  return { root, packages, models: packages.flatMap((each) => modelsOf(each.dir, root)) };
}

/** The text of a JSON file, as an object; empty when there is none. */
export function readJson(file: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));

    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
