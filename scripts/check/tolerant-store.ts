import type { DashboardStore } from '../conformance/dashboard-store';

/** Getters of a dashboard's other stores that are values; every other one is a function. */
const VALUES: Readonly<Record<string, unknown>> = {
  currentCluster:        { id: 'local', isReady: true, isLocal: true, metadata: {}, status: { provider: 'harvester' } },
  isMultiCluster:        false,
  isRancher:             false,
  isRancherInHarvester:  false,
  isSingleProduct:       undefined,
  isStandaloneHarvester: true,
  isVirtualCluster:      true,
  isWorkspaceFilterable: false,
  defaultNamespace:      'default',
  defaultClusterId:      'local',
  workspace:             '',
  isAllNamespaces:       true,
  activeNamespaceCache:  {},
  'auth/principalId':    'local://user-check',
  'auth/user':           { id: 'user-check' },
  'auth/me':             { id: 'user-check' },
  'prefs/theme':         'light',
  'i18n/current':        'en-us',
};

/** An answer of which everything can be asked, and that gives itself: whatever fails with it does not fail for want of an answer. */
const ANYTHING: unknown = new Proxy(() => undefined, {
  get: (_target, key) => key === Symbol.iterator ? () => [][Symbol.iterator]() : key === Symbol.toPrimitive ? () => '' : key === 'then' ? undefined : ANYTHING,
  apply: () => ANYTHING,
});

/** The dashboard's extensions: there are none. */
const NO_EXTENSIONS: object = new Proxy({}, {
  get: (_target, key) => typeof key === 'symbol' || key === 'then' ? undefined : () => /^get(?:Plugins|All)$/.test(key) ? {} : /^(?:list|getProviders|getUIConfig)/.test(key) ? [] : undefined,
});

/** What the getters of a store that is not there answer with: its lists are empty. */
function answer(name: string): (...args: readonly unknown[]) => unknown {
  const last = name.slice(name.lastIndexOf('/') + 1);

  return (...args) => last === 'all' || last === 'matching' || last === 'filterNamespace' ? [] : last === 't' ? args[0] : last === 'rowValueGetter' ? () => undefined : last === 'namespaces' ? {} : undefined;
}

/** A resource of Norman's store: whatever is asked of it, it does. */
function normanResource(told: (what: string) => void, action: string): object {
  const resource: object = new Proxy({}, {
    get: (_target, key) => key === 'then' || typeof key === 'symbol' ? undefined : key === 'save' || key === 'doAction' ? () => {
      told(action);

      return Promise.resolve(resource);
    } : key === 'links' || key === 'annotations' || key === 'labels' || key === 'metadata' ? {} : () => resource,
    set: () => true,
  });

  return resource;
}

/** How the dashboard's other stores answer. */
export interface Tolerance {
  /** True while their getters answer with anything, false while they answer with nothing. */
  generous: boolean;
}

/**
 * Lets models ask for the dashboard's other stores, which are not there: getters answer with nothing, actions do nothing.
 * `onForeign` is told of each that would save to another API.
 */
export function tolerate({ store }: DashboardStore, onForeign: (action: string) => void): Tolerance {
  const tolerance: Tolerance = { generous: false };
  const real = store.getters as object;
  const dispatch = store.dispatch.bind(store);
  const known: unknown = Reflect.get(store, '_actions');

  Object.defineProperty(store, 'getters', {
    value: new Proxy(real, {
      // A preference that is not set reads as a text: most are lists or texts, and both are searched.
      get: (target, name) => name === 'prefs/get' ? () => '' : typeof name === 'symbol' || name in target ? Reflect.get(target, name) as unknown : name in VALUES ? VALUES[name] : tolerance.generous ? ANYTHING : answer(name),
    }),
  });

  function tolerant(action: string, payload?: unknown, options?: object): Promise<unknown> {
    const name = typeof action === 'string' ? action : String(Reflect.get(Object(action), 'type'));

    if (typeof known === 'object' && known !== null && name in known) {
      return dispatch(name, payload, options);
    }

    // `management` and `cluster` are Steve's, `rancher` is Norman's.
    return Promise.resolve(/^(?:rancher|norman)\//.test(name) ? normanResource(onForeign, name) : /\/findAll$/.test(name) ? [] : undefined);
  }

  Object.defineProperty(store, 'dispatch', { value: tolerant });
  Object.assign(store.state, { $extension: NO_EXTENSIONS, $plugin: NO_EXTENSIONS });

  return tolerance;
}
