import { describe, expect, it } from 'vitest';
import {
  CLUSTER_NETWORKS, NETWORK_ATTACHMENT_DEFINITIONS, NODES, VIRTUAL_MACHINE_INSTANCES, VLAN_CONFIGS, VLAN_STATUSES,
} from '../../../../scripts/harvester-api/admission/resources';
import { vlanConfigMutator, vlanConfigValidator } from '../../../../scripts/harvester-api/admission/vlan-config';
import { clusterOf, judged, judgedDeletion, requestOf, type Sketch } from './cluster';

const LABEL = 'network.harvesterhci.io/clusternetwork';
const NODES_KEY = 'network.harvesterhci.io/matched-nodes';
const node = (name: string, labels = {}): Sketch => ({ metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } } });
const config = (clusterNetwork: string, { mtu = 0, nodes = ['n1', 'n2'], label = clusterNetwork, name = 'uplink' } = {}): Sketch => ({
  metadata: { name, labels: { [LABEL]: label }, annotations: { [NODES_KEY]: JSON.stringify(nodes) } }, spec: { clusterNetwork, uplink: { nics: ['eth1'], linkAttributes: { mtu } } },
});
const BASE: Readonly<Record<string, readonly Sketch[]>> = { [CLUSTER_NETWORKS]: [{ metadata: { name: 'data' } }, { metadata: { name: 'spare' } }], [NODES]: [node('n1'), node('n2'), node('w', { 'node-role.harvesterhci.io/witness': 'true' })] };
const NAD: Sketch = { metadata: { name: 'net', namespace: 'default', labels: { [LABEL]: 'data' } }, spec: { config: '{}' } };
const SYSTEM: Sketch = { metadata: { name: 'storagenetwork-x', namespace: 'harvester-system', labels: { [LABEL]: 'data' } }, spec: { config: '{}' } };
const vmiOn = (nodeName: string): Sketch => ({ metadata: { name: 'vm', namespace: 'default' }, spec: { networks: [{ multus: { networkName: 'net' } }] }, status: { nodeName } });
const said = (action: string, reason: string): string => `Internal error occurred: can't ${ action } vlanConfig uplink because ${ reason }`;

describe('vlanConfigValidator', () => {
  it.each([
    ['the management network is set up elsewhere', config('mgmt'), {}, "users can't create vlanConfig for mgmt cluster network"],
    ['the label is the webhook\'s', config('data', { label: 'spare' }), {}, 'cluster network label spare is invalid and must not be updated by user'],
    ['the cluster network exists', config('none'), {}, 'it refers to a none-existing cluster network none or error clusternetworks.network.harvesterhci.io "none" not found'],
    ['an MTU is in range', config('data', { mtu: 100 }), {}, 'the MTU 100 is out of range [0, 576..9000]'],
    ['one cluster network, one MTU', config('data', { mtu: 9000 }), { [VLAN_CONFIGS]: [config('data', { name: 'other' })] }, 'the vlanconfig uplink MTU 9000 is different with another vlanconfig other MTU 0, all vlanconfigs on one clusternetwork need to have same MTU'],
    ['a node has one of a cluster network', config('data'), { [VLAN_STATUSES]: [{ metadata: { name: 's' }, status: { clusterNetwork: 'data', node: 'n2', vlanConfig: 'other' } }] }, 'it overlaps with other vlanconfigs matching node(s) [n2]'],
  ])('refuses a new one: %s', (_reason, sketch, objects, message) => {
    expect(judged(vlanConfigValidator, clusterOf({ ...BASE, ...objects }), sketch)).toBe(said('create', message));
  });

  it.each([
    ['a VM runs on an uplink that changes', config('data', { mtu: 9000 }), vmiOn('n1'), 'it is blocked by VM(s) default/vm which must be stopped at first'],
    ['a VM runs on a node that is dropped', config('data', { nodes: ['n1'] }), vmiOn('n2'), 'it is blocked by VM(s) default/vm which must be stopped at first'],
  ])('refuses a change while %s', (_reason, after, instance, message) => {
    const cluster = clusterOf({ ...BASE, [NETWORK_ATTACHMENT_DEFINITIONS]: [NAD], [VIRTUAL_MACHINE_INSTANCES]: [instance] });

    expect(judged(vlanConfigValidator, cluster, after, config('data'))).toBe(said('update', message));
  });

  it('lets a node be dropped that runs no VM of the cluster network', () => {
    const cluster = clusterOf({ ...BASE, [NETWORK_ATTACHMENT_DEFINITIONS]: [NAD], [VIRTUAL_MACHINE_INSTANCES]: [vmiOn('n1')] });

    expect(judged(vlanConfigValidator, cluster, config('data', { nodes: ['n1'] }), config('data'))).toBeUndefined();
  });

  it('keeps one that carries a system network, unless it matches no node', () => {
    const cluster = clusterOf({ ...BASE, [NETWORK_ATTACHMENT_DEFINITIONS]: [SYSTEM] });

    expect(judgedDeletion(vlanConfigValidator, cluster, config('data'))).toBe(said('delete', 'the system network nad storagenetwork-x is still attached'));
    expect(judgedDeletion(vlanConfigValidator, cluster, config('data', { nodes: [] }))).toBeUndefined();
  });
});

describe('vlanConfigMutator', () => {
  const metadataOf = (after: Sketch, before?: Sketch) => vlanConfigMutator.mutate?.(requestOf(vlanConfigMutator, before ? 'UPDATE' : 'CREATE', after, before), clusterOf(BASE)).metadata;

  it('notes the cluster network and every node but the witness', () => {
    expect(metadataOf({ metadata: { name: 'uplink' }, spec: { clusterNetwork: 'data' } })).toMatchObject({ labels: { [LABEL]: 'data' }, annotations: { [NODES_KEY]: '["n1","n2"]' } });
  });

  it('notes the nodes that the selector picks', () => {
    expect(metadataOf({ metadata: { name: 'uplink' }, spec: { clusterNetwork: 'data', nodeSelector: { 'kubernetes.io/hostname': 'n2' } } })?.annotations).toStrictEqual({ [NODES_KEY]: '["n2"]' });
  });

  it('moves the label along to another cluster network', () => {
    expect(metadataOf({ ...config('data'), spec: { clusterNetwork: 'spare' } }, config('data'))?.labels).toStrictEqual({ [LABEL]: 'spare' });
  });
});
