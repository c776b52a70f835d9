import { describe, expect, it } from 'vitest';
import { ipPoolMutator, ipPoolValidator } from '../../../../scripts/harvester-api/admission/ip-pool';
import { IP_POOLS, NETWORK_ATTACHMENT_DEFINITIONS } from '../../../../scripts/harvester-api/admission/resources';
import type { JsonObject } from '../../../../scripts/harvester-api/types';
import { clusterOf, judged, judgedDeletion, refusal, requestOf, type Sketch } from './cluster';

const RANGE = { subnet: '192.168.0.0/24', rangeStart: '192.168.0.10', rangeEnd: '192.168.0.20' };
const EVERYONE = { project: '*', namespace: '*', guestCluster: '*' };
const scope = (namespace: string): JsonObject => ({ project: '*', namespace, guestCluster: '*' });
const pool = (name: string, ranges: JsonObject[], selector: JsonObject = {}, status?: JsonObject): Sketch => ({ metadata: { name }, spec: { ranges, selector }, ...(status ? { status } : {}) });
const CREATE = "Internal error occurred: can't create IP pool pool because ";
const UPDATE = "Internal error occurred: can't update IP pool pool because ";

describe('ipPoolValidator', () => {
  it.each([
    ['a pool needs a range', [], "range can't be empty"],
    ['a subnet is a CIDR', [{ subnet: '192.168.10.1' }], 'invalid CIDR address: 192.168.10.1, a valid example is 192.168.1.0/24'],
    ['an octet has no leading zero', [{ subnet: '192.168.010.0/24' }], 'invalid CIDR address: 192.168.010.0/24, a valid example is 192.168.1.0/24'],
    ['a start is an address', [{ ...RANGE, rangeStart: '192.168.0' }], 'invalid range start 192.168.0: invalid IP 192.168.0'],
    ['a start lies in the subnet', [{ ...RANGE, rangeStart: '192.168.1.1' }], 'invalid range start 192.168.1.1: IP 192.168.1.1 is out of subnet 192.168.0.0/24'],
    ['a start is not the network', [{ ...RANGE, rangeStart: '192.168.0.0' }], 'invalid range start 192.168.0.0: IP 192.168.0.0 is the network address'],
    ['an end is not the broadcast', [{ ...RANGE, rangeEnd: '192.168.0.255' }], 'invalid range end 192.168.0.255: IP 192.168.0.255 is the broadcast address'],
    ['a gateway lies in the subnet', [{ ...RANGE, gateway: '10.0.0.1' }], 'invalid gateway 10.0.0.1: IP 10.0.0.1 is out of subnet 192.168.0.0/24'],
    ['a single address has no explicit start', [{ subnet: '10.0.0.5/32', rangeStart: '10.0.0.5' }], 'invalid range start 10.0.0.5: IP 10.0.0.5 is the network address'],
    ['ranges of a pool are disjoint', [RANGE, { ...RANGE, rangeStart: '192.168.0.20', rangeEnd: '192.168.0.30' }], 'there are overlaps between range {RangeStart:192.168.0.10 RangeEnd:192.168.0.20 Subnet:{IP:192.168.0.0 Mask:ffffff00} Gateway:192.168.0.1} and {RangeStart:192.168.0.20 RangeEnd:192.168.0.30 Subnet:{IP:192.168.0.0 Mask:ffffff00} Gateway:192.168.0.1}'],
    ['ranges of pools are disjoint', [{ subnet: '10.0.0.9/32' }], 'the ranges [{RangeStart:10.0.0.9 RangeEnd:10.0.0.9 Subnet:{IP:10.0.0.9 Mask:ffffffff} Gateway:<nil>}] overlap with other pools'],
  ])('refuses ranges: %s', (_reason, ranges, message) => {
    const cluster = clusterOf({ [IP_POOLS]: [pool('other', [{ subnet: '10.0.0.0/28' }])] });

    expect(judged(ipPoolValidator, cluster, pool('pool', ranges))).toBe(CREATE + message);
  });

  it.each([
    ['one global pool is enough', { scope: [EVERYONE] }, 'there is already a global IP pool: global'],
    ['a pool names nobody twice', { scope: [scope('a'), scope('*')] }, 'selector {Priority:0 Network: Scope:[{Project:* Namespace:a GuestCluster:*} {Project:* Namespace:* GuestCluster:*}]} is invalid: scope overlaps'],
    ['a priority is taken once', { priority: 7, scope: [scope('x')] }, "the priority can't be the same as the pool seven"],
    ['without priorities, scopes do not meet', { scope: [scope('b')] }, 'scope selector is same as the pool zero with priority 0 Project * Namespace b GuestCluster *, set a different priority or scope'],
  ])('refuses selectors: %s', (_reason, selector, message) => {
    const cluster = clusterOf({ [IP_POOLS]: [
      pool('global', [{ subnet: '10.1.0.0/24' }], { scope: [EVERYONE] }),
      pool('seven', [{ subnet: '10.2.0.0/24' }], { priority: 7, scope: [scope('s')] }),
      pool('zero', [{ subnet: '10.3.0.0/24' }], { scope: [scope('b')] }),
    ] });

    expect(judged(ipPoolValidator, cluster, pool('pool', [RANGE], selector))).toBe(CREATE + message);
  });

  it.each([
    ['another network is another world', { network: 'default/other', scope: [scope('b')] }],
    ['a priority of its own settles it', { priority: 8, scope: [scope('b')] }],
    ['a global pool stands apart', { scope: [scope('elsewhere')] }],
  ])('lets selectors pass: %s', (_reason, selector) => {
    const cluster = clusterOf({ [IP_POOLS]: [pool('zero', [{ subnet: '10.3.0.0/24' }], { scope: [scope('b')] }), pool('global', [{ subnet: '10.1.0.0/24' }], { scope: [EVERYONE] })] });

    expect(judged(ipPoolValidator, cluster, pool('pool', [RANGE], selector))).toBeUndefined();
  });

  const held = { total: 11, available: 10, lastAllocated: '192.168.0.20', allocated: { '192.168.0.20': 'default/web' } };
  const narrower = { ...RANGE, rangeEnd: '192.168.0.15' };

  it('keeps allocated addresses inside the ranges', () => {
    expect(judged(ipPoolValidator, clusterOf({}), pool('pool', [narrower], {}, held), pool('pool', [RANGE], {}, held))).toBe(`${ UPDATE }allocated IP 192.168.0.20 is excluded`);
  });

  it('reads the status that is sent: an update without one loses the guard', () => {
    expect(judged(ipPoolValidator, clusterOf({}), pool('pool', [narrower]), pool('pool', [RANGE], {}, held))).toBeUndefined();
  });

  it('refuses an allocated address that is none', () => {
    const broken = { ...held, allocated: { 'not-an-ip': 'default/web' } };

    expect(judged(ipPoolValidator, clusterOf({}), pool('pool', [RANGE], {}, broken), pool('pool', [RANGE]))).toBe(`${ UPDATE }invalid ip string not-an-ip`);
  });

  it('keeps a pool that still has an address out', () => {
    expect(judgedDeletion(ipPoolValidator, clusterOf({}), pool('pool', [RANGE], {}, held))).toBe("Internal error occurred: can't delete pool before releasing all the allocated IP");
    expect(judgedDeletion(ipPoolValidator, clusterOf({}), pool('pool', [RANGE]))).toBeUndefined();
  });
});

describe('ipPoolMutator', () => {
  const cluster = clusterOf({ [NETWORK_ATTACHMENT_DEFINITIONS]: [{ metadata: { name: 'vlan100', namespace: 'default' }, spec: { config: '{"type":"bridge","bridge":"data-br","vlan":100}' } }] });
  const labelsOf = (sketch: Sketch): unknown => ipPoolMutator.mutate?.(requestOf(ipPoolMutator, 'CREATE', sketch), cluster).metadata.labels;

  it('derives the labels from the selector and keeps the others', () => {
    const selector = { network: 'default/vlan100', scope: [EVERYONE] };

    expect(labelsOf({ ...pool('pool', [RANGE], selector), metadata: { name: 'pool', labels: { mine: 'x' } } })).toStrictEqual({
      mine: 'x', 'loadbalancer.harvesterhci.io/vid': '100', 'loadbalancer.harvesterhci.io/global-ip-pool': 'true',
    });
    expect(labelsOf(pool('pool', [RANGE], { scope: [EVERYONE, scope('a')] }))).toStrictEqual({ 'loadbalancer.harvesterhci.io/vid': '0', 'loadbalancer.harvesterhci.io/global-ip-pool': 'false' });
  });

  it.each([
    ['a network has a namespace', 'vlan100', 'invalid network vlan100'],
    ['a network has one slash', 'default/vlan100/x', 'invalid network default/vlan100/x'],
    ['a network exists', 'default/gone', 'network-attachment-definitions.k8s.cni.cncf.io "gone" not found'],
  ])('refuses a network: %s', (_reason, network, message) => {
    expect(refusal(() => labelsOf(pool('pool', [RANGE], { network })))).toBe(CREATE + message);
  });
});
