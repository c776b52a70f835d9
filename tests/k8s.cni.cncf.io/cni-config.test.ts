import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject } from '@models/base/kubernetes';
import {
  networkTypeOf, newCniConfig, parseCniConfig, withClusterNetwork, withIdentity, withNetworkType, withTrunk, withVlan, type CniConfig, type NetworkType,
} from '@models/k8s.cni.cncf.io/cni-config';

const NOTHING: CniConfig = {
  plugin: 'bridge', bridge: undefined, vlan: undefined, isVlanOpen: false, trunk: [], provider: undefined, mtu: undefined, master: undefined,
};
const IDENTITY = { name: 'vlan1', namespace: 'default' };

const FLAT = '{"cniVersion":"0.3.1","name":"vlan1","type":"bridge","bridge":"mgmt-br","promiscMode":true,"vlan":7,"ipam":{},"mtu":1500}';
const OVERLAY = '{"cniVersion":"0.3.1","name":"vlan1","type":"kube-ovn","provider":"vlan1.default.ovn","server_socket":"/run/openvswitch/kube-ovn-daemon.sock"}';

function parsed(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);

  return isObject(value) ? value : {};
}

describe('parseCniConfig', () => {
  it.each<[string, string, Partial<CniConfig>]>([
    ['of 1.4 and earlier, with an empty dns', '{"cniVersion":"0.3.1","type":"bridge","dns":{},"bridge":"mgmt-br","promiscMode":true,"vlan":7,"ipam":{"type":"whereabouts","range":"10.0.0.0/24"}}', { bridge: 'mgmt-br', vlan: 7 }],
    ['that lost bridge and VLAN', '{"cniVersion":"0.3.1","ipam":{},"type":"bridge"}', {}],
    ['of 1.5 and later, flat', FLAT, { bridge: 'mgmt-br', vlan: 7, mtu: 1500 }],
    ['of an overlay', OVERLAY, { plugin: 'kube-ovn', provider: 'vlan1.default.ovn' }],
    ['of a trunk', '{"type":"bridge","bridge":"mgmt-br","vlan":0,"vlanTrunk":[{"minID":1,"maxID":9},{"id":20}]}', { bridge: 'mgmt-br', trunk: [{ minID: 1, maxID: 9 }, { id: 20 }] }],
    ['without a plugin, which means bridge', '{"bridge":"mgmt-br"}', { bridge: 'mgmt-br' }],
    ['of a form whose VLAN is open', '{"bridge":"mgmt-br","vlan":""}', { bridge: 'mgmt-br', isVlanOpen: true }],
    ['with values of other kinds', '{"type":1,"bridge":{},"vlan":"7","vlanTrunk":[null,3],"mtu":"x"}', {}],
  ])('reads the layout %s', (_reason, text, config) => {
    expect(parseCniConfig(text)).toStrictEqual({ ok: true, value: { ...NOTHING, ...config } });
  });

  it.each([['is missing', undefined, 'missing'], ['is no JSON', '{', 'notJson'], ['is no object', '"x"', 'notObject']])('says what is wrong when the config %s', (_reason, text, error) => {
    expect(parseCniConfig(text)).toStrictEqual({ ok: false, error });
  });

  it('reads the same text once', () => {
    const [one, other] = [parseCniConfig(FLAT), parseCniConfig(FLAT)];

    expect(one.ok && other.ok && one.value === other.value).toBe(true);
  });

  it.each<[string, NetworkType | undefined, string]>([
    ['a VLAN', 'L2VlanNetwork', FLAT],
    ['a VLAN that is still to be typed', 'L2VlanNetwork', newCniConfig()],
    ['VLAN 0', 'UntaggedNetwork', '{"type":"bridge","vlan":0}'],
    ['no VLAN', 'UntaggedNetwork', '{"type":"bridge"}'],
    ['a trunk', 'L2VlanTrunkNetwork', '{"type":"bridge","vlan":0,"vlanTrunk":[{}]}'],
    ['an empty trunk', 'UntaggedNetwork', '{"type":"bridge","vlanTrunk":[]}'],
    ['kube-ovn', 'OverlayNetwork', OVERLAY],
    ['a plugin that Harvester does not know', undefined, '{"type":"macvlan"}'],
  ])('knows the type of a network with %s', (_reason, type, text) => {
    const config = parseCniConfig(text);

    expect(config.ok && networkTypeOf(config.value)).toBe(type);
  });
});

describe('writing a config', () => {
  it.each<[string, string, string]>([
    ['changes the VLAN in place', withVlan(FLAT, 8), FLAT.replace('"vlan":7', '"vlan":8')],
    ['leaves an emptied VLAN open rather than untagged', withVlan(FLAT, undefined), FLAT.replace('"vlan":7', '"vlan":""')],
    ['names the cluster network by its bridge', withClusterNetwork(FLAT, 'cn2'), FLAT.replace('mgmt-br', 'cn2-br')],
    ['leaves the text alone when nothing changes', withVlan(FLAT, 7), FLAT],
    ['keeps an empty dns of an older release, and its order', withVlan('{"type":"bridge","dns":{},"bridge":"mgmt-br","vlan":7}', 8), '{"type":"bridge","dns":{},"bridge":"mgmt-br","vlan":8}'],
    ['brings no dns of its own', withNetworkType(FLAT, 'UntaggedNetwork', IDENTITY), FLAT.replace('"vlan":7,', '')],
    ['takes the trunk away with the type', withNetworkType('{"type":"bridge","bridge":"a-br","vlan":0,"vlanTrunk":[{"minID":1,"maxID":2}]}', 'UntaggedNetwork', IDENTITY), '{"type":"bridge","bridge":"a-br"}'],
    ['takes the trunk away with the mode', withNetworkType('{"type":"bridge","bridge":"a-br","vlan":0,"vlanTrunk":[{"minID":1,"maxID":2}]}', 'L2VlanNetwork', IDENTITY), '{"type":"bridge","bridge":"a-br","vlan":""}'],
    ['makes a trunk of a VLAN', withNetworkType('{"type":"bridge","bridge":"a-br","vlan":7}', 'L2VlanTrunkNetwork', IDENTITY), '{"type":"bridge","bridge":"a-br","vlan":0,"vlanTrunk":[{}]}'],
    ['makes an overlay of a VLAN', withNetworkType('{"name":"vlan1","type":"bridge","bridge":"a-br","promiscMode":true,"vlan":7,"ipam":{},"x":1}', 'OverlayNetwork', IDENTITY), '{"name":"vlan1","type":"kube-ovn","x":1,"provider":"vlan1.default.ovn","server_socket":"/run/openvswitch/kube-ovn-daemon.sock"}'],
    ['makes a VLAN of an overlay', withNetworkType('{"type":"kube-ovn","provider":"p","server_socket":"s","master":"eth0","x":1}', 'L2VlanNetwork', IDENTITY), '{"type":"bridge","x":1,"bridge":"","promiscMode":true,"ipam":{},"vlan":""}'],
    ['repeats the name', withIdentity(FLAT, { name: 'vlan2', namespace: 'default' }), FLAT.replace('vlan1', 'vlan2')],
    ['repeats name and namespace in the provider of an overlay', withIdentity(OVERLAY, { name: 'o', namespace: 'n' }), OVERLAY.replace('"vlan1"', '"o"').replace('vlan1.default.ovn', 'o.n.ovn')],
    ['leaves out of a trunk what is no number', withTrunk('{"vlanTrunk":[{}]}', [{ minID: Number.NaN, maxID: 5, x: 'kept' }, { minID: null, maxID: '' }]), '{"vlanTrunk":[{"maxID":5,"x":"kept"},{}]}'],
    ['keeps a row in a trunk', withTrunk('{"vlanTrunk":[{"minID":1}]}', []), '{"vlanTrunk":[{}]}'],
    ['leaves a text that is no JSON alone', withNetworkType('{oops', 'OverlayNetwork', IDENTITY), '{oops'],
  ])('%s', (_reason, written, expected) => {
    expect(written).toBe(expected);
  });

  it('never loses a key that it does not know, nor writes null for a number', () => {
    const known = ['type', 'bridge', 'vlan', 'vlanTrunk', 'provider', 'server_socket', 'promiscMode', 'ipam', 'master', 'name'];
    const types = fc.constantFrom<NetworkType>('L2VlanNetwork', 'L2VlanTrunkNetwork', 'UntaggedNetwork', 'OverlayNetwork');
    const unknownKeys = fc.dictionary(fc.string().filter((key) => !known.includes(key)), fc.integer(), { noNullPrototype: true });

    fc.assert(fc.property(unknownKeys, fc.array(types), fc.double(), (unknown, steps, vlan) => {
      const start = JSON.stringify({ ...unknown, type: 'bridge', bridge: 'mgmt-br', vlan: 5 });
      const end = withVlan(steps.reduce((text, type) => withNetworkType(text, type, IDENTITY), start), Number.isFinite(vlan) ? vlan : undefined);
      const { vlan: written, ...rest }: Record<string, unknown> = parsed(end);

      expect(written).not.toBeNull();
      expect(Object.fromEntries(Object.entries(rest).filter(([key]) => !known.includes(key)))).toStrictEqual(unknown);
    }));
  });
});
