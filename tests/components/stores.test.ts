import { describe, expect, it, vi } from 'vitest';
import HybridModel from '@shell/plugins/steve/hybrid-class';
import SteveModel from '@shell/plugins/steve/steve-class';
import { hasSaveEngine } from '@models/base/save-engine';
import { IPPool } from '@models/loadbalancer.harvesterhci.io/ip-pool';
import { isFeatureEnabled, normalizedVersion } from '../../pkg/harvester/features';
import { commonStore } from '../../pkg/harvester/store/common-store';
import { onBase } from '../../pkg/harvester/store/harvester-store';
import { keepingInstances } from '../../pkg/harvester/store/keep-instances';
import { baseUrl, loadCluster } from '../../pkg/harvester/store/load-cluster';
import { chosenNamespaces, namespaceFilterOptions } from '../../pkg/harvester/store/namespace-filter';

const SETTING = 'harvesterhci.io.setting';

function cluster({ version = 'v1.8.0', found = true, filters = {} }: { version?: string; found?: boolean; filters?: object } = {}) {
  const actions: string[] = [];
  const commit = vi.fn();
  const push = vi.fn(() => Promise.resolve());
  const dispatch = (action: string, payload?: unknown): Promise<unknown> => {
    const type: unknown = typeof payload === 'object' && payload !== null ? Reflect.get(payload, 'type') : undefined;

    actions.push(typeof type === 'string' ? `${ action } ${ type }` : action);

    return action === 'management/find' && !found ? Promise.reject(new Error('404')) : Promise.resolve(type === 'namespace' ? [{ id: 'default' }] : undefined);
  };
  const rootGetters = {
    'harvester/byId': (type: string) => type === SETTING ? { value: version } : undefined, 'management/schemaFor': () => ({}), 'prefs/get': () => filters,
  };

  return { actions, commit, push, context: { commit, dispatch, getters: { schemaFor: () => ({}) }, rootGetters, rootState: { $router: { push } } } };
}

describe('loadCluster', () => {
  it.each([
    ['local', '/v1/harvester', 'Harvester itself answers beside its dashboard'],
    ['c-m-demo', '/k8s/clusters/c-m-demo/v1/harvester', 'Rancher passes requests on'],
  ])('points the store at %s', async(id, url, _reason) => {
    const { commit, context } = cluster();

    await loadCluster(context, { id });

    expect(baseUrl(id)).toBe(url);
    expect(commit).toHaveBeenCalledWith('applyConfig', { baseUrl: url });
  });

  it('loads what every page needs, once', async() => {
    const { actions, context } = cluster();

    await loadCluster(context, { id: 'local' });

    expect(actions).toStrictEqual([
      'management/waitForSchema management.cattle.io.cluster', 'management/find management.cattle.io.cluster', 'loadSchemas', 'subscribe',
      'findAll namespace', 'findAll count', `findAll ${ SETTING }`, 'management/findAll management.cattle.io.project', 'cleanNamespaces',
    ]);
  });

  it('shows the namespaces that the user chose in this cluster', async() => {
    const { commit, context } = cluster({ filters: { 'local__%%__harvester': ['ns://default'] } });

    await loadCluster(context, { id: 'local' });

    expect(commit).toHaveBeenLastCalledWith('updateNamespaces', expect.objectContaining({ filters: ['ns://default'], all: [{ id: 'default' }] }), { root: true });
  });

  it('says by name that there is no such cluster', async() => {
    const { commit, context } = cluster({ found: false });

    await expect(loadCluster(context, { id: 'gone' })).rejects.toMatchObject({ name: 'ClusterNotFoundError' });
    expect(commit).toHaveBeenCalledWith('clusterId', null, { root: true });
  });

  it('goes no further into a Harvester that is too old', async() => {
    const { commit, context, push } = cluster({ version: 'v1.2.1' });

    await loadCluster(context, { id: 'c-m-old' });

    expect(push).toHaveBeenCalledWith(expect.objectContaining({ name: 'harvester-c-cluster-unsupported' }));
    expect(commit).not.toHaveBeenCalledWith('updateNamespaces', expect.anything(), expect.anything());
  });
});

describe('onBase', () => {
  it('leaves a class of this library as it is', () => {
    expect(onBase(IPPool as never)).toBe(IPPool);
  });

  it('puts the base under any other class, and gives the same class for the same class', () => {
    class Elsewhere extends SteveModel {}

    expect(hasSaveEngine(onBase(Elsewhere))).toBe(true);
    expect(onBase(Elsewhere).prototype).toBeInstanceOf(Elsewhere);
    expect(onBase(Elsewhere)).toBe(onBase(Elsewhere));
    expect(hasSaveEngine(onBase(HybridModel as never))).toBe(true);
  });
});

describe('keepingInstances', () => {
  it('keeps the resources that a page holds when their list is loaded, and brings them up to date', () => {
    interface Item { id: string; seen: string }
    const held: Item = { id: 'a', seen: 'before' };
    const state = { types: { pool: { list: [held], map: new Map([['a', held]]) } } };
    const { loadAll } = keepingInstances({
      loadAll(_state, { data }: { data: Item[] }) {
        state.types.pool = { list: data.map((item) => ({ ...item })), map: new Map(data.map((item) => [item.id, { ...item }])) };
      },
      load(_state, { data }: { data: Item }) {
        Object.assign(state.types.pool.map.get(data.id) ?? {}, data);
      },
    });

    loadAll?.call({} as never, state, { type: 'pool', data: [{ id: 'a', seen: 'after' }, { id: 'b', seen: 'after' }], ctx: {} });

    expect(state.types.pool.list[0]).toBe(held);
    expect(state.types.pool.map.get('a')).toBe(held);
    expect(held.seen).toBe('after');
    expect(state.types.pool.list.map(({ id }) => id)).toStrictEqual(['a', 'b']);
  });
});

describe('the namespace filter', () => {
  it('offers all, then each project with its namespaces, then the rest', () => {
    const namespaces = [{ id: 'web', nameDisplay: 'web', projectId: 'p-1' }, { id: 'kube-system', nameDisplay: 'kube-system' }];
    const options = namespaceFilterOptions({ all: () => namespaces }, { 'i18n/t': (key) => key, 'management/all': () => [{ id: 'local/p-1', nameDisplay: 'Shop' }] }, {
      addNamespace: (list, items) => { list.push(...items.map((item) => ({ id: `ns://${ String(Reflect.get(item, 'id')) }`, kind: 'namespace' as const, label: '' }))); },
      divider:      () => undefined,
    });

    expect(options.map(({ id }) => id)).toStrictEqual(['all', 'project://p-1', 'ns://web', 'ns://kube-system']);
  });

  it('shows everything to who has chosen nothing', () => {
    expect(chosenNamespaces({ 'prefs/get': () => ({}) }, 'local')).toStrictEqual([]);
  });
});

describe('isFeatureEnabled', () => {
  it.each([
    ['v1.2.9', false, 'before the first release that has it'],
    ['v1.3.0', true, 'the first release that has it'],
    ['v1.10.0', true, 'ten is after nine'],
    ['1.8.0-rc2', true, 'a pre-release counts as its release'],
    ['master-3f2a-head', true, 'a build between releases is newer than any'],
  ])('answers for %s: %s', (version, expected, _reason) => {
    expect(isFeatureEnabled('supportHarvesterClusterVersion', version)).toBe(expected);
  });

  it('knows no feature that it was not told of', () => {
    expect(isFeatureEnabled('toString', 'v1.8.0')).toBe(false);
  });
});

describe('the store that the dashboard\'s Harvester manager asks', () => {
  function getter(name: string, rootGetters: object): unknown {
    return commonStore.getters[name]?.({}, {}, {}, rootGetters);
  }

  it('answers for a version that is handed over', () => {
    const enabled = getter('getFeatureEnabled', {}) as (feature: string, version?: string) => boolean;

    expect(enabled('supportHarvesterClusterVersion', 'v1.2.0')).toBe(false);
    expect(enabled('supportHarvesterClusterVersion', 'v1.8.0')).toBe(true);
  });

  it('tells the version as a release', () => {
    const version = getter('getServerVersion', { 'harvester/byId': () => ({ value: 'v1.8.0-rc3' }) }) as () => string;

    expect(version()).toBe('v1.8.0');
    expect(normalizedVersion('master-head')).toBe('master-head');
  });

  it('prefixes addresses where the cluster is behind Rancher', () => {
    const url = (rootGetters: object) => (getter('getHarvesterClusterUrl', rootGetters) as (path: string) => string)('v1/harvester/x');

    expect(url({ isMultiCluster: true, clusterId: 'c-m-demo' })).toBe('/k8s/clusters/c-m-demo/v1/harvester/x');
    expect(url({ isMultiCluster: false })).toBe('v1/harvester/x');
  });
});
