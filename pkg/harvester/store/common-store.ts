import type { StoreSpecifics } from '@shell/core/plugin';
import type { Getters } from '@shell/plugins/steve/steve-class';
import { isFeatureEnabled, normalizedVersion } from '../features';
import { serverVersion } from './context';

/**
 * What the dashboard's Harvester manager asks by name, before it lets a user into a cluster. Source: the host's
 * `getFeatureEnabled('supportHarvesterClusterVersion', version)`.
 */
export const commonStore: StoreSpecifics = {
  state:     () => ({}),
  getters:   {
    getServerVersion: (_state: object, _getters: object, _rootState: object, rootGetters: Getters) => (): string | undefined => {
      const version = serverVersion(rootGetters);

      return version === undefined ? undefined : normalizedVersion(version);
    },
    getFeatureEnabled: (_state: object, _getters: object, _rootState: object, rootGetters: Getters) => (
      (feature: string, version?: string): boolean => isFeatureEnabled(feature, version ?? serverVersion(rootGetters) ?? '')
    ),
    getHarvesterClusterUrl: (_state: object, _getters: object, _rootState: object, { isMultiCluster, clusterId }: Getters) => (
      (url: string): string => isMultiCluster === true ? `/k8s/clusters/${ String(clusterId) }/${ url }` : url
    ),
  },
  mutations: {},
  actions:   { onLogout: () => undefined },
};
