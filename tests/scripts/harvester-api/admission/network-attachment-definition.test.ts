import { describe, expect, it } from 'vitest';
import { networkMutator, networkValidator, systemNetworkValidator } from '../../../../scripts/harvester-api/admission/network-attachment-definition';
import {
  ADDONS, CLUSTER_NETWORKS, NETWORK_ATTACHMENT_DEFINITIONS, SETTINGS, SUBNETS, VIRTUAL_MACHINES, VIRTUAL_MACHINE_INSTANCES, VLAN_CONFIGS,
} from '../../../../scripts/harvester-api/admission/resources';
import type { JsonObject } from '../../../../scripts/harvester-api/types';
import { clusterOf, judged, judgedDeletion, refusal, requestOf, type Sketch } from './cluster';

const READY = { conditions: [{ type: 'ready', status: 'True' }] };
const ROUTE = 'network.harvesterhci.io/route';
const BASE: Readonly<Record<string, readonly Sketch[]>> = { [CLUSTER_NETWORKS]: [{ metadata: { name: 'mgmt' }, status: READY }, { metadata: { name: 'data' }, status: READY }] };
const bridge = (rest: JsonObject = {}): JsonObject => ({ type: 'bridge', bridge: 'data-br', vlan: 100, ...rest });
const nad = (config: JsonObject | string, metadata: Partial<Sketch['metadata']> = {}): Sketch => ({ metadata: { name: 'net', namespace: 'default', ...metadata }, spec: { config: typeof config === 'string' ? config : JSON.stringify(config) } });
const overlay = (provider: string): JsonObject => ({ type: 'kube-ovn', provider });
const KUBEOVN: Sketch = { metadata: { name: 'kubeovn-operator', namespace: 'kube-system' }, spec: { enabled: true } };
const USING = { networks: [{ name: 'nic', multus: { networkName: 'default/net' } }] };
const VM: Sketch = { metadata: { name: 'vm', namespace: 'default' }, spec: { template: { spec: USING } } };
const VMI: Sketch = { metadata: { name: 'vm', namespace: 'default' }, spec: USING };
const CREATE = "Internal error occurred: can't create nad default/net because ";
const UPDATE = "Internal error occurred: can't update nad default/net because ";
const DELETE = "Internal error occurred: can't delete nad default/net because ";

describe('networkValidator', () => {
  it.each([
    ['the config is JSON', nad(''), 'failed to unmarshal nad default/net config  unexpected end of JSON input'],
    ['a vlan is a number', nad({ ...bridge(), vlan: '' }), 'failed to unmarshal nad default/net config {"type":"bridge","bridge":"data-br","vlan":""} json: cannot unmarshal string into Go struct field NetConf.vlan of type int'],
    ['a vlan has an end', nad(bridge({ vlan: 4095 })), 'vlan 4095 is out of range [0 .. 4094]'],
    ['a trunk has no vlan of its own', nad(bridge({ vlanTrunk: [{ id: 5 }] })), 'vlan can only be 0 when vlanTrunk is set'],
    ['a trunk starts in range', nad(bridge({ vlan: 0, vlanTrunk: [{ minID: 0, maxID: 5 }] })), 'incorrect trunk minID parameter 0'],
    ['a trunk ends in range', nad(bridge({ vlan: 0, vlanTrunk: [{ minID: 1, maxID: 5000 }] })), 'incorrect trunk maxID parameter 5000'],
    ['a trunk id is in range', nad(bridge({ vlan: 0, vlanTrunk: [{ id: 4095 }] })), 'incorrect trunk id parameter 4095'],
    ['a trunk starts before it ends', nad(bridge({ vlan: 0, vlanTrunk: [{ minID: 9, maxID: 5 }] })), 'minID 9 is greater than maxID 5 in trunk parameter'],
    ['a trunk has a start', nad(bridge({ vlan: 0, vlanTrunk: [{ maxID: 5 }] })), 'minID and maxID should be configured simultaneously, minID is missing'],
    ['a trunk has an end', nad(bridge({ vlan: 0, vlanTrunk: [{ minID: 5 }] })), 'minID and maxID should be configured simultaneously, maxID is missing'],
    ['a trunk says something', nad(bridge({ vlan: 0, vlanTrunk: [{}] })), 'all fields in this VlanTrunk are empty'],
    ['a bridge has a name', nad(bridge({ bridge: '-br' })), 'the length of bridge name -br is less than 3'],
    ['a bridge is a device name', nad(bridge({ bridge: 'averylongname-br' })), "the length of the bridge name averylongname-br can't be more than 15"],
    ['a bridge ends in -br', nad(bridge({ bridge: 'data' })), 'the bridge name data does not include suffix -br'],
    ['the label fits the bridge', nad(bridge(), { labels: { 'network.harvesterhci.io/clusternetwork': 'mgmt' } }), 'the nad label mgmt does not match bridge name data'],
    ['the cluster network exists', nad(bridge({ bridge: 'none-br' })), 'nad refers to a none-existing cluster network none or error clusternetworks.network.harvesterhci.io "none" not found'],
    ['the MTU is the cluster network\'s', nad(bridge({ mtu: 9000 })), 'nad MTU 9000 does not match cluster network MTU 1500'],
    ['an overlay needs kube-ovn', nad(overlay('net.default.ovn')), 'kubeovn is not yet enabled'],
    ['a route is JSON', nad(bridge(), { annotations: { [ROUTE]: '{' } }), 'unmarshal { faield, error: invalid JSON'],
    ['a route is automatic or manual', nad(bridge(), { annotations: { [ROUTE]: '{"mode":"static"}' } }), 'unknown mode static'],
    ['a route has a CIDR', nad(bridge(), { annotations: { [ROUTE]: '{"mode":"manual","cidr":"10.0.0.0"}' } }), 'the CIDR 10.0.0.0 is invalid'],
    ['a route is not everything', nad(bridge(), { annotations: { [ROUTE]: '{"mode":"manual","cidr":"10.0.0.0/0"}' } }), 'the CIDR 10.0.0.0/0 is invalid'],
    ['a gateway is an address', nad(bridge(), { annotations: { [ROUTE]: '{"mode":"manual","cidr":"10.0.0.0/24","gateway":"x"}' } }), 'the gateway x is invalid'],
  ])('refuses a new network: %s', (_reason, sketch, message) => {
    expect(judged(networkValidator, clusterOf(BASE), sketch)).toBe(CREATE + message);
  });

  it.each([
    ['an overlay has a provider', '', 'provider is empty for cni type kube-ovn'],
    ['a provider has three parts', 'net.ovn', 'invalid provider length 2 for provider net.ovn'],
    ['a provider names the network', 'other.default.ovn', 'invalid provider name other default for nad net default'],
  ])('refuses an overlay: %s', (_reason, provider, message) => {
    expect(judged(networkValidator, clusterOf({ ...BASE, [ADDONS]: [KUBEOVN] }), nad(overlay(provider)))).toBe(CREATE + message);
  });

  it.each([
    ['untagged', bridge({ vlan: 0 })],
    ['with a vlan', bridge()],
    ['without a type', bridge({ type: '' })],
    ['a trunk', bridge({ vlan: 0, vlanTrunk: [{ minID: 1, maxID: 4094 }, { id: 7 }] })],
    ['with the default MTU spelt out', bridge({ mtu: 1500 })],
  ])('lets a new network pass: %s', (_reason, config) => {
    expect(judged(networkValidator, clusterOf(BASE), nad(config))).toBeUndefined();
  });

  it('keeps a vlan that the storage network has for itself', () => {
    const exclusive: Sketch = { metadata: { name: 'storagenetwork-x', namespace: 'harvester-system', labels: { 'storage-network.settings.harvesterhci.io/exclusivevlan': 'true' } }, spec: { config: JSON.stringify(bridge()) } };

    expect(judged(networkValidator, clusterOf({ ...BASE, [NETWORK_ATTACHMENT_DEFINITIONS]: [exclusive] }), nad(bridge()))).toBe(`${ CREATE }vlan 100 is exclusively reserved for storage network`);
  });

  it.each([
    ['the type stays', nad(overlay('net.default.ovn')), {}, 'nad cannot be updated from network type bridge to network type kube-ovn'],
    ['the bridge stays', nad(bridge({ bridge: 'mgmt-br' })), {}, "nad bridge name can't be changed from data-br to mgmt-br"],
    ['a running VM holds the config', nad(bridge({ vlan: 101 })), { [VIRTUAL_MACHINE_INSTANCES]: [VMI] }, "it's still used by VM(s) default/vm which must be stopped at first"],
  ])('refuses a change: %s', (_reason, after, extra, message) => {
    expect(judged(networkValidator, clusterOf({ ...BASE, ...extra }), after, nad(bridge()))).toBe(UPDATE + message);
  });

  it('lets labels change under a running VM', () => {
    expect(judged(networkValidator, clusterOf({ ...BASE, [VIRTUAL_MACHINE_INSTANCES]: [VMI] }), nad(bridge(), { labels: { mine: 'x' } }), nad(bridge()))).toBeUndefined();
  });

  it('keeps the parameters of a system network', () => {
    const system = { namespace: 'harvester-system', name: 'storagenetwork-x' };

    expect(judged(networkValidator, clusterOf(BASE), nad(bridge({ vlan: 7 }), system), nad(bridge(), system))).toBe("Internal error occurred: can't update nad harvester-system/storagenetwork-x because system network nad's params can't be changed");
  });

  it.each([
    ['a running VM', bridge(), { [VIRTUAL_MACHINE_INSTANCES]: [VMI] }, "it's still used by VM(s) default/vm which must be stopped at first"],
    ['a stopped VM', bridge(), { [VIRTUAL_MACHINES]: [VM] }, "it's still used by VM(s) default/vm which must remove the related networks and interfaces"],
    ['a subnet', overlay('net.default.ovn'), { [ADDONS]: [KUBEOVN], [SUBNETS]: [{ metadata: { name: 's' }, spec: { provider: 'net.default.ovn' } }] }, 'subnet s is still using the nad net default'],
    ['an underlay', bridge(), { 'hostnetworkconfigs.network.harvesterhci.io': [{ metadata: { name: 'h' }, spec: { underlay: true, clusterNetwork: 'data', vlanID: 100 } }] }, 'hostnetworkconfig h is using nad net vid 100 as underlay on cluster network data, disable underlay first'],
  ])('keeps a network that is used by %s', (_reason, config, extra, message) => {
    expect(judgedDeletion(networkValidator, clusterOf({ ...BASE, ...extra }), nad(config))).toBe(DELETE + message);
  });
});

describe('systemNetworkValidator', () => {
  it('keeps the network that a setting names', () => {
    const setting: Sketch = { metadata: { name: 'storage-network', annotations: { 'storage-network.settings.harvesterhci.io/net-attach-def': 'harvester-system/storagenetwork-x' } } };
    const cluster = clusterOf({ [SETTINGS]: [setting] });

    expect(judgedDeletion(systemNetworkValidator, cluster, nad(bridge(), { namespace: 'harvester-system', name: 'storagenetwork-x' })))
      .toBe("cannot delete NetworkAttachmentDefinition harvester-system/storagenetwork-x which is used by Harvester setting 'storage-network'");
    expect(judgedDeletion(systemNetworkValidator, cluster, nad(bridge()))).toBeUndefined();
  });
});

describe('networkMutator', () => {
  const mutate = (after: Sketch, before?: Sketch, extra: Readonly<Record<string, readonly Sketch[]>> = {}) => networkMutator.mutate?.(requestOf(networkMutator, before ? 'UPDATE' : 'CREATE', after, before), clusterOf({ ...BASE, ...extra }));
  const uplink = (mtu: number): Sketch => ({ metadata: { name: 'v', labels: { 'network.harvesterhci.io/clusternetwork': 'data' } }, spec: { uplink: { linkAttributes: { mtu } } } });

  it('writes the MTU of the first VlanConfig after the other keys', () => {
    expect(mutate(nad(bridge()), undefined, { [VLAN_CONFIGS]: [uplink(9000)] })?.spec).toStrictEqual({ config: '{"type":"bridge","bridge":"data-br","vlan":100,"mtu":9000}' });
  });

  it('prefers the cluster network\'s own MTU', () => {
    const annotated: Sketch = { metadata: { name: 'data', annotations: { 'network.harvesterhci.io/uplink-mtu': '8000' } } };

    expect(mutate(nad(bridge()), undefined, { [CLUSTER_NETWORKS]: [annotated], [VLAN_CONFIGS]: [uplink(9000)] })?.spec).toMatchObject({ config: expect.stringContaining('"mtu":8000') as string });
  });

  it('leaves 1500 unwritten and sets no labels on a new network', () => {
    expect(mutate(nad(bridge()))).toMatchObject({ spec: { config: JSON.stringify(bridge()) }, metadata: { name: 'net' } });
    expect(mutate(nad(bridge()))?.metadata.labels).toBeUndefined();
  });

  it('refuses a cluster network whose MTU is no number', () => {
    const annotated: Sketch = { metadata: { name: 'data', annotations: { 'network.harvesterhci.io/uplink-mtu': 'jumbo' } } };

    expect(refusal(() => mutate(nad(bridge()), undefined, { [CLUSTER_NETWORKS]: [annotated] })))
      .toBe(`${ CREATE }nad's host cluster network data has invalid MTU annotation network.harvesterhci.io/uplink-mtu/jumbo value jumbo is not an integer: strconv.Atoi: parsing "jumbo": invalid syntax`);
  });

  it.each([
    ['a vlan', bridge(), 'L2VlanNetwork', { 'network.harvesterhci.io/vlan-id': '100' }],
    ['no vlan', bridge({ vlan: 0 }), 'UntaggedNetwork', {}],
    ['a trunk', bridge({ vlan: 0, vlanTrunk: [{ id: 5 }] }), 'L2VlanTrunkNetwork', {}],
  ])('rewrites the labels of a network with %s', (_reason, config, type, rest) => {
    const stale = nad(config, { labels: { 'network.harvesterhci.io/vlan-id': '1', mine: 'x' } });

    expect(mutate(stale, nad(config))?.metadata.labels).toStrictEqual({ mine: 'x', 'network.harvesterhci.io/clusternetwork': 'data', 'network.harvesterhci.io/type': type, 'network.harvesterhci.io/ready': 'true', ...rest });
  });

  it('outdates the route of another vlan', () => {
    const route = { annotations: { [ROUTE]: '{"mode":"auto","serverIPAddr":"","cidr":"10.0.0.0/24","gateway":"10.0.0.1","connectivity":"true"}' } };

    expect(mutate(nad(bridge({ vlan: 7 }), route), nad(bridge(), route))?.metadata.annotations).toStrictEqual({ [ROUTE]: '{"mode":"auto","serverIPAddr":"","outdated":true}' });
    expect(mutate(nad(bridge(), route), nad(bridge(), route))?.metadata.annotations).toStrictEqual(route.annotations);
    expect(mutate(nad(bridge({ vlan: 0 }), route), nad(bridge(), route))?.metadata.annotations).toStrictEqual({});
  });
});
