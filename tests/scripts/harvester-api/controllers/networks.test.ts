import { describe, expect, it } from 'vitest';
import { CLUSTER_NETWORKS, NETWORK_ATTACHMENT_DEFINITIONS, NODES, SETTINGS, VLAN_CONFIGS, VLAN_STATUSES } from '../../../../scripts/harvester-api/admission/resources';
import type { JsonObject } from '../../../../scripts/harvester-api/types';
import { Harvester } from './harvester';

const NETWORK = '/apis/network.harvesterhci.io/v1beta1';
const SETTING = '/apis/harvesterhci.io/v1beta1/settings/storage-network';
const VALUE = '{"vlan":100,"clusterNetwork":"data","range":"10.0.0.0/24","exclude":["10.0.0.1/32"]}';
const node = (name: string): JsonObject => ({ metadata: { name, labels: { 'kubernetes.io/hostname': name } } });

/** Two nodes and a cluster network whose uplink is set up on both. */
function harvester(mtu = 9000): Harvester {
  const cluster = new Harvester();

  cluster.given(NODES, node('n1'), node('n2'));
  expect(cluster.request('POST', `${ NETWORK }/clusternetworks`, { metadata: { name: 'data' } }).status).toBe(201);
  expect(cluster.request('POST', `${ NETWORK }/vlanconfigs`, { metadata: { name: 'uplink' }, spec: { clusterNetwork: 'data', uplink: { nics: ['eth1'], linkAttributes: { mtu } } } }).status).toBe(201);

  return cluster;
}

const nodesOf = (cluster: Harvester): unknown => cluster.api.cluster.list(VLAN_STATUSES).map(({ status }) => status);

describe('vlanConfigController', () => {
  it('sets up every matched node, and makes the cluster network ready', () => {
    const cluster = harvester();

    expect(nodesOf(cluster)).toMatchObject([{ node: 'n1', vlanConfig: 'uplink', clusterNetwork: 'data' }, { node: 'n2' }]);
    expect(cluster.stored(CLUSTER_NETWORKS, undefined, 'data')).toMatchObject({ metadata: { annotations: { 'network.harvesterhci.io/uplink-mtu': '9000' } }, status: { conditions: [{ type: 'ready', status: 'True' }] } });
  });

  it('leaves nodes that are no longer matched', () => {
    const cluster = harvester();

    expect(cluster.request('PATCH', `${ NETWORK }/vlanconfigs/uplink`, { spec: { nodeSelector: { 'kubernetes.io/hostname': 'n2' } } }, 'application/merge-patch+json').status).toBe(200);
    expect(nodesOf(cluster)).toMatchObject([{ node: 'n2' }]);
  });

  it('takes readiness away with the last VlanConfig', () => {
    const cluster = harvester();

    expect(cluster.request('DELETE', `${ NETWORK }/vlanconfigs/uplink`).status).toBe(200);
    expect(nodesOf(cluster)).toStrictEqual([]);
    expect(cluster.api.cluster.list(VLAN_CONFIGS)).toStrictEqual([]);
    expect(cluster.stored(CLUSTER_NETWORKS, undefined, 'data').status).toMatchObject({ conditions: [{ type: 'ready', status: 'False' }] });
  });
});

describe('networkLabelController', () => {
  const nad = (config: string): JsonObject => ({ metadata: { name: 'net', namespace: 'default' }, spec: { config } });
  const labelsOf = (cluster: Harvester): unknown => cluster.stored(NETWORK_ATTACHMENT_DEFINITIONS, 'default', 'net').metadata.labels;

  it('labels a new network, and again when the cluster network is no longer ready', () => {
    const cluster = harvester();

    expect(cluster.request('POST', '/apis/k8s.cni.cncf.io/v1/namespaces/default/network-attachment-definitions', nad('{"type":"bridge","bridge":"data-br","vlan":5}')).status).toBe(201);
    expect(labelsOf(cluster)).toStrictEqual({ 'network.harvesterhci.io/clusternetwork': 'data', 'network.harvesterhci.io/type': 'L2VlanNetwork', 'network.harvesterhci.io/vlan-id': '5', 'network.harvesterhci.io/ready': 'true' });

    cluster.request('DELETE', `${ NETWORK }/vlanconfigs/uplink`);
    expect(labelsOf(cluster)).toMatchObject({ 'network.harvesterhci.io/ready': 'false' });
  });

  it('lets a network go', () => {
    const cluster = harvester();

    cluster.given(NETWORK_ATTACHMENT_DEFINITIONS, nad('{"type":"bridge","bridge":"data-br","vlan":5}'));
    expect(cluster.request('DELETE', '/apis/k8s.cni.cncf.io/v1/namespaces/default/network-attachment-definitions/net').status).toBe(200);
    expect(cluster.api.cluster.list(NETWORK_ATTACHMENT_DEFINITIONS)).toStrictEqual([]);
  });

  it('leaves a network alone whose config it can\'t read', () => {
    const cluster = harvester();

    cluster.given(NETWORK_ATTACHMENT_DEFINITIONS, nad('nonsense'));
    expect(labelsOf(cluster)).toBeUndefined();
  });
});

describe('storageNetworkController', () => {
  function configured(value: string): Harvester {
    const cluster = harvester();

    cluster.given(SETTINGS, { metadata: { name: 'storage-network', annotations: { mine: 'kept' } }, default: '', value: '' });
    expect(cluster.request('PATCH', SETTING, { value }, 'application/merge-patch+json').status).toBe(200);

    return cluster;
  }

  it('makes the network flat, in Harvester\'s order of keys, with the uplink\'s MTU', () => {
    const [nad] = configured(VALUE).api.cluster.list(NETWORK_ATTACHMENT_DEFINITIONS, 'harvester-system');

    expect(nad).toMatchObject({
      metadata: { generateName: 'storagenetwork-', annotations: { 'storage-network.settings.harvesterhci.io': 'true' }, labels: { 'network.harvesterhci.io/vlan-id': '100' } },
      spec:     { config: '{"cniVersion":"0.3.1","type":"bridge","bridge":"data-br","promiscMode":true,"vlan":100,"ipam":{"type":"whereabouts","range":"10.0.0.0/24","exclude":["10.0.0.1/32"]},"mtu":9000}' },
    });
  });

  it('writes vlan 1 for none', () => {
    const [nad] = configured('{"clusterNetwork":"data","range":"10.0.0.0/24"}').api.cluster.list(NETWORK_ATTACHMENT_DEFINITIONS, 'harvester-system');

    expect(nad?.spec).toStrictEqual({ config: '{"cniVersion":"0.3.1","type":"bridge","bridge":"data-br","promiscMode":true,"vlan":1,"ipam":{"type":"whereabouts","range":"10.0.0.0/24"},"mtu":9000}' });
  });

  it('notes hash and network on the setting, and keeps what is there', () => {
    const cluster = configured(VALUE);
    const [nad] = cluster.api.cluster.list(NETWORK_ATTACHMENT_DEFINITIONS, 'harvester-system');

    expect(cluster.stored(SETTINGS, undefined, 'storage-network')).toMatchObject({
      metadata: { annotations: {
        mine: 'kept', 'storage-network.settings.harvesterhci.io/hash': expect.stringMatching(/^[0-9a-f]{40}$/) as string, 'storage-network.settings.harvesterhci.io/net-attach-def': `harvester-system/${ nad?.metadata.name ?? '' }`, 'storage-network.settings.harvesterhci.io/old-net-attach-def': '',
      } },
      status: { conditions: [{ type: 'configured', status: 'True', reason: 'Completed' }] },
    });
  });

  it('removes the network when the setting goes back to its default', () => {
    const cluster = configured(VALUE);

    expect(cluster.request('PATCH', SETTING, { value: '' }, 'application/merge-patch+json').status).toBe(200);
    expect(cluster.api.cluster.list(NETWORK_ATTACHMENT_DEFINITIONS)).toStrictEqual([]);
    expect(cluster.stored(SETTINGS, undefined, 'storage-network').metadata.annotations).toMatchObject({ 'storage-network.settings.harvesterhci.io/net-attach-def': '', 'storage-network.settings.harvesterhci.io/hash': 'da39a3ee5e6b4b0d3255bfef95601890afd80709' });
  });

  it('takes the same value in another order of keys for a new one', () => {
    const cluster = configured(VALUE);
    const [before] = cluster.api.cluster.list(NETWORK_ATTACHMENT_DEFINITIONS, 'harvester-system');

    cluster.request('PATCH', SETTING, { value: '{"clusterNetwork":"data","vlan":100,"range":"10.0.0.0/24","exclude":["10.0.0.1/32"]}' }, 'application/merge-patch+json');
    const after = cluster.api.cluster.list(NETWORK_ATTACHMENT_DEFINITIONS, 'harvester-system');

    expect(after).toHaveLength(1);
    expect(after[0]?.metadata.name).not.toBe(before?.metadata.name);
  });
});
