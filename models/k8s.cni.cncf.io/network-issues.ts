import type { ValidationIssue } from '../base/declarations';
import { parseAddress, parseSubnet } from '../base/ip-address';
import {
  BRIDGE_SUFFIX, clusterNetworkOfBridge, KUBE_OVN, MAX_DEVICE_NAME, MAX_VLAN_ID, MIN_VLAN_ID, parseCniConfig, providerOf, type CniConfig, type NetworkIdentity, type VlanTrunkRow,
} from './cni-config';
import { parseJsonObject } from './json-text';
import { parseRoute } from './route-config';

const PREFIX = 'harvesterModels.validation.networkAttachmentDefinition';
const CONFIG = 'spec.config';
const DEFAULT_MTU = 1500;

/** What is known around a network. Whatever is `undefined` is not known, and then not held against the network. */
export interface NetworkSurroundings {
  readonly identity: NetworkIdentity;
  /** True when the server knows the network already; its config can then only have been changed. */
  readonly isStored: boolean;
  /** The config on the server; `undefined` also when the server's version is not at hand. */
  readonly storedConfig: string | undefined;
  /** True for the networks that Harvester makes for itself. */
  readonly isSystem: boolean;
  /** The cluster network that the label names. */
  readonly labelledClusterNetwork: string | undefined;
  clusterNetworkExists(name: string): boolean | undefined;
  /** The MTU that the cluster network is set to. */
  clusterNetworkMtu(name: string): number | undefined;
  /** The storage network that keeps a VLAN of a bridge for itself. */
  vlanOwner(bridge: string, vlan: number): string | undefined;
}

/** Where the route's settings stand, as validation and the server name them. */
export function routePath(setting: string): string {
  return `metadata.annotations["network.harvesterhci.io/route"].${ setting }`;
}

function isVlanId(value: number): boolean {
  return Number.isInteger(value) && value >= MIN_VLAN_ID && value <= MAX_VLAN_ID;
}

function bridgeIssues(bridge: string | undefined): readonly ValidationIssue[] {
  const path = `${ CONFIG }.bridge`;

  if (bridge === undefined) {
    return [{ path, key: `${ PREFIX }.clusterNetworkRequired` }];
  }

  if (bridge.length <= BRIDGE_SUFFIX.length) {
    return [{ path, key: `${ PREFIX }.bridgeTooShort`, args: { bridge, min: BRIDGE_SUFFIX.length + 1 } }];
  }

  if (bridge.length > MAX_DEVICE_NAME) {
    return [{ path, key: `${ PREFIX }.bridgeTooLong`, args: { bridge, max: MAX_DEVICE_NAME } }];
  }

  return bridge.endsWith(BRIDGE_SUFFIX) ? [] : [{ path, key: `${ PREFIX }.bridgeSuffix`, args: { bridge, suffix: BRIDGE_SUFFIX } }];
}

function clusterNetworkIssues(config: CniConfig, around: NetworkSurroundings): readonly ValidationIssue[] {
  const clusterNetwork = clusterNetworkOfBridge(config.bridge);
  const path = `${ CONFIG }.bridge`;
  const mayBeUnchanged = around.isStored && around.storedConfig === undefined;

  if (clusterNetwork === undefined || mayBeUnchanged) {
    return [];
  }

  const issues: ValidationIssue[] = [];
  const label = around.labelledClusterNetwork;
  const mtu = around.clusterNetworkMtu(clusterNetwork);

  if (label !== undefined && label !== clusterNetwork) {
    issues.push({ path, key: `${ PREFIX }.labelMismatch`, args: { label, clusterNetwork } });
  }

  if (around.clusterNetworkExists(clusterNetwork) === false) {
    issues.push({ path, key: `${ PREFIX }.clusterNetworkMissing`, args: { clusterNetwork } });
  }

  // When a network is created the server sets the MTU itself.
  if (around.isStored && mtu !== undefined && (mtu || DEFAULT_MTU) !== (config.mtu || DEFAULT_MTU)) {
    issues.push({ path: `${ CONFIG }.mtu`, key: `${ PREFIX }.mtuMismatch`, args: { mtu: config.mtu || DEFAULT_MTU, clusterNetwork, expected: mtu || DEFAULT_MTU } });
  }

  return issues;
}

function vlanIssues(config: CniConfig, written: unknown, around: NetworkSurroundings): readonly ValidationIssue[] {
  const path = `${ CONFIG }.vlan`;

  if (config.isVlanOpen) {
    return [{ path, key: `${ PREFIX }.vlanRequired`, args: { min: MIN_VLAN_ID, max: MAX_VLAN_ID } }];
  }

  if (written === undefined || written === 0) {
    return [];
  }

  if (typeof written !== 'number' || !isVlanId(written)) {
    return [{ path, key: `${ PREFIX }.vlanInvalid`, args: { min: MIN_VLAN_ID, max: MAX_VLAN_ID } }];
  }

  if (config.trunk.length) {
    return [{ path, key: `${ PREFIX }.vlanWithTrunk`, args: { vlan: written } }];
  }

  const owner = config.bridge === undefined ? undefined : around.vlanOwner(config.bridge, written);

  return owner === undefined ? [] : [{ path, key: `${ PREFIX }.vlanReserved`, args: { vlan: written, network: owner } }];
}

function trunkRowIssues({ minID, maxID, id }: VlanTrunkRow, index: number): readonly ValidationIssue[] {
  const path = `${ CONFIG }.vlanTrunk[${ index }]`;
  const row = index + 1;
  const bounds = { row, min: MIN_VLAN_ID, max: MAX_VLAN_ID };

  if (minID === undefined && maxID === undefined && id !== undefined) {
    return isVlanId(id) ? [] : [{ path: `${ path }.minID`, key: `${ PREFIX }.trunkIdInvalid`, args: bounds }];
  }

  const issues: ValidationIssue[] = [];

  for (const [field, value] of [['minID', minID], ['maxID', maxID]] as const) {
    if (value === undefined) {
      issues.push({ path: `${ path }.${ field }`, key: `${ PREFIX }.${ field }Required`, args: { row } });
    } else if (!isVlanId(value)) {
      issues.push({ path: `${ path }.${ field }`, key: `${ PREFIX }.trunkIdInvalid`, args: bounds });
    }
  }

  if (id !== undefined && !isVlanId(id)) {
    issues.push({ path: `${ path }.minID`, key: `${ PREFIX }.trunkIdInvalid`, args: bounds });
  }

  if (issues.length === 0 && minID !== undefined && maxID !== undefined && minID > maxID) {
    issues.push({ path: `${ path }.maxID`, key: `${ PREFIX }.trunkReversed`, args: { row } });
  }

  return issues;
}

function trunkOverlapIssues(trunk: readonly VlanTrunkRow[]): readonly ValidationIssue[] {
  const spans = trunk.map(({ minID, maxID, id }) => ({ first: minID ?? id ?? NaN, last: maxID ?? id ?? NaN }));

  return spans.flatMap((span, index) => {
    const earlier = spans.slice(0, index).findIndex((other) => span.first <= other.last && other.first <= span.last);

    return earlier < 0 ? [] : [{ path: `${ CONFIG }.vlanTrunk[${ index }].minID`, key: `${ PREFIX }.trunkOverlap`, args: { row: index + 1, other: earlier + 1 } }];
  });
}

function overlayIssues(config: CniConfig, around: NetworkSurroundings): readonly ValidationIssue[] {
  const expected = providerOf(around.identity);

  // When a network is created its provider follows the name.
  return around.isStored && config.provider !== expected
    ? [{ path: `${ CONFIG }.provider`, key: `${ PREFIX }.providerMismatch`, args: { provider: config.provider ?? '', expected } }]
    : [];
}

function immutableIssues(config: CniConfig, storedText: string): readonly ValidationIssue[] {
  const stored = parseCniConfig(storedText);

  if (!stored.ok) {
    return [];
  }

  const issues: ValidationIssue[] = [];

  if (stored.value.plugin !== config.plugin) {
    issues.push({ path: `${ CONFIG }.type`, key: `${ PREFIX }.typeImmutable`, args: { type: stored.value.plugin } });
  } else if (stored.value.bridge !== config.bridge) {
    issues.push({ path: `${ CONFIG }.bridge`, key: `${ PREFIX }.bridgeImmutable`, args: { bridge: stored.value.bridge ?? '' } });
  }

  return issues;
}

/** What the network webhook would refuse about a config. It does not look at a config that is the same as before. */
export function configIssues(text: string | undefined, around: NetworkSurroundings): readonly ValidationIssue[] {
  if (around.isStored && around.storedConfig === text) {
    return [];
  }

  const parsed = parseCniConfig(text);

  if (!parsed.ok) {
    return [{ path: CONFIG, key: `${ PREFIX }.config.${ parsed.error }` }];
  }

  const config = parsed.value;
  const raw = parseJsonObject(text);
  const issues: ValidationIssue[] = [];

  if (around.isStored && around.storedConfig !== undefined) {
    issues.push(...immutableIssues(config, around.storedConfig));

    if (around.isSystem) {
      issues.push({ path: CONFIG, key: `${ PREFIX }.systemNetwork` });
    }
  }

  if (config.plugin === KUBE_OVN) {
    return [...issues, ...overlayIssues(config, around)];
  }

  return [
    ...issues,
    ...bridgeIssues(config.bridge),
    ...clusterNetworkIssues(config, around),
    ...vlanIssues(config, raw.ok ? raw.value.vlan : undefined, around),
    ...config.trunk.flatMap((row, index) => trunkRowIssues(row, index)),
    ...trunkOverlapIssues(config.trunk),
  ];
}

/** What the network webhook would refuse about the route annotation. No annotation is fine. */
export function routeIssues(text: string | undefined): readonly ValidationIssue[] {
  const parsed = parseRoute(text);

  if (!parsed.ok) {
    return parsed.error === 'missing' ? [] : [{ path: routePath('mode'), key: `${ PREFIX }.route.${ parsed.error }` }];
  }

  const { mode, unknownMode, cidr, gateway } = parsed.value;

  if (unknownMode !== undefined) {
    return [{ path: routePath('mode'), key: `${ PREFIX }.route.modeUnknown`, args: { mode: unknownMode } }];
  }

  if (mode !== 'manual') {
    return [];
  }

  const issues: ValidationIssue[] = [];
  const subnet = parseSubnet(cidr);

  if (cidr === undefined) {
    issues.push({ path: routePath('cidr'), key: `${ PREFIX }.route.cidrRequired` });
  } else if (!subnet || subnet.prefix === 0) {
    issues.push({ path: routePath('cidr'), key: `${ PREFIX }.route.cidrInvalid`, args: { cidr } });
  }

  if (gateway === undefined) {
    issues.push({ path: routePath('gateway'), key: `${ PREFIX }.route.gatewayRequired` });
  } else if (!parseAddress(gateway)) {
    issues.push({ path: routePath('gateway'), key: `${ PREFIX }.route.gatewayInvalid`, args: { gateway } });
  }

  return issues;
}
