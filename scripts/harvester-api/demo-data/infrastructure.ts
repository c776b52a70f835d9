import { ADDONS, LONGHORN_NODES, LONGHORN_VOLUMES, NODES, SETTINGS } from '../admission/resources';
import type { JsonObject } from '../types';
import { NODE_NAMES, PAST, clusterWide, holds, namespaced } from './demo-object';
import type { DemoObject } from './demo-object';

const GIB = 1024 ** 3;

/** Namespaces and the project that each belongs to; Kubernetes' own exist already. */
const NAMESPACES: Record<string, string> = {
  'cattle-logging-system':    'p-system',
  'cattle-monitoring-system': 'p-system',
  'cattle-system':            'p-system',
  'harvester-public':         'p-default',
  'harvester-system':         'p-system',
  'longhorn-system':          'p-system',
  'sandbox':                  'p-default',
  'team-a':                   'p-team-a',
  'team-a-staging':           'p-team-a',
  'team-b':                   'p-team-b',
};

const SETTING_DEFAULTS: Record<string, string> = {
  'additional-ca':                                '',
  'additional-guest-memory-overhead-ratio':       '1.5',
  'auto-disk-provision-paths':                    '',
  'backup-target':                                '',
  'cluster-registration-url':                     '',
  'containerd-registry':                          '',
  'csi-driver-config':                            '{"driver.longhorn.io":{"volumeSnapshotClassName":"longhorn-snapshot","backupVolumeSnapshotClassName":"longhorn"}}',
  'default-vm-termination-grace-period-seconds':  '120',
  'http-proxy':                                   '{}',
  'kubeconfig-default-token-ttl-minutes':         '0',
  'log-level':                                    'info',
  'longhorn-v2-data-engine-enabled':              'false',
  'max-hotplug-ratio':                            '4',
  'ntp-servers':                                  '',
  'overcommit-config':                            '{"cpu":1600,"memory":150,"storage":200}',
  'rancher-manager-support':                      'false',
  'release-download-url':                         'https://releases.rancher.com/harvester',
  'rwx-network':                                  '',
  'server-version':                               '',
  'ssl-certificates':                             '{}',
  'ssl-parameters':                               '{}',
  'storage-network':                              '',
  'support-bundle-expiration':                    '',
  'support-bundle-namespaces':                    '',
  'support-bundle-timeout':                       '10',
  'ui-index':                                     'https://releases.rancher.com/harvester-ui/dashboard/latest/index.html',
  'ui-path':                                      '/usr/share/harvester/harvester',
  'ui-plugin-index':                              'https://releases.rancher.com/harvester-ui/plugin/latest/index.js',
  'ui-source':                                    'auto',
  'upgrade-checker-enabled':                      'false',
  'upgrade-checker-url':                          '',
  'vip-pools':                                    '',
  'vm-force-reset-policy':                        '{"enable":true,"period":300}',
  'vm-migration-network':                         '',
};

const SETTING_VALUES: Record<string, string> = {
  'ntp-servers':    '{"ntpServers":["0.suse.pool.ntp.org"]}',
  'server-version': 'v1.8.0',
};

/** `<namespace>/<add-on>` and whether it is on. */
const ADDON_STATES: Record<string, boolean> = {
  'cattle-logging-system/rancher-logging':       true,
  'cattle-monitoring-system/rancher-monitoring': true,
  'harvester-system/harvester-seeder':           false,
  'harvester-system/nvidia-driver-toolkit':      false,
  'harvester-system/pcidevices-controller':      true,
  'harvester-system/vm-import-controller':       false,
  'kube-system/kubeovn-operator':                true,
};

/** Nodes, namespaces, settings, add-ons, Longhorn's nodes and disks, storage classes. */
export const INFRASTRUCTURE: readonly DemoObject[] = [
  ...Object.entries(NAMESPACES).map(([name, project]) => clusterWide('namespaces', name, {}, {
    labels: { 'field.cattle.io/projectId': project }, annotations: { 'field.cattle.io/projectId': `c-m-demo:${ project }` },
  })),
  ...NODE_NAMES.map((name, index) => node(name, index + 1)),
  ...Object.entries(SETTING_DEFAULTS).map(([name, fallback]) => clusterWide(SETTINGS, name, { default: fallback, value: SETTING_VALUES[name] ?? '' })),
  ...Object.entries(ADDON_STATES).map(([id, enabled]) => addon(id, enabled)),
  ...NODE_NAMES.map(longhornNode),
  ...NODE_NAMES.map(blockDevice),
  ...['pvc-web-1-root', 'pvc-web-2-root', 'pvc-api-1-root'].map((name, index) => namespaced(LONGHORN_VOLUMES, `longhorn-system/${ name }`, {
    spec:   { size: String(20 * GIB), numberOfReplicas: 3, frontend: 'blockdev', nodeID: NODE_NAMES[index] ?? '' },
    status: { state: 'attached', robustness: 'healthy', currentNodeID: NODE_NAMES[index] ?? '' },
  })),
  storageClass('harvester-longhorn', { numberOfReplicas: '3', staleReplicaTimeout: '30', migratable: 'true' }, true),
  storageClass('longhorn-fast', { numberOfReplicas: '2', staleReplicaTimeout: '30', migratable: 'true', diskSelector: 'nvme' }, false),
];

function node(name: string, ordinal: number): DemoObject {
  const resources: JsonObject = { cpu: '16', memory: '65808492Ki', pods: '200', 'ephemeral-storage': '149527126718' };

  return clusterWide(NODES, name, {
    spec:   { podCIDR: `10.52.${ ordinal - 1 }.0/24`, providerID: `rke2://${ name }` },
    status: {
      addresses:   [{ type: 'InternalIP', address: `192.168.10.${ 10 + ordinal }` }, { type: 'Hostname', address: name }],
      capacity:    resources,
      allocatable: { ...resources, cpu: '15', memory: '62411372Ki' },
      conditions:  ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map((type) => ({
        type, status: type === 'Ready' ? 'True' : 'False', reason: type === 'Ready' ? 'KubeletReady' : `KubeletHasNo${ type }`, message: '', lastHeartbeatTime: PAST, lastTransitionTime: PAST,
      })),
      nodeInfo: {
        architecture: 'amd64', bootID: `boot-${ ordinal }`, containerRuntimeVersion: 'containerd://2.1.4-k3s2', kernelVersion: '6.4.0-150700.53.11-default', kubeProxyVersion: '', kubeletVersion: 'v1.34.1+rke2r1', machineID: `machine-${ ordinal }`, operatingSystem: 'linux', osImage: 'Harvester v1.8.0', systemUUID: `system-${ ordinal }`,
      },
    },
  }, {
    labels: {
      'beta.kubernetes.io/os':                 'linux',
      'harvesterhci.io/managed':               'true',
      'kubernetes.io/arch':                    'amd64',
      'kubernetes.io/hostname':                name,
      'kubernetes.io/os':                      'linux',
      'kubevirt.io/schedulable':               'true',
      'network.harvesterhci.io/mgmt':          'true',
      'network.harvesterhci.io/data':          'true',
      'node-role.kubernetes.io/control-plane': 'true',
      'node-role.kubernetes.io/etcd':          'true',
      'node-role.kubernetes.io/master':        'true',
      'topology.kubernetes.io/zone':           `rack-${ ordinal }`,
    },
    annotations: { 'etcd.rke2.cattle.io/node-address': `192.168.10.${ 10 + ordinal }`, 'rke2.io/internal-ip': `192.168.10.${ 10 + ordinal }` },
  });
}

function addon(id: string, enabled: boolean): DemoObject {
  return namespaced(ADDONS, id, {
    spec:   { enabled, chart: id.split('/')[1] ?? '', repo: 'http://harvester-cluster-repo.cattle-system.svc/charts', version: '1.8.0', valuesContent: '' },
    status: { status: enabled ? 'AddonDeploySuccessful' : 'AddonDisabled', conditions: enabled ? [holds('Completed')] : [] },
  });
}

function longhornNode(name: string): DemoObject {
  return namespaced(LONGHORN_NODES, `longhorn-system/${ name }`, {
    spec: {
      name,
      allowScheduling:   true,
      evictionRequested: false,
      tags:              [],
      disks:             Object.fromEntries([['default', '/var/lib/harvester/defaultdisk', []], ['nvme', '/var/lib/harvester/extra-disks/nvme', ['nvme']]].map(([disk, path, tags]) => [String(disk), {
        path: String(path), allowScheduling: true, evictionRequested: false, diskType: 'filesystem', storageReserved: 30 * GIB, tags: Array.isArray(tags) ? tags : [],
      }])),
    },
    status: {
      zone:       '',
      region:     '',
      conditions: [{ ...longhornTrue('Ready') }, { ...longhornTrue('Schedulable') }],
      diskStatus: Object.fromEntries(['default', 'nvme'].map((disk) => [disk, {
        diskName: disk, diskType: 'filesystem', diskUUID: `${ name }-${ disk }`, filesystemType: 'ext2/ext3', storageMaximum: 500 * GIB, storageAvailable: 372 * GIB, storageScheduled: 60 * GIB, conditions: [{ ...longhornTrue('Ready') }, { ...longhornTrue('Schedulable') }],
      }])),
    },
  });
}

function longhornTrue(type: string): JsonObject {
  return { type, status: 'True', lastTransitionTime: PAST, lastProbeTime: '', message: '', reason: '' };
}

function blockDevice(name: string): DemoObject {
  return namespaced('blockdevices.harvesterhci.io', `longhorn-system/${ name }-nvme0n1`, {
    spec:   { nodeName: name, devPath: '/dev/nvme0n1', provision: true, provisioner: { longhorn: { engineVersion: 'LonghornV1' } }, fileSystem: { mountPoint: '/var/lib/harvester/extra-disks/nvme', provisioned: true }, tags: ['nvme'] },
    status: {
      state:          'Active',
      provisionPhase: 'Provisioned',
      conditions:     [holds('Mounted'), holds('AddedToNode')],
      deviceStatus:   {
        devPath:     '/dev/nvme0n1',
        partitioned: false,
        capacity:    { physicalBlockSizeBytes: 512, sizeBytes: 500 * GIB },
        details:     { deviceType: 'disk', driveType: 'SSD', storageController: 'NVMe', model: 'Demo NVMe', serialNumber: `${ name }-0001` },
        fileSystem:  { type: 'ext4', mountPoint: '/var/lib/harvester/extra-disks/nvme' },
      },
    },
  }, { labels: { 'kubernetes.io/hostname': name } });
}

function storageClass(name: string, parameters: JsonObject, isDefault: boolean): DemoObject {
  return clusterWide('storageclasses.storage.k8s.io', name, {
    provisioner: 'driver.longhorn.io', parameters, reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate', allowVolumeExpansion: true,
  }, { annotations: { 'storageclass.kubernetes.io/is-default-class': String(isDefault), 'storageclass.beta.kubernetes.io/is-default-class': String(isDefault) } });
}
