import { CLUSTER_NETWORKS, NETWORK_ATTACHMENT_DEFINITIONS, VLAN_CONFIGS } from '../admission/resources';
import type { JsonObject } from '../types';
import { NODE_NAMES, clusterWide, holds, namespaced } from './demo-object';
import type { DemoObject } from './demo-object';

/** What the storage network setting is given once the uplinks are ready. */
export const STORAGE_NETWORK_VALUE = JSON.stringify({ vlan: 4000, clusterNetwork: 'data', range: '10.200.0.0/24', exclude: ['10.200.0.0/28'] });

/** Cluster networks and what connects them to the nodes' uplinks. */
export const UPLINKS: readonly DemoObject[] = [
  clusterWide(CLUSTER_NETWORKS, 'mgmt', { status: { conditions: [holds('ready')] } }),
  clusterWide(CLUSTER_NETWORKS, 'data'),
  clusterWide(VLAN_CONFIGS, 'data-uplink', {
    spec: {
      clusterNetwork: 'data',
      description:    'Bonded 25G uplinks of every node',
      uplink:         { nics: ['ens2f0', 'ens2f1'], bondOptions: { mode: '802.3ad', miimon: 100 }, linkAttributes: { mtu: 9000, txQLen: -1 } },
    },
  }),
  clusterWide('linkmonitors.network.harvesterhci.io', 'nic', {
    spec:   { targetLinkRule: { typeRule: 'device' } },
    status: { linkStatus: Object.fromEntries(NODE_NAMES.map((node, index) => [node, links(index + 1)])) },
  }),
];

/** VM networks of every kind; the system's own is made by the storage network setting. */
export const NETWORKS: readonly DemoObject[] = [
  network('default/vlan100', bridge('data', { vlan: 100 }), { mode: 'auto', serverIPAddr: '', cidr: '192.168.100.0/24', gateway: '192.168.100.1', connectivity: 'true' }),
  network('default/vlan110', bridge('data', { vlan: 110 }), { mode: 'manual', cidr: '192.168.110.0/24', gateway: '192.168.110.1', connectivity: 'false' }),
  network('default/untagged', bridge('mgmt', {})),
  network('team-a/vlan210', bridge('data', { vlan: 210 }), { mode: 'auto', serverIPAddr: '', cidr: '10.10.0.0/26', gateway: '10.10.0.1', connectivity: 'true' }),
  network('team-b/trunk', bridge('data', { vlan: 0, vlanTrunk: [{ minID: 300, maxID: 310 }, { minID: 320, maxID: 320 }] })),
  network('team-a/overlay', { type: 'kube-ovn', provider: 'overlay.team-a.ovn', server_socket: '/run/openvswitch/kube-ovn-daemon.sock' }),
];

function bridge(clusterNetwork: string, rest: JsonObject): JsonObject {
  return { type: 'bridge', bridge: `${ clusterNetwork }-br`, promiscMode: true, ...rest, ipam: {} };
}

function network(id: string, config: JsonObject, route?: JsonObject): DemoObject {
  const name = id.split('/')[1] ?? '';

  return namespaced(NETWORK_ATTACHMENT_DEFINITIONS, id, { spec: { config: JSON.stringify({ cniVersion: '0.3.1', name, ...config }) } }, route ? { annotations: { 'network.harvesterhci.io/route': JSON.stringify(route) } } : {});
}

function links(node: number): JsonObject[] {
  return ['ens1f0', 'ens1f1', 'ens2f0', 'ens2f1'].map((name, index) => ({
  name, index: index + 2, type: 'device', mac: `52:54:00:00:0${ node }:0${ index + 1 }`, promiscuous: false, state: name === 'ens1f1' ? 'down' : 'up',
}));
}
