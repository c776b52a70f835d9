import { isObject } from './kubernetes';
import { isModelClass, protectedModel } from './protected-model';
import { warnOnce } from './warn';

/** What `protect` uses of the plugin that a Rancher dashboard gives an extension's entry. */
export interface ProtectablePlugin {
  register(folder: string, name: string, load: unknown): void;
  addStore(name: string, register: never, unregister: never): void;
  addDashboardStore(name: string, specifics: never, config: never, init?: never): void;
}

/** How `protect` goes about it. */
export interface ProtectOptions {
  /**
   * Types that stay as they are, each with the reason why: `{ 'example.io.thing': 'its API refuses PATCH' }`. A key is the type, or the name
   * that its model is registered under, as in `harvester/secret`.
   */
  readonly except?: Readonly<Record<string, string>>;
}

/** True for a type, or the name of a model, that stays as it is. */
type IsExcepted = (name: string) => boolean;

const MODELS = 'models';

/**
 * Protects an extension: every model that it registers afterwards saves through the save engine, and so does every class in the stores that
 * it adds. Called first in the extension's entry, before `importTypes(plugin)`:
 *
 * ```js
 * export default function(plugin) {
 *   protect(plugin);
 *   importTypes(plugin);
 * ```
 *
 * It acts when an object is saved that was read from Kubernetes: one with apiVersion, kind, resourceVersion, uid and a `links.view` below
 * `/api/` or `/apis/`. Whatever else a model saves, it saves as before. The dashboard's own stores are left alone.
 */
export function protect(plugin: ProtectablePlugin, { except = {} }: ProtectOptions = {}): void {
  const isExcepted = exceptions(except);

  reportEarlier(plugin);
  protectModels(plugin, isExcepted);
  protectStores(plugin, isExcepted);
}

/** @throws Error when an exception has no reason: nobody could tell later whether it still applies. */
function exceptions(except: Readonly<Record<string, unknown>>): IsExcepted {
  for (const [name, reason] of Object.entries(except)) {
    if (typeof reason !== 'string' || !reason.trim()) {
      throw new Error(`protect: except['${ name }'] needs the reason why it is left alone.`);
    }
  }

  const names = new Set(Object.keys(except).map((name) => name.toLowerCase()));

  return (name) => names.has(name.toLowerCase()) || names.has(typeOf(name));
}

/** The type of a model by the name that it is registered under: `secret` for `harvester/secret`. */
function typeOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).toLowerCase();
}

function reportEarlier(plugin: object): void {
  const types: unknown = Reflect.get(plugin, 'types');
  const earlier = isObject(types) && isObject(types[MODELS]) ? Object.keys(types[MODELS]) : [];

  if (earlier.length) {
    warnOnce(`${ earlier.join(', ') } were registered before protect(plugin), and are not protected. Call it first.`);
  }
}

function protectModels(plugin: ProtectablePlugin, isExcepted: IsExcepted): void {
  const register = plugin.register.bind(plugin);

  plugin.register = (folder, name, load) => {
    register(folder, name, folder === MODELS && !isExcepted(name) ? protectedLoader(name, load) : load);
  };
}

/** What the dashboard is given to load a model with: a function that gives its module, as the importer makes it, or the module itself. */
function protectedLoader(name: string, load: unknown): unknown {
  if (isModelClass(load)) {
    const module = { default: protectedModel(load) };

    // The dashboard calls what it is given: a class as it is would throw.
    return () => module;
  }

  return isFunction(load) ? () => protectedModule(name, load()) : protectedModule(name, load);
}

function protectedModule(name: string, module: unknown): unknown {
  if (!isObject(module)) {
    return module;
  }

  if (isFunction(module.then)) {
    warnOnce(`the model ${ name } is loaded by a promise, which the dashboard never uses: objects of this type get another model, and are not protected by this one. Give it synchronously, as with require().`);

    return module;
  }

  return isModelClass(module.default) ? { ...module, default: protectedModel(module.default) } : module;
}

function isFunction(value: unknown): value is (...args: readonly unknown[]) => unknown {
  return typeof value === 'function';
}

/** A store that an extension adds, as the plugin keeps it until the dashboard registers it. */
interface AddedStore {
  register: () => (store: object) => unknown;
}

function protectStores(plugin: ProtectablePlugin, isExcepted: IsExcepted): void {
  const addStore = plugin.addStore.bind(plugin);
  const addDashboardStore = plugin.addDashboardStore.bind(plugin);

  plugin.addStore = (...args) => {
    protectAdded(plugin, isExcepted, () => { addStore(...args); });
  };
  plugin.addDashboardStore = (...args) => {
    protectAdded(plugin, isExcepted, () => { addDashboardStore(...args); });
  };
}

function protectAdded(plugin: object, isExcepted: IsExcepted, add: () => void): void {
  const before = storesOf(plugin).length;

  add();

  for (const added of storesOf(plugin).slice(before)) {
    const register = added.register.bind(added);

    added.register = () => {
      const install = register();

      return (store) => install(protectingStore(store, isExcepted));
    };
  }
}

function storesOf(plugin: object): readonly AddedStore[] {
  const stores: unknown = Reflect.get(plugin, 'stores');

  return Array.isArray(stores) ? stores as readonly AddedStore[] : [];
}

/** The dashboard's store as an extension's store gets it to register itself with. */
function protectingStore(store: object, isExcepted: IsExcepted): object {
  return new Proxy(store, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);

      return key === 'registerModule' && isFunction(value)
        ? (path: unknown, module: unknown, ...rest: readonly unknown[]) => value.call(target, path, protectedStoreModule(module, isExcepted), ...rest)
        : value;
    },
  });
}

/** The module of a store, with a `classify` that gives no class off the engine. A module without one holds no models. */
function protectedStoreModule(module: unknown, isExcepted: IsExcepted): unknown {
  if (!isObject(module) || !isObject(module.getters) || !isFunction(module.getters.classify)) {
    return module;
  }

  const { classify } = module.getters;

  return {
    ...module,
    getters: {
      ...module.getters,
      classify: (...context: readonly unknown[]) => {
        const classOf = classify(...context);

        return isFunction(classOf) ? (resource: unknown) => protectedClass(resource, classOf(resource), isExcepted) : classOf;
      },
    },
  };
}

function protectedClass(resource: unknown, found: unknown, isExcepted: IsExcepted): unknown {
  const type = isObject(resource) && typeof resource.type === 'string' ? resource.type : '';

  return isModelClass(found) && !isExcepted(type) ? protectedModel(found) : found;
}
