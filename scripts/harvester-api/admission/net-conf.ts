// The CNI configuration in a NetworkAttachmentDefinition, as network-controller-harvester (pkg/utils/nad.go, vlan.go, bridge.go) reads it.
import { isObject, objectAt, stringAt } from '../objects';
import type { ClusterReader, Json, JsonObject, KubeObject } from '../types';
import { fullName, isConditionTrue, numberAt, objectsAt } from './fields';
import { Refusal, notFound } from './refusal';
import {
  CLUSTER_NETWORKS, CLUSTER_NETWORK_KEY, HARVESTER_NAMESPACE, MANAGEMENT_NETWORK, NETWORK_ATTACHMENT_DEFINITIONS, UPLINK_MTU_KEY, VIRTUAL_MACHINES, VIRTUAL_MACHINE_INSTANCES, VLAN_CONFIGS,
} from './resources';

const NETWORK_TYPE_KEY = 'network.harvesterhci.io/type';
const NETWORK_READY_KEY = 'network.harvesterhci.io/ready';
const VLAN_ID_KEY = 'network.harvesterhci.io/vlan-id';

const SYSTEM_MARKS = ['storage-network.settings.harvesterhci.io', 'rwx-network.settings.harvesterhci.io'] as const;
const SYSTEM_PREFIXES = ['storagenetwork-', 'rwx-network-'] as const;
const DEFAULT_MTU = 1500;
const BRIDGE_SUFFIX = '-br';

/** A decoded `spec.config`, with Go's zero values where a key is absent. */
export interface NetConf {
  readonly type: string;
  readonly bridge: string;
  readonly vlan: number;
  readonly mtu: number;
  readonly provider: string;
  readonly vlanTrunk: readonly JsonObject[];
  /** Every key as written. */
  readonly raw: JsonObject;
}

/** Decodes `spec.config`; throws `Refusal` with Go's words when a field has another type than the webhook's struct. */
export function netConf(nad: KubeObject): NetConf {
  const config = stringAt(objectAt(nad, 'spec'), 'config');
  const fail = (reason: string): never => {
    throw new Refusal(`failed to unmarshal nad ${ nad.metadata.namespace ?? '' }/${ nad.metadata.name } config ${ config } ${ reason }`);
  };
  const raw = parsed(config, fail);
  const expect = (key: string, type: 'number' | 'string' | 'boolean', goType: string): void => {
    const value = raw[key];

    if (value !== undefined && value !== null && typeof value !== type) {
      fail(`json: cannot unmarshal ${ goKind(value) } into Go struct field NetConf.${ key } of type ${ goType }`);
    }
  };

  expect('type', 'string', 'string');
  expect('bridge', 'string', 'string');
  expect('mtu', 'number', 'int');
  expect('promiscMode', 'boolean', 'bool');
  expect('vlan', 'number', 'int');
  expect('provider', 'string', 'string');

  return {
    type: stringAt(raw, 'type'), bridge: stringAt(raw, 'bridge'), vlan: numberAt(raw, 'vlan'), mtu: numberAt(raw, 'mtu'), provider: stringAt(raw, 'provider'), vlanTrunk: objectsAt(raw, 'vlanTrunk'), raw,
  };
}

/** The vlan of the network `namespace/name`; 0 without a network. Throws `Refusal` for a bad or missing network. */
export function vlanOf(network: string, cluster: ClusterReader): number {
  if (!network) {
    return 0;
  }
  const [namespace, name, ...rest] = network.split('/');

  if (!namespace || !name || rest.length > 0) {
    throw new Refusal(`invalid network ${ network }`);
  }
  const nad = cluster.get(NETWORK_ATTACHMENT_DEFINITIONS, namespace, name);

  if (!nad) {
    throw new Refusal(notFound(NETWORK_ATTACHMENT_DEFINITIONS, name));
  }

  return netConf(nad).vlan;
}

/** Whether the network is a kube-ovn overlay. */
export const isOverlay = (conf: NetConf): boolean => conf.type === 'kube-ovn';

/** What the type label says of a configuration. */
export function networkType(conf: NetConf): 'OverlayNetwork' | 'L2VlanNetwork' | 'L2VlanTrunkNetwork' | 'UntaggedNetwork' {
  if (isOverlay(conf)) {
    return 'OverlayNetwork';
  }
  if (conf.vlan !== 0) {
    return 'L2VlanNetwork';
  }

  return conf.vlanTrunk.length > 0 ? 'L2VlanTrunkNetwork' : 'UntaggedNetwork';
}

/** The cluster network that a bridge belongs to: its name without `-br`. */
export const clusterNetworkOf = (conf: NetConf): string => (conf.bridge.endsWith(BRIDGE_SUFFIX) ? conf.bridge.slice(0, -BRIDGE_SUFFIX.length) : conf.bridge);

/** The labels that a network carries once the controller or the webhook has seen it. */
export function networkLabels(nad: KubeObject, cluster: ClusterReader): { [key: string]: string } {
  const conf = netConf(nad);
  const { [VLAN_ID_KEY]: _vlan, ...labels } = nad.metadata.labels ?? {};
  const type = networkType(conf);

  if (type === 'OverlayNetwork') {
    return { ...labels, [NETWORK_TYPE_KEY]: type, [NETWORK_READY_KEY]: 'true', [CLUSTER_NETWORK_KEY]: labels[CLUSTER_NETWORK_KEY] ?? MANAGEMENT_NETWORK };
  }
  const name = clusterNetworkOf(conf);
  const clusterNetwork = cluster.get(CLUSTER_NETWORKS, undefined, name);

  return {
    ...labels,
    [CLUSTER_NETWORK_KEY]: name,
    [NETWORK_TYPE_KEY]: type,
    ...(type === 'L2VlanNetwork' ? { [VLAN_ID_KEY]: String(conf.vlan) } : {}),
    [NETWORK_READY_KEY]: String(clusterNetwork !== undefined && isConditionTrue(clusterNetwork, 'ready')),
  };
}

/** The MTU of a cluster network: its annotation, else its first VlanConfig's, else 1500. Throws `Refusal` for a bad annotation. */
export function clusterNetworkMtu(clusterNetwork: KubeObject, cluster: ClusterReader): number {
  const written = clusterNetwork.metadata.annotations?.[UPLINK_MTU_KEY];

  if (written !== undefined) {
    const reason = whyNotMtu(written);

    if (reason) {
      throw new Refusal(`nad's host cluster network ${ clusterNetwork.metadata.name } has invalid MTU annotation ${ UPLINK_MTU_KEY }/${ written } ${ reason }`);
    }

    return Number(written) || DEFAULT_MTU;
  }
  const [config] = vlanConfigsOf(clusterNetwork.metadata.name, cluster);

  return (config && vlanConfigMtu(config)) || DEFAULT_MTU;
}

/** The VlanConfigs of a cluster network. */
export const vlanConfigsOf = (clusterNetwork: string, cluster: ClusterReader): readonly KubeObject[] => cluster.list(VLAN_CONFIGS)
  .filter((config) => config.metadata.labels?.[CLUSTER_NETWORK_KEY] === clusterNetwork);

/** `spec.uplink.linkAttributes.mtu`, 0 when unset. */
export const vlanConfigMtu = (config: KubeObject): number => numberAt(objectAt(objectAt(objectAt(config, 'spec'), 'uplink'), 'linkAttributes'), 'mtu');

/** Whether a VlanConfig's MTU may be set: 0 stands for the default. */
export const isMtu = (mtu: number): boolean => mtu === 0 || (mtu >= 576 && mtu <= 9000);

/** Whether two MTUs are the same; 0 is 1500. */
export const sameMtu = (left: number, right: number): boolean => (left || DEFAULT_MTU) === (right || DEFAULT_MTU);

/** Why a text is no MTU, or undefined when it is one. */
export function whyNotMtu(text: string): string | undefined {
  if (!/^[+-]?\d+$/.test(text)) {
    return `value ${ text } is not an integer: strconv.Atoi: parsing ${ JSON.stringify(text) }: invalid syntax`;
  }

  return isMtu(Number(text)) ? undefined : `value ${ Number(text) } is not in range [0, 576..9000]`;
}

/** Whether Harvester itself made this network: the storage or the RWX network. */
export function isSystemNetwork(nad: KubeObject): boolean {
  return nad.metadata.namespace === HARVESTER_NAMESPACE
    && (SYSTEM_MARKS.some((mark) => nad.metadata.annotations?.[mark] === 'true') || SYSTEM_PREFIXES.some((prefix) => nad.metadata.name.startsWith(prefix)));
}

/** The bridge networks of a cluster network. */
export const networksOn = (clusterNetwork: string, cluster: ClusterReader): readonly KubeObject[] => cluster.list(NETWORK_ATTACHMENT_DEFINITIONS)
  .filter((nad) => nad.metadata.labels?.[CLUSTER_NETWORK_KEY] === clusterNetwork && nad.metadata.labels[NETWORK_TYPE_KEY] !== 'OverlayNetwork');

/** `namespace/name` of each running VM that uses one of the networks, optionally only on some nodes. */
export function instancesUsing(nads: readonly KubeObject[], cluster: ClusterReader, nodes?: readonly string[]): readonly string[] {
  return cluster.list(VIRTUAL_MACHINE_INSTANCES)
    .filter((instance) => !nodes || nodes.includes(stringAt(objectAt(instance, 'status'), 'nodeName')))
    .filter((instance) => nads.some((nad) => uses(objectAt(instance, 'spec'), instance, nad)))
    .map(fullName);
}

/** `namespace/name` of each VM, running or not, that uses the network. */
export function machinesUsing(nad: KubeObject, cluster: ClusterReader): readonly string[] {
  return cluster.list(VIRTUAL_MACHINES)
    .filter((machine) => uses(objectAt(objectAt(objectAt(machine, 'spec'), 'template'), 'spec'), machine, nad))
    .map(fullName);
}

function uses(spec: JsonObject, owner: KubeObject, nad: KubeObject): boolean {
  return objectsAt(spec, 'networks').some((network) => {
    const name = stringAt(objectAt(network, 'multus'), 'networkName');

    return (name.includes('/') ? name : `${ owner.metadata.namespace ?? '' }/${ name }`) === fullName(nad);
  });
}

function parsed(config: string, fail: (reason: string) => never): JsonObject {
  let value: Json;

  try {
    value = JSON.parse(config) as Json;
  } catch {
    return fail(config ? `invalid character '${ config[0] }' in JSON` : 'unexpected end of JSON input');
  }

  return isObject(value) ? value : fail(`json: cannot unmarshal ${ goKind(value) } into Go value of type utils.NetConf`);
}

const goKind = (value: Json): string => (Array.isArray(value) ? 'array' : { string: 'string', number: 'number', boolean: 'bool' }[typeof value as string] ?? 'object');
