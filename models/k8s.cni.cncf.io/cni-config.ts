// Source: harvester/network-controller-harvester pkg/utils nad.go, bridge.go, vlan.go: NetConf, the JSON in a NetworkAttachmentDefinition's spec.config.
import type { Json, JsonObject } from '../base/kubernetes';
import { numberOf, objectsIn, textOf } from '../base/partial';
import { editJson, parseJsonObject, type JsonProblem, type ParseResult } from './json-text';

const BRIDGE = 'bridge';
export const KUBE_OVN = 'kube-ovn';
export const BRIDGE_SUFFIX = '-br';
export const MAX_VLAN_ID = 4094;
export const MIN_VLAN_ID = 1;

/** Linux takes no longer device names. */
export const MAX_DEVICE_NAME = 15;

const KUBE_OVN_SOCKET = '/run/openvswitch/kube-ovn-daemon.sock';

/** What a network is to a VM. The server derives it from the config and writes it into a label. */
export type NetworkType = 'L2VlanNetwork' | 'L2VlanTrunkNetwork' | 'UntaggedNetwork' | 'OverlayNetwork';

/** Some of the VLANs that a trunk carries: from `minID` to `maxID`, or one `id`. Source: NetConf VlanTrunk. */
export interface VlanTrunkRow {
  readonly minID?: number;
  readonly maxID?: number;
  readonly id?: number;
}

/** What Harvester reads in a CNI config. Everything else in it is left alone. */
export interface CniConfig {
  /** The plugin: `bridge` for a cluster network's bridge, `kube-ovn` for an overlay. `type`; absent: `bridge`. */
  readonly plugin: string;
  /** The bridge of the cluster network, `<cluster network>-br`. `bridge`; `undefined` for overlays and where a release lost it. */
  readonly bridge: string | undefined;
  /** The VLAN of an access network, 1 to 4094. `vlan`; `undefined`: untagged, a trunk, an overlay, or not filled in yet. */
  readonly vlan: number | undefined;
  /** True while a form's VLAN is not filled in: `vlan` is an empty text, which the server refuses. */
  readonly isVlanOpen: boolean;
  /** The VLANs of a trunk. `vlanTrunk`; empty for every other network. */
  readonly trunk: readonly VlanTrunkRow[];
  /** What kube-ovn's subnets name the network by, `<name>.<namespace>.ovn`. `provider`; overlays only. */
  readonly provider: string | undefined;
  /** Largest packet, in bytes. `mtu`, set by the server; `undefined` or 0: 1500. */
  readonly mtu: number | undefined;
  /** The network card that carries the overlay. `master`; overlays in `kube-system` only. */
  readonly master: string | undefined;
}

/** Who a network is: what its config repeats of its metadata. */
export interface NetworkIdentity {
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

/** The readings of parsed configs, so that one text is read once. */
const readings = new WeakMap<JsonObject, CniConfig>();

/** An item of the wire's trunk list with its numbers, and nothing in place of what is no number. */
function trunkRowOf(item: object): VlanTrunkRow {
  const row: { minID?: number; maxID?: number; id?: number } = {};

  for (const key of ['minID', 'maxID', 'id'] as const) {
    const value = numberOf(Reflect.get(item, key));

    if (value !== undefined) {
      row[key] = value;
    }
  }

  return row;
}

function jsonObjectsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? objectsIn<JsonObject>(value) : [];
}

function read(config: JsonObject): CniConfig {
  const vlan = numberOf(config.vlan);

  return {
    plugin:     textOf(config.type) ?? BRIDGE,
    bridge:     textOf(config.bridge),
    vlan:       vlan === 0 ? undefined : vlan,
    isVlanOpen: config.vlan === '',
    trunk:      jsonObjectsIn(config.vlanTrunk).map(trunkRowOf),
    provider:   textOf(config.provider),
    mtu:        numberOf(config.mtu),
    master:     textOf(config.master),
  };
}

/**
 * Reads a network's config in any layout that a release of Harvester wrote: the flat one of today, the one with an empty `dns` of 1.4 and
 * earlier, and the one that lost bridge and VLAN. The same text is read once.
 */
export function parseCniConfig(text: unknown): ParseResult<CniConfig, JsonProblem> {
  const parsed = parseJsonObject(text);

  if (!parsed.ok) {
    return parsed;
  }

  let value = readings.get(parsed.value);

  if (!value) {
    value = read(parsed.value);
    readings.set(parsed.value, value);
  }

  return { ok: true, value };
}

/** The kind of network that the server makes of a config; `undefined` for a plugin that Harvester does not know. */
export function networkTypeOf({ plugin, vlan, isVlanOpen, trunk }: CniConfig): NetworkType | undefined {
  if (plugin === KUBE_OVN) {
    return 'OverlayNetwork';
  }

  if (plugin !== BRIDGE) {
    return undefined;
  }

  if (vlan !== undefined || isVlanOpen) {
    return 'L2VlanNetwork';
  }

  return trunk.length ? 'L2VlanTrunkNetwork' : 'UntaggedNetwork';
}

/** The cluster network of a bridge; `undefined` when the name is no cluster network's bridge. */
export function clusterNetworkOfBridge(bridge: string | undefined): string | undefined {
  return bridge !== undefined && bridge.length > BRIDGE_SUFFIX.length && bridge.endsWith(BRIDGE_SUFFIX) ? bridge.slice(0, -BRIDGE_SUFFIX.length) : undefined;
}

/** What kube-ovn's subnets name a network by. */
export function providerOf({ name, namespace }: NetworkIdentity): string {
  return `${ name ?? '' }.${ namespace ?? '' }.ovn`;
}

/** The config that a new network starts with: an access network whose bridge and VLAN are still to be chosen. */
export function newCniConfig(): string {
  return JSON.stringify({
    cniVersion: '0.3.1', name: '', type: BRIDGE, bridge: '', promiscMode: true, vlan: '', ipam: {},
  });
}

/** The config with another kind of network: with the keys that this kind needs, without those that only the others have. */
export function withNetworkType(text: string | undefined, type: NetworkType, identity: NetworkIdentity): string {
  const parsed = parseJsonObject(text);
  const config = parsed.ok ? parsed.value : {};
  const { vlan, trunk, plugin } = read(config);

  if (type === 'OverlayNetwork') {
    return editJson(text, {
      type:          KUBE_OVN,
      provider:      providerOf(identity),
      server_socket: KUBE_OVN_SOCKET,
      bridge:        undefined,
      promiscMode:   undefined,
      vlan:          undefined,
      vlanTrunk:     undefined,
      ipam:          undefined,
    });
  }

  const fromOverlay = plugin === KUBE_OVN ? {
    type: BRIDGE, bridge: '', promiscMode: true, ipam: {}, provider: undefined, server_socket: undefined, master: undefined,
  } : {};

  switch (type) {
    case 'L2VlanNetwork': return editJson(text, { ...fromOverlay, vlan: vlan ?? '', vlanTrunk: undefined });
    case 'L2VlanTrunkNetwork': return editJson(text, { ...fromOverlay, vlan: 0, vlanTrunk: trunk.length ? config.vlanTrunk : [{}] });
    case 'UntaggedNetwork': return editJson(text, { ...fromOverlay, vlan: undefined, vlanTrunk: undefined });
  }
}

/** The config on another cluster network's bridge. */
export function withClusterNetwork(text: string | undefined, clusterNetwork: string | undefined): string {
  return editJson(text, { bridge: clusterNetwork === undefined ? '' : `${ clusterNetwork }${ BRIDGE_SUFFIX }` });
}

/** The config with another VLAN. No number leaves it open, which the server refuses, rather than untagged, which it would take. */
export function withVlan(text: string | undefined, vlan: number | undefined): string {
  return editJson(text, { vlan: vlan ?? '' });
}

/** The config with other VLANs in the trunk. What is no number is left out; keys of a row that are not known stay. */
export function withTrunk(text: string | undefined, rows: readonly object[]): string {
  const vlanTrunk = rows.map((row): JsonObject => Object.fromEntries(
    Object.entries(row).filter(([key, value]) => value !== undefined && (!['minID', 'maxID', 'id'].includes(key) || numberOf(value) !== undefined)),
  ));

  return editJson(text, { vlanTrunk: vlanTrunk.length ? vlanTrunk : [{}] });
}

/** The rows of a trunk as they stand in the config, as copies that a form may change. */
export function trunkRowsOf(text: unknown): Record<string, Json | undefined>[] {
  const parsed = parseJsonObject(text);

  return parsed.ok ? jsonObjectsIn(parsed.value.vlanTrunk).map((row) => ({ ...row })) : [];
}

/** The config with the network card that carries an overlay. */
export function withMaster(text: string | undefined, master: string | undefined): string {
  return editJson(text, { master });
}

/** The config with what it repeats of the metadata, for a network that is created. */
export function withIdentity(text: string | undefined, identity: NetworkIdentity): string {
  const parsed = parseCniConfig(text);

  if (!parsed.ok) {
    return text ?? '';
  }

  return editJson(text, { name: identity.name, ...(parsed.value.plugin === KUBE_OVN ? { provider: providerOf(identity) } : {}) });
}

/** The VLANs of a trunk in a few characters: `100-200, 300`. */
export function trunkText(trunk: readonly VlanTrunkRow[]): string {
  return trunk.flatMap(({ minID, maxID, id }) => [
    ...(minID === undefined && maxID === undefined ? [] : [minID === maxID ? String(minID) : `${ minID ?? '' }-${ maxID ?? '' }`]),
    ...(id === undefined ? [] : [String(id)]),
  ]).join(', ');
}

