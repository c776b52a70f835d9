import { HARVESTER_CLUSTER_ID } from '../api';
import type { ClusterWriter, JsonObject } from '../types';
import type { UiPlugin } from './ui-plugins';
import { uiPluginObject } from './ui-plugins';
import { USER } from './user';

/** The version of Rancher that is played. */
export const RANCHER_VERSION = 'v2.15.0';
/** The version of Kubernetes that is played. */
export const KUBERNETES_VERSION = 'v1.34.1+rke2r1';

const HARVESTER_CLUSTER_NAME = 'harvester-demo';
const SYSTEM_NAMESPACES = [
  'cattle-dashboards', 'cattle-fleet-local-system', 'cattle-fleet-system', 'cattle-logging-system', 'cattle-monitoring-system', 'cattle-provisioning-capi-system', 'cattle-system', 'cattle-ui-plugin-system',
  'fleet-local', 'harvester-public', 'harvester-system', 'kube-node-lease', 'kube-public', 'kube-system', 'local', 'longhorn-system',
].join(',');

/** What differs between the Rancher inside Harvester and one that manages other clusters. */
interface Brand {
  readonly label: string;
  readonly brand: string;
}

/** Fills a Harvester cluster with its embedded Rancher's own objects. */
export function loadEmbeddedRancher(cluster: ClusterWriter): void {
  loadCommon(cluster, { label: 'Harvester', brand: 'harvester' });
  create(cluster, 'clusters.management.cattle.io', managementCluster('local', 'local', 'harvester', true));
  loadProjects(cluster, 'local');
}

/** Fills Rancher's own cluster: itself, the Harvester cluster that it manages, the installed extensions. */
export function loadRancher(cluster: ClusterWriter, plugins: readonly UiPlugin[], version = RANCHER_VERSION): void {
  for (const name of ['cattle-system', 'cattle-ui-plugin-system', 'fleet-default', 'fleet-local', 'local', HARVESTER_CLUSTER_ID]) {
    create(cluster, 'namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  loadCommon(cluster, { label: 'rancher', brand: '' }, version);
  create(cluster, 'clusters.management.cattle.io', managementCluster('local', 'local', 'k3s', true, 'fleet-local'));
  create(cluster, 'clusters.management.cattle.io', managementCluster(HARVESTER_CLUSTER_ID, HARVESTER_CLUSTER_NAME, 'harvester', false, 'fleet-default'));
  create(cluster, 'clusters.provisioning.cattle.io', provisioningCluster('fleet-local', 'local', 'local', 'k3s'));
  create(cluster, 'clusters.provisioning.cattle.io', provisioningCluster('fleet-default', HARVESTER_CLUSTER_NAME, HARVESTER_CLUSTER_ID, 'harvester'));
  for (const name of ['fleet-default', 'fleet-local']) {
    create(cluster, 'fleetworkspaces.management.cattle.io', management('FleetWorkspace', name));
  }
  loadProjects(cluster, 'local');
  loadProjects(cluster, HARVESTER_CLUSTER_ID);
  create(cluster, 'clusterrepos.catalog.cattle.io', {
    apiVersion: 'catalog.cattle.io/v1', kind: 'ClusterRepo', metadata: { name: 'rancher-charts' }, spec: { gitBranch: 'release-v2.15', gitRepo: 'https://git.rancher.io/charts' },
  });
  plugins.forEach((plugin) => { create(cluster, 'uiplugins.catalog.cattle.io', uiPluginObject(plugin)); });
}

const management = (kind: string, name: string, rest: JsonObject = {}, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: 'management.cattle.io/v3', kind, metadata: { name, ...metadata }, ...rest,
});

function create(cluster: ClusterWriter, resource: string, object: JsonObject): void {
  cluster.create(resource, object);
}

function loadCommon(cluster: ClusterWriter, brand: Brand, version = RANCHER_VERSION): void {
  for (const [name, value] of Object.entries(settingValues(brand, version))) {
    create(cluster, 'settings.management.cattle.io', management('Setting', name, { value, default: '', customized: false, source: '' }));
  }
  for (const [name, value] of Object.entries(FEATURES)) {
    create(cluster, 'features.management.cattle.io', management('Feature', name, { spec: { value }, status: { default: value, dynamic: true, lockedValue: null } }));
  }
  create(cluster, 'users.management.cattle.io', management('User', USER.id, {
    username: USER.loginName, displayName: USER.name, enabled: true, mustChangePassword: false, principalIds: [USER.principal],
  }));
  create(cluster, 'globalroles.management.cattle.io', management('GlobalRole', 'admin', { displayName: 'Admin', builtin: true, rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] }));
  create(cluster, 'globalrolebindings.management.cattle.io', management('GlobalRoleBinding', 'globalrolebinding-admin', { globalRoleName: 'admin', userName: USER.id }));
}

const settingValues = ({ label, brand }: Brand, version: string): Record<string, string> => ({
  'eula-agreed':                    '2026-01-01T00:00:00.000Z',
  'first-login':                    'false',
  'hide-local-cluster':             'false',
  'install-uuid':                   '00000000-0000-4000-8000-000000000000',
  'password-min-length':            '12',
  'server-url':                     'https://harvester.example',
  'server-version':                 version,
  'system-namespaces':              SYSTEM_NAMESPACES,
  'telemetry-opt':                  'out',
  'ui-banners':                     '{}',
  'ui-brand':                       brand,
  'ui-community-links':             '',
  'ui-content-enabled':             'false',
  'ui-custom-links':                '',
  'ui-issues':                      '',
  'ui-offline-preferred':           'true',
  'ui-performance':                 '',
  'ui-pl':                          label,
});

const FEATURES: Record<string, boolean> = {
  'continuous-delivery':                    true,
  'harvester':                              true,
  'harvester-baremetal-container-workload': false,
  'legacy':                                 false,
  'multi-cluster-management':               true,
  'rke2':                                   true,
  'token-hashing':                          false,
  'ui-sql-cache':                           true,
  'uiextension':                            true,
  'unsupported-storage-drivers':            false,
};

const TRUE_CONDITIONS = ['Connected', 'Ready', 'Provisioned', 'Updated', 'SystemProjectCreated', 'DefaultProjectCreated']
  .map((type) => ({ type, status: 'True', lastUpdateTime: '2026-01-01T00:00:00Z' }));

/** `workspace`: where the provisioning cluster of this name is that Rancher made it from. */
function managementCluster(id: string, displayName: string, provider: string, internal: boolean, workspace?: string): JsonObject {
  const origin = { 'objectset.rio.cattle.io/owner-gvk': 'provisioning.cattle.io/v1, Kind=Cluster', 'objectset.rio.cattle.io/owner-namespace': workspace, 'objectset.rio.cattle.io/owner-name': displayName };

  return management('Cluster', id, {
    spec:   { displayName, internal, description: '', fleetWorkspaceName: internal ? 'fleet-local' : 'fleet-default' },
    status: {
      provider,
      driver:      provider === 'harvester' ? 'harvester' : 'k3s',
      version:     { gitVersion: KUBERNETES_VERSION, major: '1', minor: '34', platform: 'linux/amd64' },
      nodeCount:   3,
      allocatable: { cpu: '48', memory: '201326592Ki', pods: '600' },
      capacity:    { cpu: '48', memory: '201326592Ki', pods: '600' },
      requested:   { cpu: '14250m', memory: '41943040Ki', pods: '142' },
      conditions:  TRUE_CONDITIONS,
    },
  }, { labels: { 'provider.cattle.io': provider }, ...(workspace ? { annotations: origin } : {}) });
}

const provisioningCluster = (namespace: string, name: string, clusterName: string, provider: string): JsonObject => ({
  apiVersion: 'provisioning.cattle.io/v1',
  kind:       'Cluster',
  metadata:   { name, namespace, labels: { 'provider.cattle.io': provider } },
  spec:       {},
  status:     { clusterName, ready: true, observedGeneration: 1, agentDeployed: true, conditions: TRUE_CONDITIONS },
});

function loadProjects(cluster: ClusterWriter, clusterId: string): void {
  for (const [name, displayName] of [['p-default', 'Default'], ['p-system', 'System'], ['p-team-a', 'Team A'], ['p-team-b', 'Team B']] as const) {
    create(cluster, 'projects.management.cattle.io', management('Project', name, { spec: { clusterName: clusterId, displayName } }, {
      namespace: clusterId,
      labels:    name === 'p-default' || name === 'p-system' ? { [`authz.management.cattle.io/${ displayName.toLowerCase() }-project`]: 'true' } : {},
    }));
  }
}
