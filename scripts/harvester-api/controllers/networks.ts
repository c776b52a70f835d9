// network-controller-harvester's controllers for networks and for what a VlanConfig sets up (pkg/controller/manager/nad, pkg/controller/agent/vlanconfig).
import { isConditionTrue } from '../admission/fields';
import { clusterNetworkOf, isMtu, netConf, networkLabels, vlanConfigMtu } from '../admission/net-conf';
import { CLUSTER_NETWORKS, NETWORK_ATTACHMENT_DEFINITIONS, UPLINK_MTU_KEY, VLAN_CONFIGS, VLAN_STATUSES } from '../admission/resources';
import { matchedNodes } from '../admission/vlan-config';
import { objectAt, stringAt } from '../objects';
import type { ClusterWriter, Controller, KubeObject } from '../types';
import { ifReadable, releaseFinalizer, statusOf, updateIfChanged, withCondition, withFinalizer, withStatus } from './objects';

const FINALIZER = 'wrangler.cattle.io/harvester-network-manager-nad-controller';

/** Keeps a network's labels true: its type, vlan, cluster network, and whether that one is ready. */
export const networkLabelController: Controller = {
  name:    'harvester-network-manager-nad-controller',
  watches: [NETWORK_ATTACHMENT_DEFINITIONS, CLUSTER_NETWORKS],
  reconcile({ resource, object }, cluster) {
    for (const nad of cluster.list(NETWORK_ATTACHMENT_DEFINITIONS)) {
      ifReadable(() => {
        if (resource === CLUSTER_NETWORKS ? clusterNetworkOf(netConf(nad)) === object.metadata.name : nad.metadata.uid === object.metadata.uid) {
          label(nad, cluster);
        }
      });
    }
  },
};

/** Answers a VlanConfig as the agents on its nodes do: one VlanStatus per node, and a cluster network that is ready. */
export const vlanConfigController: Controller = {
  name:    'harvester-network-vlanconfig-controller',
  watches: [VLAN_CONFIGS],
  reconcile({ type, object: config }, cluster) {
    const { name } = config.metadata;
    const clusterNetwork = stringAt(objectAt(config, 'spec'), 'clusterNetwork');
    const nodes = type === 'DELETED' ? [] : matchedNodes(config);
    const left = new Set<string>();

    for (const status of cluster.list(VLAN_STATUSES)) {
      const network = stringAt(statusOf(status), 'clusterNetwork');

      if (stringAt(statusOf(status), 'vlanConfig') === name && (network !== clusterNetwork || !nodes.includes(stringAt(statusOf(status), 'node')))) {
        cluster.remove(VLAN_STATUSES, undefined, status.metadata.name);
        left.add(network);
      }
    }
    nodes.forEach((node) => { ensureVlanStatus(config, clusterNetwork, node, cluster); });
    left.delete(clusterNetwork);
    left.forEach((network) => { settleClusterNetwork(network, 0, cluster); });
    settleClusterNetwork(clusterNetwork, vlanConfigMtu(config), cluster);
  },
};

function label(nad: KubeObject, cluster: ClusterWriter): void {
  if (nad.metadata.deletionTimestamp) {
    releaseFinalizer(NETWORK_ATTACHMENT_DEFINITIONS, nad, FINALIZER, cluster);

    return;
  }
  const labelled = { ...nad, metadata: { ...nad.metadata, labels: networkLabels(nad, cluster) } };

  updateIfChanged(NETWORK_ATTACHMENT_DEFINITIONS, nad, withFinalizer(labelled, FINALIZER), cluster);
}

function ensureVlanStatus(config: KubeObject, clusterNetwork: string, node: string, cluster: ClusterWriter): void {
  const name = `${ clusterNetwork }-${ node }`;

  if (!cluster.get(VLAN_STATUSES, undefined, name)) {
    cluster.create(VLAN_STATUSES, {
      apiVersion: 'network.harvesterhci.io/v1beta1',
      kind:       'VlanStatus',
      metadata:   { name, labels: { 'network.harvesterhci.io/clusternetwork': clusterNetwork, 'network.harvesterhci.io/node': node, 'network.harvesterhci.io/vlanconfig': config.metadata.name } },
      status:     withCondition({ clusterNetwork, node, vlanConfig: config.metadata.name, linkMonitor: config.metadata.name }, 'ready', { status: 'True' }),
    });
  }
}

function settleClusterNetwork(name: string, mtu: number, cluster: ClusterWriter): void {
  const network = cluster.get(CLUSTER_NETWORKS, undefined, name);

  if (!network) {
    return;
  }
  const ready = cluster.list(VLAN_STATUSES).some((status) => statusOf(status).clusterNetwork === name && isConditionTrue(status, 'ready'));
  const annotations = { ...network.metadata.annotations, ...(mtu > 0 && isMtu(mtu) ? { [UPLINK_MTU_KEY]: String(mtu) } : {}) };
  const settled = withStatus(network, withCondition(statusOf(network), 'ready', { status: ready ? 'True' : 'False' }));

  updateIfChanged(CLUSTER_NETWORKS, network, { ...settled, metadata: { ...settled.metadata, annotations } }, cluster);
}
