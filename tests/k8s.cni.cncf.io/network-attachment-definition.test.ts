import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { isObject, type ObjectMeta } from '@models/base/kubernetes';
import { NOT_LOADED } from '@models/base/lookup';
import { NetworkAttachmentDefinition, type NetworkState } from '@models/k8s.cni.cncf.io/network-attachment-definition';
import type { Connectivity } from '@models/k8s.cni.cncf.io/route-config';
import { ClusterNetwork } from '@models/network.harvesterhci.io/cluster-network';
import { createModel, fieldAt, type Lists } from '../support/model';
import { partsOf, readEverything } from '../support/partial-objects';

const TYPE = 'k8s.cni.cncf.io.networkattachmentdefinition';
const CLUSTER_NETWORK = 'network.harvesterhci.io.clusternetwork';
const ROUTE = 'network.harvesterhci.io/route';
const FLAT = '{"cniVersion":"0.3.1","name":"vlan1","type":"bridge","bridge":"mgmt-br","promiscMode":true,"vlan":7,"ipam":{},"mtu":1500}';
const PREFIX = 'harvesterModels.validation.networkAttachmentDefinition.';

const config = (changes: object) => JSON.stringify({ ...JSON.parse(FLAT), ...changes });

function networkData(text: string | undefined = FLAT, metadata: ObjectMeta = {}) {
  return { id: 'default/vlan1', type: TYPE, metadata: { name: 'vlan1', namespace: 'default', uid: 'u', ...metadata }, spec: { config: text } };
}

/** A network that the server knows. */
const network = (text?: string, metadata?: ObjectMeta, lists?: Lists) => createModel(NetworkAttachmentDefinition, networkData(text, metadata), lists);

/** A network that is being created. */
function draft(text?: string, { metadata = {}, lists = {} }: { metadata?: ObjectMeta; lists?: Lists } = {}) {
  return createModel(NetworkAttachmentDefinition, { type: TYPE, metadata: { name: 'vlan1', namespace: 'default', ...metadata }, ...(text === undefined ? {} : { spec: { config: text } }) }, lists);
}

const clusterNetwork = (status: string, annotations: Record<string, string> = {}) => createModel(ClusterNetwork, { id: 'mgmt', metadata: { name: 'mgmt', annotations }, status: { conditions: [{ type: 'ready', status }] } });
const LOADED: Lists = { [CLUSTER_NETWORK]: [clusterNetwork('True')] };
const issuesOf = (resource: NetworkAttachmentDefinition) => resource.issues().map(({ path, key }) => `${ path } ${ key.replace(PREFIX, '') }`);
const route = (value: object) => ({ annotations: { [ROUTE]: JSON.stringify(value) } });

describe('NetworkAttachmentDefinition state', () => {
  it.each<[string, string, Lists, NetworkState | undefined]>([
    ['the cluster network is ready', FLAT, LOADED, undefined],
    ['the cluster networks are not loaded', FLAT, {}, undefined],
    ['the cluster network does not exist', FLAT, { [CLUSTER_NETWORK]: [] }, 'cluster-network-missing'],
    ['the cluster network is not ready', FLAT, { [CLUSTER_NETWORK]: [clusterNetwork('False')] }, 'cluster-network-not-ready'],
    ['the config is no JSON', '{', LOADED, 'invalid-config'],
    ['an overlay is on no cluster network', '{"type":"kube-ovn"}', { [CLUSTER_NETWORK]: [] }, undefined],
  ])('is right when %s', (_reason, text, lists, state) => {
    expect(network(text, {}, lists).ownState).toBe(state);
  });

  it('is left to Steve while the network is being removed', () => {
    expect(network('{', { deletionTimestamp: '2026-01-01T00:00:00Z' }).ownState).toBeUndefined();
  });

  it('says why', () => {
    expect(network(FLAT, {}, { [CLUSTER_NETWORK]: [] }).ownStateMessage).toContain('"clusterNetwork":"mgmt"');
    expect(network('{').ownStateMessage).toBe(`${ PREFIX }config.notJson`);
    expect(network().ownStateMessage).toBeUndefined();
  });

  it('has a descriptor for every state', () => {
    expectTypeOf<keyof typeof NetworkAttachmentDefinition.states>().toEqualTypeOf<NetworkState>();
    expect(Object.keys(NetworkAttachmentDefinition.states)).toStrictEqual(['invalid-config', 'cluster-network-missing', 'cluster-network-not-ready']);
  });
});

describe('NetworkAttachmentDefinition', () => {
  it('reads type, VLAN and cluster network from the labels where the config lost them', () => {
    const labels = { 'network.harvesterhci.io/type': 'L2VlanNetwork', 'network.harvesterhci.io/vlan-id': '7', 'network.harvesterhci.io/clusternetwork': 'mgmt' };
    const { networkType, vlanId, clusterNetworkName } = network('{"cniVersion":"0.3.1","ipam":{},"type":"bridge"}', { labels });

    expect({ networkType, vlanId, clusterNetworkName }).toStrictEqual({ networkType: 'L2VlanNetwork', vlanId: 7, clusterNetworkName: 'mgmt' });
  });

  it('does not trust a label that contradicts the config', () => {
    expect(network(FLAT, { labels: { 'network.harvesterhci.io/type': 'UntaggedNetwork' } }).networkType).toBe('L2VlanNetwork');
  });

  it('tells a cluster network that is not loaded from one that does not exist', () => {
    expect(network().clusterNetwork).toBe(NOT_LOADED);
    expect(network(FLAT, {}, { [CLUSTER_NETWORK]: [] }).clusterNetwork).toBeUndefined();
  });

  it.each<[string, ObjectMeta, Connectivity | undefined]>([
    ['nothing was written', {}, undefined],
    ['it was not tried', route({ mode: 'auto' }), undefined],
    ['the gateway answers', route({ connectivity: 'true' }), 'active'],
    ['the gateway does not answer', route({ connectivity: 'false' }), 'inactive'],
    ['it is written as a boolean', route({ connectivity: true }), 'active'],
    ['no address was given', route({ connectivity: 'DHCP failed' }), 'dhcp-failed'],
    ['the ping failed', route({ connectivity: 'ping failed' }), 'ping-failed'],
    ['the settings have changed since', route({ connectivity: 'true', outdated: true }), 'outdated'],
    ['the answer is new to us', route({ connectivity: 'maybe' }), 'unknown'],
    ['the annotation is no JSON', { annotations: { [ROUTE]: '{' } }, 'invalid'],
  ])('knows the connectivity when %s', (_reason, metadata, connectivity) => {
    expect(network(FLAT, metadata).connectivity).toBe(connectivity);
  });

  it('has no connectivity as a trunk', () => {
    expect(network(config({ vlan: 0, vlanTrunk: [{ id: 1 }] }), route({ connectivity: 'true' })).connectivity).toBeUndefined();
  });

  it.each<[string, ObjectMeta, boolean]>([
    ['an annotation of the storage network', { namespace: 'harvester-system', annotations: { 'storage-network.settings.harvesterhci.io': 'true' } }, true],
    ['the name of one', { namespace: 'harvester-system', name: 'storagenetwork-abc' }, true],
    ['such a name in another namespace', { name: 'storagenetwork-abc' }, false],
    ['no such thing', {}, false],
  ])('knows by %s whether it is Harvester\'s own', (_reason, metadata, isSystem) => {
    expect(network(FLAT, metadata).isSystem).toBe(isSystem);
  });
});

describe('NetworkAttachmentDefinition validation of the config', () => {
  it.each<[string, string, string[]]>([
    ['accepts a VLAN', FLAT, []],
    ['accepts an untagged network', config({ vlan: 0 }), []],
    ['accepts a trunk', config({ vlan: 0, vlanTrunk: [{ minID: 1, maxID: 9 }, { id: 20 }] }), []],
    ['refuses what is no JSON', '{', ['spec.config config.notJson']],
    ['wants a cluster network', config({ bridge: '' }), ['spec.config.bridge clusterNetworkRequired']],
    ['refuses a bridge of the suffix alone', config({ bridge: '-br' }), ['spec.config.bridge bridgeTooShort']],
    ['refuses a bridge that is no device name', config({ bridge: 'cluster-network-br' }), ['spec.config.bridge bridgeTooLong']],
    ['refuses a bridge without the suffix', config({ bridge: 'mgmt-bo' }), ['spec.config.bridge bridgeSuffix']],
    ['wants the VLAN that is open', config({ vlan: '' }), ['spec.config.vlan vlanRequired']],
    ['refuses VLAN 4095', config({ vlan: 4095 }), ['spec.config.vlan vlanInvalid']],
    ['refuses VLAN -1', config({ vlan: -1 }), ['spec.config.vlan vlanInvalid']],
    ['refuses half a VLAN', config({ vlan: 7.5 }), ['spec.config.vlan vlanInvalid']],
    ['refuses a VLAN as text, which the server can not read', config({ vlan: '7' }), ['spec.config.vlan vlanInvalid']],
    ['refuses null, which a number that is none becomes', config({ vlan: null }), ['spec.config.vlan vlanInvalid']],
    ['refuses a VLAN beside a trunk', config({ vlanTrunk: [{ id: 1 }] }), ['spec.config.vlan vlanWithTrunk']],
    ['wants both ends of a trunk row', config({ vlan: 0, vlanTrunk: [{}] }), ['spec.config.vlanTrunk[0].minID minIDRequired', 'spec.config.vlanTrunk[0].maxID maxIDRequired']],
    ['wants the end of a trunk row', config({ vlan: 0, vlanTrunk: [{ minID: 5 }] }), ['spec.config.vlanTrunk[0].maxID maxIDRequired']],
    ['refuses 0 in a trunk', config({ vlan: 0, vlanTrunk: [{ minID: 0, maxID: 5 }] }), ['spec.config.vlanTrunk[0].minID trunkIdInvalid']],
    ['refuses 4095 in a trunk', config({ vlan: 0, vlanTrunk: [{ minID: 1, maxID: 4095 }] }), ['spec.config.vlanTrunk[0].maxID trunkIdInvalid']],
    ['refuses a single id out of bounds', config({ vlan: 0, vlanTrunk: [{ id: 4095 }] }), ['spec.config.vlanTrunk[0].minID trunkIdInvalid']],
    ['refuses ends in the wrong order', config({ vlan: 0, vlanTrunk: [{ minID: 9, maxID: 5 }] }), ['spec.config.vlanTrunk[0].maxID trunkReversed']],
    ['refuses rows that overlap', config({ vlan: 0, vlanTrunk: [{ minID: 1, maxID: 9 }, { id: 5 }] }), ['spec.config.vlanTrunk[1].minID trunkOverlap']],
  ])('%s', (_reason, text, issues) => {
    expect(issuesOf(draft(text))).toStrictEqual(issues);
  });

  it.each<[string, ObjectMeta, Lists, string[]]>([
    ['a cluster network that does not exist', {}, { [CLUSTER_NETWORK]: [] }, ['spec.config.bridge clusterNetworkMissing']],
    ['a label of another cluster network', { labels: { 'network.harvesterhci.io/clusternetwork': 'cn2' } }, LOADED, ['spec.config.bridge labelMismatch']],
    ['a VLAN that a storage network keeps for itself', {}, { [TYPE]: [network(config({ mtu: 9000 }), { labels: { 'storage-network.settings.harvesterhci.io/exclusivevlan': 'true' } })] }, ['spec.config.vlan vlanReserved']],
  ])('refuses in a new network %s', (_reason, metadata, lists, issues) => {
    expect(issuesOf(draft(FLAT, { metadata, lists }))).toStrictEqual(issues);
  });

  it.each<[string, string, ObjectMeta, string[]]>([
    ['accepts another VLAN', config({ vlan: 8 }), {}, []],
    ['does not look at a config that is the same', FLAT, { namespace: 'harvester-system', name: 'storagenetwork-a' }, []],
    ['refuses another bridge', config({ bridge: 'cn2-br' }), {}, ['spec.config.bridge bridgeImmutable', 'spec.config.bridge clusterNetworkMissing']],
    ['refuses another plugin', '{"type":"kube-ovn","provider":"vlan1.default.ovn"}', {}, ['spec.config.type typeImmutable']],
    ['refuses an MTU that is not the cluster network\'s', config({ vlan: 8, mtu: 9000 }), {}, ['spec.config.mtu mtuMismatch']],
    ['refuses any change of a network of Harvester\'s own', config({ vlan: 8 }), { namespace: 'harvester-system', name: 'storagenetwork-a' }, ['spec.config systemNetwork']],
  ])('%s in a network that the server knows', (_reason, text, metadata, issues) => {
    const lists = { [CLUSTER_NETWORK]: [clusterNetwork('True', { 'network.harvesterhci.io/uplink-mtu': '0' })], [TYPE]: [network(FLAT, metadata)] };

    expect(issuesOf(network(text, metadata, lists))).toStrictEqual(issues);
  });

  it('refuses an overlay whose provider is not its own', () => {
    const text = '{"type":"kube-ovn","provider":"other.default.ovn"}';

    expect(issuesOf(network(text))).toStrictEqual(['spec.config.provider providerMismatch']);
    expect(issuesOf(draft(text))).toStrictEqual([]);
  });

  it('wants a name of at most 63 characters', () => {
    expect(issuesOf(draft(FLAT, { metadata: { name: 'a'.repeat(64) } }))).toStrictEqual(['metadata.name harvesterModels.validation.name.tooLong']);
    expect(issuesOf(draft(FLAT, { metadata: { name: 'vlan.1' } }))).toStrictEqual([]);
  });
});

describe('NetworkAttachmentDefinition validation of the route', () => {
  const at = (setting: string) => `metadata.annotations["${ ROUTE }"].${ setting }`;

  it.each<[string, object | string, string[]]>([
    ['accepts auto', { mode: 'auto', cidr: '', gateway: '' }, []],
    ['accepts a complete manual route', { mode: 'manual', cidr: '10.0.0.0/24', gateway: '10.0.0.1' }, []],
    ['refuses what is no JSON', '{', [`${ at('mode') } route.notJson`]],
    ['refuses a mode that does not exist', { mode: 'magic' }, [`${ at('mode') } route.modeUnknown`]],
    ['wants network and gateway of a manual route', { mode: 'manual' }, [`${ at('cidr') } route.cidrRequired`, `${ at('gateway') } route.gatewayRequired`]],
    ['refuses a network of everything', { mode: 'manual', cidr: '0.0.0.0/0', gateway: '10.0.0.1' }, [`${ at('cidr') } route.cidrInvalid`]],
    ['refuses a network without a prefix', { mode: 'manual', cidr: '10.0.0.0', gateway: '10.0.0.1' }, [`${ at('cidr') } route.cidrInvalid`]],
    ['refuses a gateway that is no address', { mode: 'manual', cidr: '10.0.0.0/24', gateway: '10.0.0' }, [`${ at('gateway') } route.gatewayInvalid`]],
  ])('%s', (_reason, value, issues) => {
    expect(issuesOf(network(FLAT, { annotations: { [ROUTE]: typeof value === 'string' ? value : JSON.stringify(value) } }, { [TYPE]: [network()] }))).toStrictEqual(issues);
  });
});

describe('NetworkAttachmentDefinition form', () => {
  const field = (path: string) => fieldAt(NetworkAttachmentDefinition.formTabs, path);
  const mode = field(`metadata.annotations["${ ROUTE }"].mode`);

  it('starts a new network as a VLAN whose id and bridge are open, with a route by DHCP', () => {
    const fresh = createModel(NetworkAttachmentDefinition, { type: TYPE });

    fresh.applyDefaults();

    expect(fresh.networkType).toBe('L2VlanNetwork');
    expect(JSON.parse(fresh.metadata?.annotations?.[ROUTE] ?? '')).toStrictEqual({ mode: 'auto', serverIPAddr: '', cidr: '', gateway: '' });
    expect(issuesOf(fresh)).toStrictEqual(['metadata.name harvesterModels.validation.name.required', 'spec.config.bridge clusterNetworkRequired', 'spec.config.vlan vlanRequired']);
  });

  it('leaves the config of a clone as it is', () => {
    const clone = draft(FLAT);

    clone.applyDefaults();

    expect(clone.spec).toStrictEqual({ config: FLAT });
  });

  it('walks through all types and back without leaving anything behind', () => {
    const edited = draft(config({ extra: 1 }));
    const type = field('spec.config.type');
    const vlanMode = field('spec.config.vlanMode');

    vlanMode.write?.(edited, 'trunk');
    field('spec.config.vlanTrunk').write?.(edited, [{ minID: 1, maxID: 2 }]);
    expect(vlanMode.read?.(edited)).toBe('trunk');

    type.write?.(edited, 'OverlayNetwork');
    expect(JSON.parse(edited.spec?.config ?? '')).not.toHaveProperty('vlanTrunk');
    expect(edited.metadata?.annotations?.[ROUTE]).toBeUndefined();

    type.write?.(edited, 'L2VlanNetwork');
    field('spec.config.bridge').write?.(edited, 'mgmt');
    field('spec.config.vlan').write?.(edited, 7);
    expect(JSON.parse(edited.spec?.config ?? '')).toStrictEqual(JSON.parse(config({ extra: 1 })));
  });

  it('shows the type of a trunk as a VLAN network', () => {
    expect(field('spec.config.type').read?.(network(config({ vlan: 0, vlanTrunk: [{ id: 5 }] })))).toBe('L2VlanNetwork');
  });

  it('does not touch the object when a value is chosen that it has', () => {
    const edited = network(FLAT, route({ mode: 'auto', connectivity: 'true' }));
    const before = structuredClone({ spec: edited.spec, metadata: edited.metadata });

    field('spec.config.type').write?.(edited, 'L2VlanNetwork');
    field('spec.config.vlan').write?.(edited, 7);
    field('spec.config.bridge').write?.(edited, 'mgmt');
    mode.write?.(edited, 'auto');

    expect({ spec: edited.spec, metadata: edited.metadata }).toStrictEqual(before);
  });

  it('keeps what the server found out when the route changes', () => {
    const edited = network(FLAT, { annotations: { [ROUTE]: '{"mode":"auto","cidr":"10.0.0.0/24","connectivity":"true","outdated":true}' } });

    mode.write?.(edited, 'manual');
    field(`metadata.annotations["${ ROUTE }"].gateway`).write?.(edited, '10.0.0.1');

    expect(edited.metadata?.annotations?.[ROUTE]).toBe('{"mode":"manual","cidr":"10.0.0.0/24","connectivity":"true","outdated":true,"gateway":"10.0.0.1"}');
  });

  it('removes the route with None', () => {
    const edited = network(FLAT, route({ mode: 'auto' }));

    mode.write?.(edited, '');

    expect(edited.metadata?.annotations).toStrictEqual({});
  });

  it('gives a form copies of the trunk rows, not what others read', () => {
    const trunk = network(config({ vlan: 0, vlanTrunk: [{ minID: 1, maxID: 2 }] }));
    const rows = field('spec.config.vlanTrunk').read?.(trunk);
    const row: unknown = Array.isArray(rows) ? rows[0] : undefined;

    Reflect.set(isObject(row) ? row : {}, 'minID', 99);

    expect(row).toStrictEqual({ minID: 99, maxID: 2 });
    expect(trunk.trunk).toStrictEqual([{ minID: 1, maxID: 2 }]);
  });

  it('offers cluster networks that are not ready, but not to choose', () => {
    const bridge = field('spec.config.bridge');
    const offered = (lists: Lists) => bridge.kind === 'select' ? bridge.options(network(FLAT, {}, lists)).map(({ value, disabled }) => [value, disabled]) : [];

    expect(offered({ [CLUSTER_NETWORK]: [clusterNetwork('False')] })).toStrictEqual([['mgmt', true]]);
    expect(offered({})).toStrictEqual([['mgmt', undefined]]);
  });

  it('takes from a clone the label of the cluster network it has left', () => {
    const clone = draft(FLAT, { metadata: { labels: { 'network.harvesterhci.io/clusternetwork': 'mgmt' } } });

    field('spec.config.bridge').write?.(clone, 'mgmt');
    expect(clone.metadata?.labels).toStrictEqual({ 'network.harvesterhci.io/clusternetwork': 'mgmt' });

    field('spec.config.bridge').write?.(clone, 'cn2');
    expect(clone.metadata?.labels).toStrictEqual({});
    expect(issuesOf(clone)).toStrictEqual([]);
  });

  it('does not send with a clone what was found out about the original\'s route', () => {
    const clone = draft(FLAT, { metadata: { ...route({ mode: 'auto', connectivity: 'true', outdated: true }), labels: { a: 'b' } } });

    expect(clone.toSave()?.metadata).toStrictEqual({ name: 'vlan1', namespace: 'default', labels: { a: 'b' }, annotations: { [ROUTE]: '{"mode":"auto"}' } });
  });

  it('repeats the name in the config when it is created, and not afterwards', () => {
    const created = draft('{"name":"","type":"kube-ovn","provider":".default.ovn"}');

    expect(created.toSave()?.spec).toStrictEqual({ config: '{"name":"vlan1","type":"kube-ovn","provider":"vlan1.default.ovn"}' });
    expect(created.spec).toStrictEqual({ config: '{"name":"","type":"kube-ovn","provider":".default.ovn"}' });
    expect(network('{"type":"bridge"}').toSave()).toBeUndefined();
  });
});

describe('a partial NetworkAttachmentDefinition', () => {
  const whole = networkData(config({ vlan: 0, vlanTrunk: [{ minID: 1, maxID: 2 }] }), {
    labels: { 'network.harvesterhci.io/clusternetwork': 'mgmt', 'network.harvesterhci.io/type': 'L2VlanTrunkNetwork' }, ...route({ mode: 'manual' }),
  });

  it.each<[string, Lists]>([
    ['with everything loaded', { ...LOADED, [TYPE]: [network()] }],
    ['with nothing loaded', {}],
  ])('can be read and validated, %s', (_reason, lists) => {
    fc.assert(fc.property(partsOf(whole), (part) => {
      expect(readEverything(NetworkAttachmentDefinition, createModel(NetworkAttachmentDefinition, part, lists))).toBeGreaterThanOrEqual(0);
    }));
  });

  it('can be read and validated whatever the config is', () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), fc.json(), (text, annotation) => {
      const resource = network(text, { annotations: { [ROUTE]: annotation } }, LOADED);

      expect(readEverything(NetworkAttachmentDefinition, resource)).toBeGreaterThanOrEqual(0);
    }));
  });
});
