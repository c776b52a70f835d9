import { IP_POOLS, LOAD_BALANCERS, VIRTUAL_MACHINES, VIRTUAL_MACHINE_INSTANCES } from '../admission/resources';
import type { JsonObject } from '../types';
import { NODE_NAMES, clusterWide, holds, namespaced } from './demo-object';
import type { DemoObject } from './demo-object';

const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ops@harvester-demo';

interface Machine {
  readonly id: string;
  readonly labels: { [key: string]: string };
  readonly network: string;
  readonly address: string;
  readonly running: boolean;
  readonly devices?: readonly JsonObject[];
}

const GUEST_CLUSTER_LABELS = { 'harvesterhci.io/creator': 'docker-machine-driver-harvester', 'guestcluster.harvesterhci.io/name': 'prod' };

const MACHINES: readonly Machine[] = [
  { id: 'default/web-1', labels: { app: 'web' }, network: 'default/vlan100', address: '192.168.100.101', running: true },
  { id: 'default/web-2', labels: { app: 'web' }, network: 'default/vlan100', address: '192.168.100.102', running: true },
  { id: 'default/api-1', labels: { app: 'api', tier: 'backend' }, network: 'default/vlan100', address: '192.168.100.111', running: true },
  { id: 'default/legacy', labels: { app: 'legacy' }, network: 'default/untagged', address: '192.168.10.151', running: true },
  { id: 'default/gpu-lab', labels: { app: 'lab' }, network: 'default/vlan110', address: '', running: false, devices: [{ name: 'harv-1-000065000', deviceName: 'intel.com/ETHERNET_CONTROLLER_E810' }] },
  { id: 'team-a/shop-1', labels: { app: 'shop' }, network: 'team-a/vlan210', address: '10.10.0.101', running: true },
  { id: 'team-a/shop-2', labels: { app: 'shop' }, network: 'team-a/vlan210', address: '10.10.0.102', running: true },
  { id: 'team-a/metrics', labels: { app: 'metrics' }, network: 'team-a/vlan210', address: '', running: false },
  { id: 'team-b/db-1', labels: { app: 'db' }, network: 'team-b/trunk', address: '10.20.0.101', running: true },
  { id: 'team-b/cache-1', labels: { app: 'cache' }, network: 'team-b/trunk', address: '10.20.0.102', running: true },
  { id: 'team-b/prod-pool1-1', labels: GUEST_CLUSTER_LABELS, network: 'default/vlan110', address: '192.168.110.101', running: true },
  { id: 'sandbox/tryout', labels: { app: 'tryout' }, network: 'default/vlan100', address: '192.168.100.121', running: true },
];

/** Virtual machines, their instances, images, volumes, keys and secrets. */
export const WORKLOADS: readonly DemoObject[] = [
  ...MACHINES.map(virtualMachine),
  ...MACHINES.filter(({ running }) => running).map(instance),
  ...MACHINES.map(rootVolume),
  image('default/ubuntu-24-04', 'ubuntu-24.04-server-cloudimg-amd64.img', 612_368_384),
  image('harvester-public/sle-micro-6-1', 'SL-Micro.x86_64-6.1-Default-qcow-GM.qcow2', 1_052_770_304),
  namespaced('keypairs.harvesterhci.io', 'default/ops', { spec: { publicKey: PUBLIC_KEY }, status: { fingerPrint: '3c:1f:9a:52:07:e1:44:b0:8d:6e:21:fa:90:5b:c7:d3', conditions: [holds('validated')] } }),
  namespaced('secrets', 'default/web-cloudinit', { type: 'secret', data: { userdata: base64('#cloud-config\npackage_update: true\n'), networkdata: '' } }),
  namespaced('secrets', 'team-a/registry', { type: 'kubernetes.io/basic-auth', data: { username: base64('robot'), password: base64('not-a-secret') } }),
  namespaced('configmaps', 'default/ubuntu-base', { data: { cloudInit: '#cloud-config\npackage_update: true\n' } }, { labels: { 'harvesterhci.io/cloud-init-template': 'user' } }),
];

/** Address pools: several ranges and scopes, global, nearly full, and one that loses its status below. */
export const IP_POOL_OBJECTS: readonly DemoObject[] = [
  pool('public', 'Addresses that the outside world can reach', [{ subnet: '192.168.100.0/24', rangeStart: '192.168.100.10', rangeEnd: '192.168.100.60', gateway: '192.168.100.1' }], selector('default/vlan100', 5, ['default'])),
  pool('team-a', 'Team A, production and staging', [{ subnet: '10.10.0.0/26', gateway: '10.10.0.1' }, { subnet: '10.10.1.0/28', rangeStart: '10.10.1.4', rangeEnd: '10.10.1.12' }], selector('', 0, ['team-a', 'team-a-staging'])),
  pool('team-b', 'Team B: only four addresses', [{ subnet: '10.20.0.0/24', rangeStart: '10.20.0.10', rangeEnd: '10.20.0.13' }], selector('', 0, ['team-b'])),
  pool('guest-clusters', 'Load balancers of guest clusters', [{ subnet: '192.168.110.0/24', rangeStart: '192.168.110.200', rangeEnd: '192.168.110.219' }], {
    network: 'default/vlan110', priority: 10, scope: [{ project: 'c-m-demo/p-team-b', namespace: 'team-b', guestCluster: 'prod' }],
  }),
  pool('global', 'For everybody else', [{ subnet: '172.16.8.0/24' }], { scope: [{ project: '*', namespace: '*', guestCluster: '*' }] }),
  pool('legacy', 'Edited with a dashboard that drops the status', [{ subnet: '192.168.50.0/24', rangeStart: '192.168.50.100', rangeEnd: '192.168.50.120' }], selector('default/untagged', 3, ['default'])),
];

/** The pool whose status a stock dashboard's save has erased: it stays not ready. */
export const ERASED_POOL = 'legacy';

/** Load balancers; their addresses are given by the controller. */
export const LOAD_BALANCER_OBJECTS: readonly DemoObject[] = [
  loadBalancer('default/web', 'public', { app: ['web'] }, [listener('http', 80, 8080), listener('https', 443, 8443)]),
  loadBalancer('default/api', 'public', { app: ['api'], tier: ['backend'] }, [listener('grpc', 9090, 9090)], { port: 9090, successThreshold: 1, failureThreshold: 3, periodSeconds: 5, timeoutSeconds: 3 }),
  loadBalancer('default/legacy-app', ERASED_POOL, { app: ['legacy'] }, [listener('http', 80, 80)]),
  loadBalancer('team-a/shop', '', { app: ['shop'] }, [listener('https', 443, 443)]),
  loadBalancer('team-a/metrics', '', { app: ['metrics'] }, [listener('prometheus', 9090, 9090)]),
  loadBalancer('team-b/db', 'team-b', { app: ['db'] }, [listener('postgres', 5432, 5432)]),
  loadBalancer('team-b/cache', 'team-b', { app: ['cache'] }, [listener('redis', 6379, 6379)]),
  loadBalancer('team-b/queue', '', { app: ['queue'] }, [listener('amqp', 5672, 5672)]),
  loadBalancer('sandbox/tryout', '', { app: ['tryout'] }, [listener('http', 80, 8000)]),
  namespaced(LOAD_BALANCERS, 'default/edge', { spec: { description: 'Asks the DHCP server', workloadType: 'vm', ipam: 'dhcp', listeners: [listener('http', 80, 80)], backendServerSelector: { app: ['web'] } } }),
  namespaced(LOAD_BALANCERS, 'team-b/prod-ingress', { spec: { description: 'Service ingress-nginx of guest cluster prod', workloadType: 'cluster', ipam: 'pool', ipPool: '', listeners: [] } }, {
    annotations: { 'loadbalancer.harvesterhci.io/cluster': 'prod' },
  }),
];

function selector(network: string, priority: number, namespaces: readonly string[]): JsonObject {
  return { ...(network ? { network } : {}), ...(priority ? { priority } : {}), scope: namespaces.map((namespace) => ({ project: '*', namespace, guestCluster: '*' })) };
}

function pool(name: string, description: string, ranges: JsonObject[], poolSelector: JsonObject): DemoObject {
  return clusterWide(IP_POOLS, name, { spec: { description, ranges, selector: poolSelector } });
}

function listener(name: string, port: number, backendPort: number): JsonObject {
  return { name, port, backendPort, protocol: 'TCP' };
}

function loadBalancer(id: string, ipPool: string, backendServerSelector: { [key: string]: string[] }, listeners: JsonObject[], healthCheck: JsonObject = {}): DemoObject {
  return namespaced(LOAD_BALANCERS, id, { spec: { workloadType: 'vm', ipam: 'pool', ipPool, listeners, backendServerSelector, healthCheck } });
}

function virtualMachine({ id, labels, network, running, devices = [] }: Machine): DemoObject {
  const name = id.split('/')[1] ?? '';

  return namespaced(VIRTUAL_MACHINES, id, {
    spec: {
      runStrategy: running ? 'RerunOnFailure' : 'Halted',
      template:    { metadata: { labels: { 'harvesterhci.io/vmName': name, ...labels } }, spec: machineSpec(name, network, devices) },
    },
    status: running ? { created: true, ready: true, printableStatus: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } : { printableStatus: 'Stopped', conditions: [{ type: 'Ready', status: 'False', reason: 'VMINotExists' }] },
  }, { labels: { 'harvesterhci.io/creator': labels['harvesterhci.io/creator'] ?? 'harvester', 'harvesterhci.io/os': 'linux' } });
}

function instance({ id, labels, network, address }: Machine, index: number): DemoObject {
  const name = id.split('/')[1] ?? '';

  return namespaced(VIRTUAL_MACHINE_INSTANCES, id, {
    spec:   machineSpec(name, network, []),
    status: {
      phase:      'Running',
      nodeName:   NODE_NAMES[index % NODE_NAMES.length] ?? '',
      interfaces: [{ name: 'default', ipAddress: address, ipAddresses: [address], mac: `52:54:00:10:00:${ String(index + 10) }` }],
      conditions: [{ type: 'Ready', status: 'True' }, { type: 'LiveMigratable', status: 'True' }],
    },
  }, { labels: { 'harvesterhci.io/vmName': name, ...labels } });
}

function machineSpec(name: string, network: string, devices: readonly JsonObject[]): JsonObject {
  return {
    domain: {
      cpu:       { cores: 2, sockets: 1, threads: 1 },
      memory:    { guest: '4Gi' },
      resources: { limits: { cpu: '2', memory: '4Gi' }, requests: { cpu: '125m', memory: '2730Mi' } },
      devices:   {
        disks: [{ name: 'rootdisk', bootOrder: 1, disk: { bus: 'virtio' } }], interfaces: [{ name: 'default', model: 'virtio', bridge: {} }], ...(devices.length > 0 ? { hostDevices: [...devices] } : {}),
      },
    },
    networks:                      [{ name: 'default', multus: { networkName: network } }],
    volumes:                       [{ name: 'rootdisk', persistentVolumeClaim: { claimName: `${ name }-root` } }],
    evictionStrategy:              'LiveMigrateIfPossible',
    terminationGracePeriodSeconds: 120,
  };
}

function rootVolume({ id, running }: Machine): DemoObject {
  return namespaced('persistentvolumeclaims', `${ id }-root`, {
    spec:   { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '20Gi' } }, storageClassName: 'harvester-longhorn', volumeMode: 'Block' },
    status: running ? { phase: 'Bound', accessModes: ['ReadWriteMany'], capacity: { storage: '20Gi' } } : { phase: 'Pending' },
  });
}

function image(id: string, displayName: string, size: number): DemoObject {
  return namespaced('virtualmachineimages.harvesterhci.io', id, {
    spec:   { displayName, sourceType: 'download', url: `https://images.example/${ displayName }`, backend: 'backingimage', retry: 3, targetStorageClassName: 'harvester-longhorn' },
    status: { progress: 100, size, virtualSize: 3_758_096_384, storageClassName: `longhorn-${ id.split('/')[1] ?? '' }`, appliedUrl: `https://images.example/${ displayName }`, conditions: [holds('Initialized'), holds('Imported')] },
  }, { annotations: { 'harvesterhci.io/storageClassName': 'harvester-longhorn' } });
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
