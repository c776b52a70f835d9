// The storage-network part of Harvester's setting webhook (pkg/webhook/resources/setting, pkg/util/network).
import { overlapCidr, parseCidr } from 'cidr-tools';
import ipaddr from 'ipaddr.js';
import { isObject, objectAt, stringAt } from '../objects';
import type { AdmissionRule, ClusterReader, Json, JsonObject, KubeObject } from '../types';
import { Denied } from '../types';
import { isConditionTrue, numberAt, objectsAt, stringsAt } from './fields';
import { clusterNetworkOf, isSystemNetwork, netConf, vlanConfigsOf } from './net-conf';
import { Refusal, invalid, notFound } from './refusal';
import {
  ADDONS, CLUSTER_NETWORKS, LONGHORN_NODES, LONGHORN_VOLUMES, MANAGEMENT_NETWORK, NETWORK_ATTACHMENT_DEFINITIONS, SETTINGS, VIRTUAL_MACHINE_INSTANCES, VLAN_STATUSES,
} from './resources';
import { subjectOf } from './subject';
import { matchedNodes, workerNodes } from './vlan-config';

/** The name of the setting. */
export const STORAGE_NETWORK = 'storage-network';

const MAX_VLAN = 4094;
const MIN_PREFIX = 16;
/** What a shared RWX network needs beyond one address per node. */
const SHARED_EXTRA = 32;
/** Settings that describe a network of their own, which must not meet the storage network. */
const OTHER_NETWORKS = ['vm-migration-network', 'rwx-network'] as const;

interface StorageNetwork {
  readonly clusterNetwork: string;
  readonly vlan: number;
  readonly exclusive: boolean;
  readonly range: string;
  readonly exclude: readonly string[];
}

/** Refuses storage networks that the cluster can't serve now. */
export const storageNetworkValidator: AdmissionRule = {
  resource:   SETTINGS,
  operations: ['CREATE', 'UPDATE', 'DELETE'],
  webhook:    'validator.harvesterhci.io',
  validate(request, cluster) {
    const setting = subjectOf(request);
    const { operation, oldObject } = request;

    if (setting.metadata.name !== STORAGE_NETWORK) {
      return;
    }
    if (operation === 'DELETE') {
      throw new Denied(`Disallow delete setting name ${ STORAGE_NETWORK }`, 405, 'MethodNotAllowed');
    }
    if (setting.metadata.deletionTimestamp || (oldObject && oldObject.value === setting.value && oldObject.default === setting.default)) {
      return;
    }
    invalid(() => {
      [stringAt(setting, 'default'), stringAt(setting, 'value')].filter(Boolean).forEach((value) => { checkValue(value, cluster); });
      if (oldObject) {
        checkConfigured(oldObject, setting);
        checkShared(setting, cluster);
        checkUsage(cluster);
      }
    });
  },
};

function checkValue(value: string, cluster: ClusterReader): void {
  const network = parsed(value);

  checkVlan(network);
  checkRange(network);
  if (network.clusterNetwork !== MANAGEMENT_NETWORK) {
    checkUplinks(network.clusterNetwork, cluster);
  }
  checkExclusive(network, cluster);
  checkSize(network, cluster);
  checkDisjoint(network, cluster);
}

function parsed(value: string): StorageNetwork {
  let json: Json;

  try {
    json = JSON.parse(value) as Json;
  } catch (error) {
    throw new Refusal(`failed to unmarshal the setting value ${ value }, ${ error instanceof Error ? error.message : String(error) }`);
  }
  if (!isObject(json)) {
    throw new Refusal(`failed to unmarshal the setting value ${ value }, json: cannot unmarshal into Go value of type network.Config`);
  }
  if (json.vlan !== undefined && (typeof json.vlan !== 'number' || !Number.isInteger(json.vlan) || json.vlan < 0 || json.vlan > 65_535)) {
    throw new Refusal(`failed to unmarshal the setting value ${ value }, json: cannot unmarshal into Go struct field Config.vlan of type uint16`);
  }

  return networkIn(json);
}

const networkIn = (json: JsonObject): StorageNetwork => ({
  clusterNetwork: stringAt(json, 'clusterNetwork'), vlan: numberAt(json, 'vlan'), exclusive: json.exclusiveVlan === true, range: stringAt(json, 'range'), exclude: stringsAt(json, 'exclude'),
});

function checkVlan({ vlan, clusterNetwork }: StorageNetwork): void {
  if (vlan > MAX_VLAN) {
    throw new Refusal('the valid value range for VLAN IDs is 0 to 4094');
  }
  if (clusterNetwork === MANAGEMENT_NETWORK && vlan <= 1) {
    throw new Refusal(`network with vlan id ${ vlan } not allowed on ${ clusterNetwork } cluster`);
  }
}

function checkRange({ range, exclude }: StorageNetwork): void {
  const include = checkedSubnet(range, 'include');

  exclude.forEach((text, index) => {
    const excluded = checkedSubnet(text, 'exclude');
    const previous = exclude[index - 1];

    if (!overlapCidr(range, text)) {
      throw new Refusal(`exclude range ${ text } do not overlap include range ${ range }`);
    }
    if (excluded.prefix <= include.prefix) {
      throw new Refusal(`exclude Range ${ text } includes include Range ${ range }, no allocatable ip addresses`);
    }
    if (previous !== undefined && overlapCidr(previous, text)) {
      throw new Refusal(`exclude ranges have overlapping subnets ${ previous } ${ text }`);
    }
  });
}

function checkedSubnet(text: string, kind: 'include' | 'exclude'): { prefix: number } {
  if (ipaddr.IPv6.isValidCIDR(text)) {
    throw new Refusal('IPv6 ranges are not supported for network settings');
  }
  if (!ipaddr.IPv4.isValidCIDR(text) || !ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) {
    throw new Refusal(`invalid CIDR address: ${ text }`);
  }
  const [address, prefix] = ipaddr.IPv4.parseCIDR(text);

  if (ipaddr.IPv4.networkAddressFromCIDR(text).toString() !== address.toString()) {
    throw new Refusal(`range should be subnet CIDR ${ ipaddr.IPv4.networkAddressFromCIDR(text).toString() }/${ prefix }`);
  }
  if (prefix < MIN_PREFIX) {
    throw new Refusal(`min supported prefix length for network is ${ MIN_PREFIX }, ${ kind } Range PrefixLen received ${ prefix }`);
  }

  return { prefix };
}

function checkUplinks(clusterNetwork: string, cluster: ClusterReader): void {
  if (!cluster.get(CLUSTER_NETWORKS, undefined, clusterNetwork)) {
    throw new Refusal(`cluster network ${ clusterNetwork } not found because ${ notFound(CLUSTER_NETWORKS, clusterNetwork) }`);
  }
  const statuses = cluster.list(VLAN_STATUSES).filter((status) => objectAt(status, 'status').clusterNetwork === clusterNetwork);
  const unready = statuses.find((status) => !isConditionTrue(status, 'ready'));
  const configs = vlanConfigsOf(clusterNetwork, cluster);
  const spanned = configs.flatMap(matchedNodes);
  const missing = workerNodes(cluster).find(({ metadata }) => !spanned.includes(metadata.name));

  if (statuses.length === 0) {
    throw new Refusal(`vlan status not present for cluster network ${ clusterNetwork }`);
  }
  if (unready) {
    throw new Refusal(`vs ${ unready.metadata.name } status is not Ready`);
  }
  if (configs.length === 0) {
    throw new Refusal(`vlan config not present for cluster network ${ clusterNetwork }`);
  }
  if (missing) {
    throw new Refusal(`vlanconfig does not span ${ missing.metadata.name }`);
  }
}

function checkExclusive({ exclusive, vlan, clusterNetwork }: StorageNetwork, cluster: ClusterReader): void {
  if (!exclusive) {
    return;
  }
  if (vlan <= 1) {
    throw new Refusal(`exclusive vlan cannot be enabled for vlan ${ vlan }`);
  }
  const shared = cluster.list(NETWORK_ATTACHMENT_DEFINITIONS).filter((nad) => !isSystemNetwork(nad)).map(netConf)
    .some((conf) => conf.vlan === vlan && clusterNetworkOf(conf) === clusterNetwork);

  if (shared) {
    throw new Refusal(`storage network cannot use the same vlan ${ vlan } as VM Network vlan as exclusive vlan is enabled`);
  }
}

function checkSize({ range, exclude }: StorageNetwork, cluster: ClusterReader): void {
  const nodes = cluster.list(LONGHORN_NODES);
  const disks = nodes.reduce((count, node) => count + Object.keys(objectAt(objectAt(node, 'spec'), 'disks')).length, 0);
  const needed = 2 * nodes.length + 2 * disks + (isShared(cluster) ? workerNodes(cluster).length + SHARED_EXTRA : 0);
  const size = (cidr: string): number => Number(parseCidr(cidr).end - parseCidr(cidr).start) + 1;
  const usable = size(range) - 2 - exclude.reduce((sum, cidr) => sum + size(cidr), 0);

  if (usable < needed) {
    throw new Refusal(`allocatable IP address range is < ${ needed }, allocate sufficient range`);
  }
}

function checkDisjoint({ range }: StorageNetwork, cluster: ClusterReader): void {
  for (const name of OTHER_NETWORKS) {
    const other = settingJson(name, cluster);
    const theirs = stringAt(name === 'rwx-network' ? objectAt(other, 'network') : other, 'range');

    if (theirs && overlapCidr(range, theirs)) {
      throw new Refusal(`${ STORAGE_NETWORK }: the network configuration is overlapped with ${ name }`);
    }
  }
}

/** A change can't be stacked on one that is still being applied; going back to the default can. */
function checkConfigured(old: KubeObject, setting: KubeObject): void {
  const running = objectsAt(objectAt(old, 'status'), 'conditions').find((condition) => condition.type === 'configured' && condition.status !== 'True');

  if (running && (stringAt(setting, 'value') || stringAt(setting, 'default')) !== stringAt(setting, 'default')) {
    throw new Denied(`cannot update the setting "${ STORAGE_NETWORK }" because it is still being configured (reason: "${ stringAt(running, 'reason') }", message: "${ stringAt(running, 'message') }")`, 409, 'Conflict');
  }
}

function checkShared(setting: KubeObject, cluster: ClusterReader): void {
  if (!stringAt(setting, 'value') && isShared(cluster)) {
    throw new Refusal(`${ STORAGE_NETWORK } cannot be disabled while rwx-network has share-storage-network=true`);
  }
}

const isShared = (cluster: ClusterReader): boolean => settingJson('rwx-network', cluster)['share-storage-network'] === true;

function settingJson(name: string, cluster: ClusterReader): JsonObject {
  try {
    const value = JSON.parse(stringAt(cluster.get(SETTINGS, undefined, name), 'value') || '{}') as Json;

    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Longhorn's pods restart on the new network, so nothing may have a volume attached. */
function checkUsage(cluster: ClusterReader): void {
  const running = cluster.list(VIRTUAL_MACHINE_INSTANCES).some((instance) => !['Succeeded', 'Failed'].includes(stringAt(objectAt(instance, 'status'), 'phase')));
  const attached = cluster.list(LONGHORN_VOLUMES).some((volume) => stringAt(objectAt(volume, 'status'), 'state') !== 'detached');
  const vcluster = objectAt(cluster.get(ADDONS, 'rancher-vcluster', 'rancher-vcluster'), 'spec').enabled === true;

  if (running) {
    throw new Refusal('Please stop all VMs before configuring the storage-network setting');
  }
  if (attached) {
    throw new Refusal('please stop all workloads before configuring the storage-network setting');
  }
  if (vcluster) {
    throw new Refusal('please stop vcluster before configuring the storage-network setting');
  }
}
