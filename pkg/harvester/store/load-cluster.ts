import { ClusterNotFoundError } from '@shell/utils/error';
import { isFeatureEnabled } from '../features';
import { PRODUCT, UNSUPPORTED } from '../routes';
import { ask, LOCAL, propertyOf, serverVersion, SETTING, type ActionContext } from './context';
import { chosenNamespaces } from './namespace-filter';

const CLUSTER = 'management.cattle.io.cluster';
const PROJECT = 'management.cattle.io.project';
const RANCHER_SETTING = 'management.cattle.io.setting';
const SYSTEM_NAMESPACES = 'system-namespaces';
const ROOT = { root: true } as const;

/** Where a cluster's Steve is: Harvester's own beside the dashboard, or through Rancher's tunnel. */
export function baseUrl(cluster: string): string {
  return cluster === LOCAL ? '/v1/harvester' : `/k8s/clusters/${ encodeURIComponent(cluster) }/v1/harvester`;
}

/** Enters a Harvester cluster: points the store at its Steve and loads what every page needs. @throws ClusterNotFoundError */
export async function loadCluster(context: ActionContext, { id }: { readonly id: string }): Promise<void> {
  const { commit, dispatch, rootGetters, rootState } = context;

  await findCluster(context, id);
  commit('applyConfig', { baseUrl: baseUrl(id) });
  await dispatch('loadSchemas', true);
  void dispatch('subscribe');

  const [namespaces] = await Promise.all([
    dispatch('findAll', { type: 'namespace' }),
    dispatch('findAll', { type: 'count' }),
    findIfServed(context, SETTING),
    loadProjects(context, id),
    id === LOCAL ? undefined : loadSystemNamespaces(context),
  ]);

  const version = serverVersion(rootGetters);

  if (version !== undefined && !isFeatureEnabled('supportHarvesterClusterVersion', version)) {
    await rootState.$router?.push({ name: id === LOCAL ? UNSUPPORTED.standalone : UNSUPPORTED.rancher, params: { product: PRODUCT } });

    return;
  }

  await dispatch('cleanNamespaces', undefined, ROOT);
  commit('updateNamespaces', { filters: chosenNamespaces(rootGetters, id), all: namespaces, getters: rootGetters }, ROOT);
}

async function findCluster({ commit, dispatch }: ActionContext, id: string): Promise<void> {
  await dispatch('management/waitForSchema', { type: CLUSTER }, ROOT);

  try {
    await dispatch('management/find', { type: CLUSTER, id, opt: { url: `${ CLUSTER }s/${ encodeURIComponent(id) }` } }, ROOT);
  } catch {
    commit('clusterId', null, ROOT);
    commit('applyConfig', { baseUrl: null });

    throw new ClusterNotFoundError(id);
  }
}

function isServed({ getters, rootGetters }: ActionContext, type: string, store?: string): boolean {
  return Boolean(store === undefined ? ask(getters, 'schemaFor', type) : ask(rootGetters, `${ store }/schemaFor`, type));
}

async function findIfServed(context: ActionContext, type: string): Promise<void> {
  if (isServed(context, type)) {
    await context.dispatch('findAll', { type });
  }
}

/** The cluster's projects, which group namespaces. Rancher's, so they are in its own store. */
async function loadProjects(context: ActionContext, id: string): Promise<void> {
  if (isServed(context, PROJECT, 'management')) {
    await context.dispatch('management/findAll', { type: PROJECT, opt: { url: `${ PROJECT }/${ encodeURIComponent(id) }`, watchNamespace: id } }, ROOT);
  }
}

/** Which namespaces count as the system's is the cluster's own setting; without it the dashboard's stays. */
async function loadSystemNamespaces(context: ActionContext): Promise<void> {
  if (!isServed(context, RANCHER_SETTING)) {
    return;
  }

  const setting = await context.dispatch('find', { type: RANCHER_SETTING, id: SYSTEM_NAMESPACES }).catch(() => undefined);

  const value = propertyOf(setting, 'value') || propertyOf(setting, 'default');

  if (typeof value === 'string') {
    context.commit('setSystemNamespaces', value.split(','), ROOT);
  }
}
