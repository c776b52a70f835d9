import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore, type Module, type Store } from 'vuex';
import { Plugin } from '@shell/core/plugin';
import { lookup } from '@shell/plugins/dashboard-store/model-loader';
import { SteveFactory } from '@shell/plugins/steve';
import SteveModel from '@shell/plugins/steve/steve-class';
import { protect } from '@models/base/protect';
import { hasSaveEngine, withSaveEngine } from '@models/base/save-engine';

/** What a plugin hands to the dashboard for a model. */
function registered(plugin: Plugin, name: string): unknown {
  return plugin.types.models?.[name];
}

function classIn(load: unknown): unknown {
  const module: unknown = typeof load === 'function' ? (load as () => unknown)() : load;

  return typeof module === 'object' && module !== null ? Reflect.get(module, 'default') : undefined;
}

const isProtected = (found: unknown): boolean => typeof found === 'function' && hasSaveEngine(found);

/** The dashboard's root state, as its model loader sees it: the shells differ in the name of the extension manager. */
function rootStateOf(plugin: Plugin): object {
  const manager = { getDynamic: (folder: string, name: string) => plugin.types[folder]?.[name] };

  return { $extension: manager, $plugin: manager };
}

function isolated(): typeof SteveModel {
  return class Isolated extends SteveModel {};
}

const warned = vi.fn<(message: string) => void>();

beforeEach(() => {
  warned.mockClear();
  vi.spyOn(console, 'warn').mockImplementation(warned);
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('protect', () => {
  it.each([
    ['the thunk that the importer makes', (Model: typeof SteveModel) => () => ({ default: Model })],
    ['a class itself, which the dashboard would call and drop', (Model: typeof SteveModel) => Model],
    ['the module itself, as an extension may have it that is built into the dashboard', (Model: typeof SteveModel) => ({ default: Model })],
  ])('protects %s', (_what, load) => {
    const Model = isolated();
    const plugin = new Plugin('lab');

    protect(plugin);
    plugin.register('models', 'example.io.thing', load(Model));
    const found = classIn(registered(plugin, 'example.io.thing'));

    expect([isProtected(found), isProtected(Model)]).toStrictEqual([true, false]);
    expect(found).toHaveProperty('prototype', expect.any(Model));
  });

  it.each([
    ['example.io.bythunk', (Model: typeof SteveModel) => () => ({ default: Model })],
    ['example.io.byclass', (Model: typeof SteveModel) => Model],
  ])('is what the shell\'s own loader finds (%s)', (type, load) => {
    const plugin = new Plugin('lab');

    protect(plugin);
    plugin.register('models', type, load(isolated()));

    expect(isProtected(lookup('cluster', type, undefined, rootStateOf(plugin)))).toBe(true);
  });

  it('evaluates no model before the dashboard asks for it, and keeps what else the module exports', () => {
    const plugin = new Plugin('lab');
    const load = vi.fn(() => ({ default: isolated(), COLORS: ['blue'] }));

    protect(plugin);
    plugin.register('models', 'example.io.thing', load);

    expect(load).not.toHaveBeenCalled();
    expect((registered(plugin, 'example.io.thing') as () => unknown)()).toMatchObject({ COLORS: ['blue'] });
  });

  it('names the model that is loaded by a promise, which the dashboard never uses', () => {
    const plugin = new Plugin('lab');
    const promise = Promise.resolve({ default: isolated() });

    protect(plugin);
    plugin.register('models', 'example.io.lazy', () => promise);
    const load = registered(plugin, 'example.io.lazy') as () => unknown;

    expect([load(), load()]).toStrictEqual([promise, promise]);
    expect(warned.mock.calls.map(([message]) => message)).toStrictEqual([expect.stringContaining('example.io.lazy')]);
  });

  it.each([
    ['edit', Promise.resolve({}), 'pages are not models'],
    ['models', { helper: true }, 'a file without a class among the models'],
    ['models', { default: { notA: 'class' } }, 'a default export that is no class'],
    ['models', { default: class Plain { readonly kind = 'plain'; } }, 'a class that is no model'],
    ['models', { default: withSaveEngine(isolated()) }, 'a model that is on the engine already'],
    ['models', undefined, 'nothing'],
  ])('leaves what is registered under %s as it is (%#)', (folder, module, _reason) => {
    const plugin = new Plugin('lab');

    protect(plugin);
    plugin.register(folder, 'example.io.thing', () => module);
    const load = plugin.types[folder]?.['example.io.thing'] as () => unknown;

    expect(load()).toStrictEqual(module);
    expect(classIn(load)).toBe(classIn(module));
  });

  it.each([
    ['harvester/secret', { secret: 'by its type' }, false],
    ['harvester/secret', { 'harvester/secret': 'by the name of its file' }, false],
    ['harvester/secret', { 'cluster/secret': 'another store\'s' }, true],
    ['example.io.thing', { 'Example.io.Thing': 'the dashboard does not tell cases apart' }, false],
    ['example.io.thing', { 'example.io.other': 'another type' }, true],
  ])('leaves %s alone where it is told to: %o', (name, except, expected) => {
    const plugin = new Plugin('lab');

    protect(plugin, { except });
    plugin.register('models', name, () => ({ default: isolated() }));

    expect(isProtected(classIn(registered(plugin, name)))).toBe(expected);
  });

  it('wants a reason for what is left alone', () => {
    expect(() => { protect(new Plugin('lab'), { except: { secret: ' ' } }); }).toThrow('secret');
  });

  it('names what was registered too early', () => {
    const plugin = new Plugin('lab');

    plugin.register('models', 'example.io.early', () => ({ default: isolated() }));
    protect(plugin);

    expect(warned.mock.calls.map(([message]) => message)).toStrictEqual([expect.stringContaining('example.io.early')]);
  });
});

describe('The stores of a protected extension', () => {
  type Classify = (resource: object) => typeof SteveModel;
  const Own = isolated();
  const OnEngine = withSaveEngine(isolated());
  const MODELS: Readonly<Record<string, typeof SteveModel>> = { 'example.io.own': Own, 'example.io.engine': OnEngine };
  const steve = () => {
    const store = SteveFactory('lab', '/v1');

    return { ...store, state: store.state as () => object, getters: { ...store.getters, classify: () => ({ type = '' }: { type?: string }) => MODELS[type] ?? SteveModel } };
  };

  const moduleOf = (): Module<object, object> => ({ ...steve(), namespaced: true });

  /** Registers what a plugin has added to a dashboard's store, as the extension manager does. */
  function registerStores(plugin: Plugin) {
    const store = createStore<object>({});

    Object.assign(store.state, rootStateOf(plugin));
    plugin.stores.forEach((added) => { added.register()(store); });

    return { store, classify: (name: string) => Reflect.get(store.getters as object, `${ name }/classify`) as Classify };
  }

  const config = { namespace: 'lab', isClusterStore: false };

  const ways: readonly (readonly [string, (plugin: Plugin) => void])[] = [
    ['addDashboardStore', (plugin) => { plugin.addDashboardStore('lab', steve(), config); }],
    ['addStore', (plugin) => {
      plugin.addStore('lab', () => (store) => { (store as Store<object>).registerModule('lab', moduleOf()); }, () => undefined);
    }],
  ];

  it.each(ways)('classify everything onto the engine (%s)', (_way, add) => {
    const plugin = new Plugin('lab');

    protect(plugin);
    add(plugin);
    const { classify } = registerStores(plugin);
    const found = classify('lab')({ type: 'example.io.own' });

    expect(found.prototype).toBeInstanceOf(Own);
    expect(['example.io.own', 'example.io.unknown'].map((type) => isProtected(classify('lab')({ type })))).toStrictEqual([true, true]);
    expect(classify('lab')({ type: 'example.io.own' })).toBe(found);
    expect(classify('lab')({ type: 'example.io.engine' })).toBe(OnEngine);
  });

  it.each(ways)('give the class itself where protect is missing, or told to leave the type alone (%s)', (_way, add) => {
    const plain = new Plugin('lab');
    const excepting = new Plugin('lab');

    protect(excepting, { except: { 'example.io.own': 'a test' } });
    add(plain);
    add(excepting);

    expect(registerStores(plain).classify('lab')({ type: 'example.io.own' })).toBe(Own);
    expect(registerStores(excepting).classify('lab')({ type: 'example.io.own' })).toBe(Own);
  });

  it('classify onto the engine where the store has the shell\'s own classify', () => {
    const plugin = new Plugin('lab');

    protect(plugin);
    const { classify: _classify, ...shellGetters } = steve().getters;

    plugin.register('models', 'lab/example.io.scoped', () => ({ default: Own }));
    plugin.addDashboardStore('lab', { ...steve(), getters: shellGetters }, config);

    expect(isProtected(registerStores(plugin).classify('lab')({ type: 'example.io.scoped' }))).toBe(true);
  });

  it('are the extension\'s alone: what others register is theirs', () => {
    const plugin = new Plugin('lab');

    protect(plugin);
    ways[0]?.[1](plugin);
    const { store, classify } = registerStores(plugin);

    store.registerModule('cluster', moduleOf());

    expect(classify('cluster')({ type: 'example.io.own' })).toBe(Own);
    expect(classify('cluster')({ type: 'example.io.unknown' })).toBe(SteveModel);
    expect(isProtected(SteveModel)).toBe(false);
  });

  it('may hold no models at all', () => {
    const plugin = new Plugin('lab');

    protect(plugin);
    plugin.addStore('plain', () => (store) => { (store as Store<object>).registerModule('plain', { state: { ready: true } }); }, () => undefined);

    expect(registerStores(plugin).store.state).toMatchObject({ plain: { ready: true } });
  });
});
