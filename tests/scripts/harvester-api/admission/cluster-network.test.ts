import { describe, expect, it } from 'vitest';
import { clusterNetworkValidator } from '../../../../scripts/harvester-api/admission/cluster-network';
import { NETWORK_ATTACHMENT_DEFINITIONS, VIRTUAL_MACHINE_INSTANCES, VLAN_CONFIGS } from '../../../../scripts/harvester-api/admission/resources';
import { clusterOf, judged, judgedDeletion, type Sketch } from './cluster';

const MTU = 'network.harvesterhci.io/uplink-mtu';
const LABEL = 'network.harvesterhci.io/clusternetwork';
const network = (name: string, mtu?: string): Sketch => ({ metadata: { name, ...(mtu === undefined ? {} : { annotations: { [MTU]: mtu } }) } });
const CONFIG: Sketch = { metadata: { name: 'uplink', labels: { [LABEL]: 'data' } }, spec: { uplink: { linkAttributes: { mtu: 9000 } } } };
const nadOn = (clusterNetwork: string, name = 'net', namespace = 'default'): Sketch => ({ metadata: { name, namespace, labels: { [LABEL]: clusterNetwork } }, spec: { config: '{}' } });
const VMI: Sketch = { metadata: { name: 'vm', namespace: 'default' }, spec: { networks: [{ multus: { networkName: 'default/net' } }] } };
const said = (action: string, name: string, reason: string): string => `Internal error occurred: can't ${ action } cluster network ${ name } because ${ reason }`;

describe('clusterNetworkValidator', () => {
  it.each([
    ['a bridge\'s name must fit a device', network('thirteenchars'), said('create', 'thirteenchars', 'the length of the clusterNetwork name thirteenchars is more than 12')],
    ['the MTU is the controller\'s', network('data', '9000'), said('create', 'data', `annotation ${ MTU } can't be added`)],
  ])('refuses a new one: %s', (_reason, sketch, message) => {
    expect(judged(clusterNetworkValidator, clusterOf({}), sketch)).toBe(message);
  });

  it.each([
    ['an MTU is a number', 'data', 'x', {}, 'value x is not an integer: strconv.Atoi: parsing "x": invalid syntax'],
    ['an MTU is in range', 'data', '100', {}, 'value 100 is not in range [0, 576..9000]'],
    ['an MTU is its VlanConfigs\'', 'data', '8000', { [VLAN_CONFIGS]: [CONFIG] }, 'clusternetwork has MTU 8000, but the vlanconfigs uplink has another MTU 9000'],
    ['a system network holds it', 'mgmt', '9000', { [NETWORK_ATTACHMENT_DEFINITIONS]: [nadOn('mgmt', 'storagenetwork-x', 'harvester-system')] }, "the MTU can't be changed from 1500 to 9000 as nad storagenetwork-x is still attached"],
    ['a running VM holds it', 'mgmt', '9000', { [NETWORK_ATTACHMENT_DEFINITIONS]: [nadOn('mgmt')], [VIRTUAL_MACHINE_INSTANCES]: [VMI] }, "the MTU can't be changed from 1500 to 9000 as following VMs must be stopped at first: default/vm"],
  ])('refuses another MTU: %s', (_reason, name, mtu, objects, message) => {
    expect(judged(clusterNetworkValidator, clusterOf(objects), network(name, mtu), network(name))).toBe(said('update', name, message));
  });

  it('lets an idle management network have another MTU', () => {
    expect(judged(clusterNetworkValidator, clusterOf({}), network('mgmt', '9000'), network('mgmt'))).toBeUndefined();
  });

  it.each([
    ['it is the management network', 'mgmt', {}, 'it is not allowed'],
    ['a VlanConfig is on it', 'data', { [VLAN_CONFIGS]: [CONFIG] }, 'vlanconfig(s) [uplink] under this clusternetwork are still existing'],
    ['a network is on it', 'data', { [NETWORK_ATTACHMENT_DEFINITIONS]: [nadOn('data')] }, 'nads(s) default/net under this clusternetwork are still existing'],
  ])('keeps one while %s', (_reason, name, objects, message) => {
    expect(judgedDeletion(clusterNetworkValidator, clusterOf(objects), network(name))).toBe(said('delete', name, message));
  });
});
