import { describe, expect, it } from 'vitest';
import {
  ADDONS, CLUSTER_NETWORKS, LONGHORN_NODES, LONGHORN_VOLUMES, NETWORK_ATTACHMENT_DEFINITIONS, NODES, SETTINGS, VIRTUAL_MACHINE_INSTANCES, VLAN_CONFIGS, VLAN_STATUSES,
} from '../../../../scripts/harvester-api/admission/resources';
import { storageNetworkValidator } from '../../../../scripts/harvester-api/admission/storage-network';
import { Denied, type JsonObject } from '../../../../scripts/harvester-api/types';
import { clusterOf, judged, judgedDeletion, requestOf, type Sketch } from './cluster';

type Objects = Readonly<Record<string, readonly Sketch[]>>;

const VALUE = { vlan: 100, clusterNetwork: 'data', range: '10.0.0.0/24', exclusiveVlan: false };
const setting = (value: JsonObject | string, rest: JsonObject = {}): Sketch => ({ ...rest, metadata: { name: 'storage-network' }, value: typeof value === 'string' ? value : JSON.stringify(value), default: '' });
const BASE: Objects = {
  [NODES]: [{ metadata: { name: 'n1' } }, { metadata: { name: 'w', labels: { 'node-role.harvesterhci.io/witness': 'true' } } }],
  [CLUSTER_NETWORKS]: [{ metadata: { name: 'data' } }],
  [VLAN_STATUSES]: [{ metadata: { name: 'data-n1' }, status: { clusterNetwork: 'data', conditions: [{ type: 'ready', status: 'True' }] } }],
  [VLAN_CONFIGS]: [{ metadata: { name: 'uplink', labels: { 'network.harvesterhci.io/clusternetwork': 'data' }, annotations: { 'network.harvesterhci.io/matched-nodes': '["n1"]' } } }],
  [LONGHORN_NODES]: [{ metadata: { name: 'n1', namespace: 'longhorn-system' }, spec: { disks: { a: {}, b: {} } } }],
};
const other = (name: string, value: JsonObject): Sketch => ({ metadata: { name }, value: JSON.stringify(value) });

describe('storageNetworkValidator', () => {
  it.each([
    ['a vlan has an end', { ...VALUE, vlan: 5000 }, {}, 'the valid value range for VLAN IDs is 0 to 4094'],
    ['the management network needs a vlan', { ...VALUE, clusterNetwork: 'mgmt', vlan: 1 }, {}, 'network with vlan id 1 not allowed on mgmt cluster'],
    ['a range is a subnet', { ...VALUE, range: '10.0.0.5/24' }, {}, 'range should be subnet CIDR 10.0.0.0/24'],
    ['a range is a CIDR', { ...VALUE, range: '10.0.0.0' }, {}, 'invalid CIDR address: 10.0.0.0'],
    ['a range is IPv4', { ...VALUE, range: 'fd00::/64' }, {}, 'IPv6 ranges are not supported for network settings'],
    ['a range is not too wide', { ...VALUE, range: '10.0.0.0/15' }, {}, 'min supported prefix length for network is 16, include Range PrefixLen received 15'],
    ['an exclusion is not too wide', { ...VALUE, exclude: ['10.0.0.0/15'] }, {}, 'min supported prefix length for network is 16, exclude Range PrefixLen received 15'],
    ['an exclusion lies in the range', { ...VALUE, exclude: ['10.9.0.0/28'] }, {}, 'exclude range 10.9.0.0/28 do not overlap include range 10.0.0.0/24'],
    ['an exclusion leaves something', { ...VALUE, exclude: ['10.0.0.0/24'] }, {}, 'exclude Range 10.0.0.0/24 includes include Range 10.0.0.0/24, no allocatable ip addresses'],
    ['neighbouring exclusions are disjoint', { ...VALUE, exclude: ['10.0.0.0/28', '10.0.0.8/29'] }, {}, 'exclude ranges have overlapping subnets 10.0.0.0/28 10.0.0.8/29'],
    ['the cluster network exists', { ...VALUE, clusterNetwork: 'none' }, {}, 'cluster network none not found because clusternetworks.network.harvesterhci.io "none" not found'],
    ['the uplinks are there', VALUE, { [VLAN_STATUSES]: [] }, 'vlan status not present for cluster network data'],
    ['the uplinks are ready', VALUE, { [VLAN_STATUSES]: [{ metadata: { name: 'data-n1' }, status: { clusterNetwork: 'data' } }] }, 'vs data-n1 status is not Ready'],
    ['there are VlanConfigs', VALUE, { [VLAN_CONFIGS]: [] }, 'vlan config not present for cluster network data'],
    ['the VlanConfigs span every worker', VALUE, { [NODES]: [{ metadata: { name: 'n1' } }, { metadata: { name: 'n2' } }] }, 'vlanconfig does not span n2'],
    ['an exclusive vlan is a vlan', { ...VALUE, vlan: 1, exclusiveVlan: true }, {}, 'exclusive vlan cannot be enabled for vlan 1'],
    ['an exclusive vlan has no VM network', { ...VALUE, exclusiveVlan: true }, { [NETWORK_ATTACHMENT_DEFINITIONS]: [{ metadata: { name: 'net', namespace: 'default' }, spec: { config: '{"type":"bridge","bridge":"data-br","vlan":100}' } }] }, 'storage network cannot use the same vlan 100 as VM Network vlan as exclusive vlan is enabled'],
    ['Longhorn needs addresses', { ...VALUE, range: '10.0.0.0/29', exclude: ['10.0.0.0/31'] }, {}, 'allocatable IP address range is < 6, allocate sufficient range'],
    ['a shared RWX network needs more', { ...VALUE, range: '10.0.0.0/27' }, { [SETTINGS]: [other('rwx-network', { 'share-storage-network': true })] }, 'allocatable IP address range is < 39, allocate sufficient range'],
    ['the migration network is elsewhere', VALUE, { [SETTINGS]: [other('vm-migration-network', { range: '10.0.0.128/25' })] }, 'storage-network: the network configuration is overlapped with vm-migration-network'],
    ['the RWX network is elsewhere', VALUE, { [SETTINGS]: [other('rwx-network', { network: { range: '10.0.0.128/25' } })] }, 'storage-network: the network configuration is overlapped with rwx-network'],
  ])('refuses a value: %s', (_reason, value, objects: Objects, message) => {
    expect(judged(storageNetworkValidator, clusterOf({ ...BASE, ...objects }), setting(value), setting(''))).toBe(message);
  });

  it('refuses a value that is not JSON or has a vlan that is no number', () => {
    expect(judged(storageNetworkValidator, clusterOf(BASE), setting('{'), setting(''))).toMatch(/^failed to unmarshal the setting value \{, /);
    expect(judged(storageNetworkValidator, clusterOf(BASE), setting({ ...VALUE, vlan: '5' }), setting(''))).toMatch(/Config\.vlan of type uint16$/);
  });

  it.each([
    ['a VM runs', { [VIRTUAL_MACHINE_INSTANCES]: [{ metadata: { name: 'vm', namespace: 'default' }, status: { phase: 'Running' } }] }, 'Please stop all VMs before configuring the storage-network setting'],
    ['a volume is attached', { [LONGHORN_VOLUMES]: [{ metadata: { name: 'v', namespace: 'longhorn-system' }, status: { state: 'attached' } }] }, 'please stop all workloads before configuring the storage-network setting'],
    ['vcluster is on', { [ADDONS]: [{ metadata: { name: 'rancher-vcluster', namespace: 'rancher-vcluster' }, spec: { enabled: true } }] }, 'please stop vcluster before configuring the storage-network setting'],
  ])('refuses any change while %s', (_reason, objects: Objects, message) => {
    expect(judged(storageNetworkValidator, clusterOf({ ...BASE, ...objects }), setting(VALUE), setting(''))).toBe(message);
  });

  it('lets a value pass on an idle cluster, after a shutdown from within', () => {
    const stopped = { [VIRTUAL_MACHINE_INSTANCES]: [{ metadata: { name: 'vm', namespace: 'default' }, status: { phase: 'Succeeded' } }] };

    expect(judged(storageNetworkValidator, clusterOf({ ...BASE, ...stopped }), setting({ ...VALUE, exclude: ['10.0.0.0/28', '10.0.0.16/28'] }), setting(''))).toBeUndefined();
  });

  const configuring = { status: { conditions: [{ type: 'configured', status: 'False', reason: 'In Progress', message: 'Stopping Pods' }] } };

  it('does not stack changes, but lets one be taken back', () => {
    const message = 'cannot update the setting "storage-network" because it is still being configured (reason: "In Progress", message: "Stopping Pods")';

    expect(judged(storageNetworkValidator, clusterOf(BASE), setting({ ...VALUE, vlan: 7 }), setting(VALUE, configuring))).toBe(message);
    expect(judged(storageNetworkValidator, clusterOf(BASE), setting(''), setting(VALUE, configuring))).toBeUndefined();
  });

  it('stays on while the RWX network shares it', () => {
    const shared = { [SETTINGS]: [other('rwx-network', { 'share-storage-network': true })] };

    expect(judged(storageNetworkValidator, clusterOf({ ...BASE, ...shared }), setting(''), setting(VALUE))).toBe('storage-network cannot be disabled while rwx-network has share-storage-network=true');
  });

  it('asks nothing when neither value nor default changes, nor of other settings', () => {
    expect(judged(storageNetworkValidator, clusterOf({}), setting({ vlan: 9999 }), setting({ vlan: 9999 }))).toBeUndefined();
    expect(judged(storageNetworkValidator, clusterOf({}), { metadata: { name: 'log-level' }, value: '{' })).toBeUndefined();
  });

  it('is never deleted, and answers with Harvester\'s codes', () => {
    const codeOf = (act: () => unknown): unknown => {
      try {
        act();
      } catch (error) {
        return error instanceof Denied ? [error.code, error.reason] : error;
      }

      return undefined;
    };

    expect(judgedDeletion(storageNetworkValidator, clusterOf({}), setting(''))).toBe('Disallow delete setting name storage-network');
    expect(codeOf(() => storageNetworkValidator.validate?.(requestOf(storageNetworkValidator, 'DELETE', setting('')), clusterOf({})))).toStrictEqual([405, 'MethodNotAllowed']);
    expect(codeOf(() => storageNetworkValidator.validate?.(requestOf(storageNetworkValidator, 'CREATE', setting({ vlan: 5000 })), clusterOf({})))).toStrictEqual([422, 'Invalid']);
  });
});
