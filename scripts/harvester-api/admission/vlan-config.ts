// The VlanConfig webhooks of network-controller-harvester (pkg/webhook/vlanconfig).
import { objectAt, sameJson, stringAt } from '../objects';
import type { AdmissionRequest, AdmissionRule, ClusterReader, Json, KubeObject } from '../types';
import { stringMapAt } from './fields';
import { instancesUsing, isMtu, isSystemNetwork, networksOn, sameMtu, vlanConfigMtu, vlanConfigsOf } from './net-conf';
import { Refusal, explained, notFound } from './refusal';
import { CLUSTER_NETWORKS, CLUSTER_NETWORK_KEY, MANAGEMENT_NETWORK, MATCHED_NODES_KEY, NODES, VLAN_CONFIGS, VLAN_STATUSES } from './resources';
import { subjectOf } from './subject';

const WITNESS_KEY = 'node-role.harvesterhci.io/witness';

/** Notes on a VlanConfig which cluster network it belongs to and which nodes it selects. */
export const vlanConfigMutator: AdmissionRule = {
  resource:   VLAN_CONFIGS,
  operations: ['CREATE', 'UPDATE'],
  webhook:    'mutator.harvester-system.harvester-network-webhook',
  mutate(request, cluster) {
    const config = subjectOf(request);

    return config.metadata.deletionTimestamp ? config : noted(config, request.oldObject, cluster);
  },
};

/** Refuses VlanConfigs that meet on a node or differ in MTU, and changes under a running VM or a system network. */
export const vlanConfigValidator: AdmissionRule = {
  resource:   VLAN_CONFIGS,
  operations: ['CREATE', 'UPDATE', 'DELETE'],
  webhook:    'validator.harvester-system.harvester-network-webhook',
  validate(request, cluster) {
    const config = subjectOf(request);

    if (request.operation !== 'DELETE' && config.metadata.deletionTimestamp) {
      return;
    }
    explained(`can't ${ request.operation.toLowerCase() } vlanConfig ${ config.metadata.name } because `, () => { check(request, config, cluster); });
  },
};

/** Nodes that can carry workload: all but the witness. */
export const workerNodes = (cluster: ClusterReader): readonly KubeObject[] => cluster.list(NODES).filter(({ metadata }) => metadata.labels?.[WITNESS_KEY] === undefined);

/** The nodes noted on a VlanConfig. */
export function matchedNodes(config: KubeObject): readonly string[] {
  const written = config.metadata.annotations?.[MATCHED_NODES_KEY];
  const nodes = written ? JSON.parse(written) as Json : [];

  return Array.isArray(nodes) ? nodes.filter((node) => typeof node === 'string') : [];
}

const networkOf = (config: KubeObject): string => stringAt(objectAt(config, 'spec'), 'clusterNetwork');

function noted(config: KubeObject, old: KubeObject | undefined, cluster: ClusterReader): KubeObject {
  const selector = Object.entries(stringMapAt(objectAt(config, 'spec'), 'nodeSelector'));
  const nodes = workerNodes(cluster).filter(({ metadata }) => selector.every(([key, value]) => metadata.labels?.[key] === value)).map(({ metadata }) => metadata.name);
  const moved = !old || networkOf(old) !== networkOf(config);

  return {
    ...config,
    metadata: {
      ...config.metadata,
      labels:      { ...config.metadata.labels, ...(moved ? { [CLUSTER_NETWORK_KEY]: networkOf(config) } : {}) },
      annotations: { ...config.metadata.annotations, [MATCHED_NODES_KEY]: JSON.stringify(nodes) },
    },
  };
}

function check({ operation, oldObject }: AdmissionRequest, config: KubeObject, cluster: ClusterReader): void {
  const network = networkOf(config);

  if (network === MANAGEMENT_NETWORK) {
    throw new Refusal(`users can't ${ operation.toLowerCase() } vlanConfig for ${ MANAGEMENT_NETWORK } cluster network`);
  }
  if (operation === 'DELETE') {
    checkIdle(config, matchedNodes(config), cluster);

    return;
  }
  const label = config.metadata.labels?.[CLUSTER_NETWORK_KEY];

  if (label !== network) {
    throw new Refusal(`cluster network label ${ label ?? '' } is invalid and must not be updated by user`);
  }
  if (!cluster.get(CLUSTER_NETWORKS, undefined, network)) {
    throw new Refusal(`it refers to a none-existing cluster network ${ network } or error ${ notFound(CLUSTER_NETWORKS, network) }`);
  }
  checkMtu(config, cluster);
  checkOverlap(config, cluster);
  if (oldObject) {
    checkIdle(oldObject, affectedNodes(oldObject, config), cluster);
  }
}

function checkMtu(config: KubeObject, cluster: ClusterReader): void {
  const { name } = config.metadata;
  const mtu = vlanConfigMtu(config);

  if (!isMtu(mtu)) {
    throw new Refusal(`the MTU ${ mtu } is out of range [0, 576..9000]`);
  }
  const other = vlanConfigsOf(networkOf(config), cluster).find((candidate) => candidate.metadata.name !== name && !candidate.metadata.deletionTimestamp && !sameMtu(vlanConfigMtu(candidate), mtu));

  if (other) {
    throw new Refusal(`the vlanconfig ${ name } MTU ${ mtu } is different with another vlanconfig ${ other.metadata.name } MTU ${ vlanConfigMtu(other) }, all vlanconfigs on one clusternetwork need to have same MTU`);
  }
}

function checkOverlap(config: KubeObject, cluster: ClusterReader): void {
  const taken = cluster.list(VLAN_STATUSES).map((status) => objectAt(status, 'status'))
    .filter((status) => status.clusterNetwork === networkOf(config) && status.vlanConfig !== config.metadata.name)
    .map((status) => stringAt(status, 'node'));
  const shared = matchedNodes(config).filter((node) => taken.includes(node));

  if (shared.length > 0) {
    throw new Refusal(`it overlaps with other vlanconfigs matching node(s) [${ shared.join(' ') }]`);
  }
}

/** A new uplink or cluster network touches every node, a new selector only those that it drops. */
function affectedNodes(old: KubeObject, config: KubeObject): readonly string[] {
  const moved = networkOf(old) !== networkOf(config) || !sameJson(objectAt(old, 'spec').uplink, objectAt(config, 'spec').uplink);
  const kept = moved ? [] : matchedNodes(config);

  return matchedNodes(old).filter((node) => !kept.includes(node));
}

function checkIdle(config: KubeObject, nodes: readonly string[], cluster: ClusterReader): void {
  if (nodes.length === 0) {
    return;
  }
  const networks = networksOn(networkOf(config), cluster);
  const instances = instancesUsing(networks, cluster, nodes);
  const system = networks.find(isSystemNetwork);

  if (instances.length > 0) {
    throw new Refusal(`it is blocked by VM(s) ${ instances.join(', ') } which must be stopped at first`);
  }
  if (system) {
    throw new Refusal(`the system network nad ${ system.metadata.name } is still attached`);
  }
}
