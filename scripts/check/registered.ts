import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isClass } from './class-chain';
import { fileOf } from './class-origins';
import type { Extension, ExtensionPackage, ModelFile } from './extension';
import { REGISTERS } from './extension-plugin';
import { fileAt } from './module-files';
import { reasonOf } from './reason';
import type { LoadedModel } from './row';

/** What in a package's sources makes its models other than its files: they are protected, or registered by hand. */
const BY_HAND = /\bfrom\s+['"]harvester-models(?:\/[\w./-]+)?['"]|\.register\(\s*['"]models['"]/;

/** Imports a module of the extension. */
export type Load = (file: string) => Promise<Readonly<Record<string, unknown>>>;

/** A plugin as an entry gets it, that keeps the models and takes everything else without using it. */
interface Plugin {
  readonly models: Map<string, unknown>;
  readonly given: object;
}

function plugin(): Plugin {
  const models = new Map<string, unknown>();
  const given: Record<string, unknown> = {
    types: {}, stores: [], routes: [], l10n: {}, environment: {}, metadata: {}, validators: {}, productNames: [],
    register(folder: string, name: string, load: unknown) {
      if (folder === 'models') {
        models.set(name, load);
      }
    },
    addStore() {},
    addDashboardStore() {},
    DSL: () => new Proxy({}, { get: () => () => undefined }),
  };

  return { models, given: new Proxy(given, { get: (target, key) => key in target ? Reflect.get(target, key) as unknown : () => undefined }) };
}

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(folder, entry.name);

    return entry.isDirectory() ? ['node_modules', '.shell', 'dist', 'models', 'l10n', '__tests__'].includes(entry.name) ? [] : sourcesOf(at) : /\.[cm]?[jt]s$/.test(entry.name) ? [at] : [];
  });
}

function registersByHand({ dir }: ExtensionPackage): boolean {
  return sourcesOf(dir).some((file) => BY_HAND.test(readFileSync(file, 'utf8')));
}

function keyOf({ store, type }: ModelFile): string {
  return store === undefined ? type : `${ store }/${ type }`;
}

/** What a dashboard takes for the model: the default export of what the loader gives. */
function modelOf(load: unknown): unknown {
  const module: unknown = typeof load === 'function' ? (load as () => unknown)() : load;

  return Reflect.get(Object(module) as object, 'default');
}

/**
 * Runs a package's entry as a dashboard does, and gives the models as they are registered then: protected, or from files of their own.
 * @throws what the entry throws
 */
async function runEntry({ dir }: ExtensionPackage, loaded: readonly LoadedModel[], extension: Extension, load: Load): Promise<readonly LoadedModel[]> {
  const entry = fileAt(path.join(dir, 'index'));
  const { models, given } = plugin();

  Reflect.set(globalThis, REGISTERS, (register: { register(folder: string, name: string, load: unknown): void }) => {
    for (const { model, exported, failure } of loaded) {
      register.register('models', keyOf(model), () => {
        if (failure !== undefined) {
          throw new Error(failure);
        }

        return { default: exported };
      });
    }
  });

  const { default: start } = entry === undefined ? { default: undefined } : await load(entry);

  if (typeof start !== 'function') {
    return loaded;
  }

  (start as (plugin: object, internal: object) => unknown)(given, {});

  const known = new Map(loaded.map((each) => [keyOf(each.model), each]));

  return [...models].map(([key, registered]) => {
    const file = known.get(key);

    try {
      const exported = modelOf(registered);

      return { model: file?.model ?? registeredFile(key, exported, entry ?? dir, extension), exported };
    } catch (error) {
      return { model: file?.model ?? registeredFile(key, undefined, entry ?? dir, extension), failure: reasonOf(error) };
    }
  });
}

/** A model that no file of `models/` stands for is known by the file of its class, or by the entry that registers it. */
function registeredFile(key: string, exported: unknown, entry: string, { root }: Extension): ModelFile {
  const at = isClass(exported) ? fileOf(exported) ?? entry : entry;
  const [type = '', store] = key.toLowerCase().split('/').reverse();

  return { type, path: at, file: path.relative(root, at).split(path.sep).join('/'), ...(store === undefined ? {} : { store }) };
}

/**
 * The models as the extension registers them. Only packages whose sources do more than the importer are run; of one whose entry fails,
 * the files are judged, and `onFailure` is told.
 */
export async function registeredModels(loaded: readonly LoadedModel[], extension: Extension, load: Load, onFailure: (dir: string, error: unknown) => void): Promise<readonly LoadedModel[]> {
  const rows: LoadedModel[] = [];

  for (const each of extension.packages) {
    const own = loaded.filter(({ model }) => model.path.startsWith(each.dir + path.sep));

    if (registersByHand(each)) {
      try {
        rows.push(...await runEntry(each, own, extension, load));
        continue;
      } catch (error) {
        onFailure(each.dir, error);
      }
    }

    rows.push(...own);
  }

  return rows;
}
