import { describe, expect, it } from 'vitest';
import { IP_POOLS, LOAD_BALANCERS, VIRTUAL_MACHINE_INSTANCES } from '../../../../scripts/harvester-api/admission/resources';
import type { Json, JsonObject, KubeObject } from '../../../../scripts/harvester-api/types';
import { Harvester } from './harvester';

const POOLS = '/apis/loadbalancer.harvesterhci.io/v1beta1/ippools';
const BALANCERS = '/apis/loadbalancer.harvesterhci.io/v1beta1/namespaces/default/loadbalancers';
const RANGE = { subnet: '192.168.0.0/24', rangeStart: '192.168.0.10', rangeEnd: '192.168.0.12' };
const READY = [{ type: 'Ready', status: 'True', lastUpdateTime: expect.any(String) as string }];

const balancer = (name: string, spec: JsonObject = {}): JsonObject => ({
  metadata: { name, namespace: 'default' }, spec: { workloadType: 'vm', ipam: 'pool', ipPool: 'pool', listeners: [{ name: 'http', port: 80, backendPort: 80, protocol: 'TCP' }], ...spec },
});

/** A cluster with one pool of three addresses and load balancers of these names. */
function harvester(...names: readonly string[]): Harvester {
  const cluster = new Harvester();

  expect(cluster.request('POST', POOLS, { metadata: { name: 'pool' }, spec: { ranges: [RANGE], selector: {} } }).status).toBe(201);
  names.forEach((name) => { expect(cluster.request('POST', BALANCERS, balancer(name)).status).toBe(201); });

  return cluster;
}

const pool = (cluster: Harvester): KubeObject => cluster.stored(IP_POOLS, undefined, 'pool');
const statusOf = (cluster: Harvester, name: string): Json | undefined => cluster.stored(LOAD_BALANCERS, 'default', name).status;

describe('ipPoolController', () => {
  it('counts the addresses of a new pool, says that it is ready, and holds it', () => {
    const { metadata, status } = pool(harvester());

    expect(status).toStrictEqual({ total: 3, available: 3, lastAllocated: '', conditions: READY });
    expect(metadata.finalizers).toStrictEqual(['wrangler.cattle.io/harvester-ipam-controller']);
    expect(metadata.labels).toStrictEqual({ 'loadbalancer.harvesterhci.io/vid': '0', 'loadbalancer.harvesterhci.io/global-ip-pool': 'false' });
  });

  it('counts again when the ranges change, less what is given away', () => {
    const cluster = harvester('first');

    expect(cluster.request('PATCH', `${ POOLS }/pool`, { spec: { ranges: [{ ...RANGE, rangeEnd: '192.168.0.19' }] } }, 'application/merge-patch+json').status).toBe(200);
    expect(pool(cluster).status).toMatchObject({ total: 10, available: 9, allocated: { '192.168.0.10': 'default/first' } });
  });

  it('gives a stale record back when an operator names it', () => {
    const cluster = harvester('first');
    const annotations = { 'loadbalancer.harvesterhci.io/manuallyReleaseIP': '192.168.0.10: default/first' };

    cluster.request('PATCH', `${ POOLS }/pool`, { metadata: { annotations } }, 'application/merge-patch+json');

    expect(pool(cluster).status).toMatchObject({ allocated: {}, available: 3 });
    expect(pool(cluster).metadata.annotations ?? {}).toStrictEqual({});
  });

  it('lets a pool go that has no address out', () => {
    const cluster = harvester();

    expect(cluster.request('DELETE', `${ POOLS }/pool`).status).toBe(200);
    expect(cluster.api.cluster.get(IP_POOLS, undefined, 'pool')).toBeUndefined();
  });

  it('leaves a pool alone whose ranges it can\'t read', () => {
    const cluster = harvester();

    cluster.given(IP_POOLS, { metadata: { name: 'broken' }, spec: { ranges: [{ subnet: 'nonsense' }] } });

    expect(cluster.stored(IP_POOLS, undefined, 'broken').status).not.toHaveProperty('conditions');
  });
});

describe('loadBalancerController', () => {
  it('gives one address after the other, and notes it on both sides', () => {
    const cluster = harvester('first', 'second');

    expect(pool(cluster).status).toStrictEqual({
      total: 3, available: 1, lastAllocated: '192.168.0.11', allocated: { '192.168.0.10': 'default/first', '192.168.0.11': 'default/second' }, conditions: READY,
    });
    expect(statusOf(cluster, 'second')).toMatchObject({ address: '192.168.0.11', allocatedAddress: { ipPool: 'pool', ip: '192.168.0.11', mask: '255.255.255.0', gateway: '192.168.0.1' } });
  });

  it('takes an address back, and gives it to the same load balancer again', () => {
    const cluster = harvester('first', 'second');

    cluster.request('DELETE', `${ BALANCERS }/first`);
    expect(pool(cluster).status).toMatchObject({ available: 2, allocated: { '192.168.0.11': 'default/second' }, allocatedHistory: { '192.168.0.10': 'default/first' } });

    cluster.request('POST', BALANCERS, balancer('third'));
    cluster.request('POST', BALANCERS, balancer('first'));
    expect(pool(cluster).status).toMatchObject({ allocated: { '192.168.0.10': 'default/first', '192.168.0.11': 'default/second', '192.168.0.12': 'default/third' } });
    expect(pool(cluster).status).not.toHaveProperty('allocatedHistory');
  });

  it('waits while the pool is empty, and goes on when an address is free', () => {
    const cluster = harvester('a', 'b', 'c', 'd');

    expect(statusOf(cluster, 'd')).toStrictEqual({ conditions: [{ type: 'Ready', status: 'False', message: 'fail to get ip from pool pool, error: no IP addresses available in range set: 192.168.0.10-192.168.0.12', lastUpdateTime: expect.any(String) as string }] });

    cluster.request('DELETE', `${ BALANCERS }/b`);
    expect(statusOf(cluster, 'd')).toMatchObject({ address: '192.168.0.11' });
  });

  it('moves to another pool when told', () => {
    const cluster = harvester('first');

    cluster.request('POST', POOLS, { metadata: { name: 'other' }, spec: { ranges: [{ subnet: '10.0.0.7/32' }] } });
    cluster.request('PATCH', `${ BALANCERS }/first`, { spec: { ipPool: 'other' } }, 'application/merge-patch+json');

    expect(statusOf(cluster, 'first')).toMatchObject({ address: '10.0.0.7', allocatedAddress: { ipPool: 'other', mask: '255.255.255.255' } });
    expect(pool(cluster).status).toMatchObject({ available: 3 });
  });

  it('finds the pool that serves its namespace', () => {
    const cluster = harvester();

    cluster.request('POST', POOLS, { metadata: { name: 'mine' }, spec: { ranges: [{ subnet: '10.0.0.0/29' }], selector: { scope: [{ namespace: 'default', project: '*', guestCluster: '*' }] } } });
    cluster.request('POST', BALANCERS, balancer('auto', { ipPool: '' }));

    expect(statusOf(cluster, 'auto')).toMatchObject({ allocatedAddress: { ipPool: 'mine', ip: '10.0.0.2' } });
  });

  it('says when no pool serves it', () => {
    const cluster = harvester();

    cluster.request('POST', BALANCERS, balancer('lost', { ipPool: '' }));

    expect(statusOf(cluster, 'lost')).toMatchObject({ conditions: [{ status: 'False', message: 'no matched IPPool with requirement &{Network: Project: Namespace:default Cluster:}' }] });
  });

  it('is ready with a running backend, and follows the machines', () => {
    const cluster = harvester();
    const instance = (name: string, ipAddress: string): JsonObject => ({ metadata: { name, namespace: 'default', labels: { app: 'web' } }, spec: { domain: { devices: {} } }, status: { phase: 'Running', interfaces: [{ ipAddress }] } });

    cluster.request('POST', BALANCERS, balancer('web', { backendServerSelector: { app: ['web', 'www'] } }));
    expect(statusOf(cluster, 'web')).toMatchObject({ address: '192.168.0.10', conditions: [{ status: 'False', message: 'no running backend servers' }] });

    cluster.given(VIRTUAL_MACHINE_INSTANCES, instance('one', '10.1.0.1'), instance('two', '10.1.0.2'));
    expect(statusOf(cluster, 'web')).toMatchObject({ backendServers: ['10.1.0.1', '10.1.0.2'], conditions: READY });

    cluster.api.cluster.remove(VIRTUAL_MACHINE_INSTANCES, 'default', 'one');
    cluster.settle();
    expect(statusOf(cluster, 'web')).toMatchObject({ backendServers: ['10.1.0.2'] });
  });

  it('asks the DHCP server when told, and takes no address of a pool', () => {
    const cluster = harvester();

    cluster.request('POST', BALANCERS, balancer('dhcp', { ipam: 'dhcp', ipPool: '' }));

    expect(statusOf(cluster, 'dhcp')).toMatchObject({ allocatedAddress: { ip: '0.0.0.0' }, conditions: [{ status: 'False' }] });
    expect(pool(cluster).status).toMatchObject({ available: 3 });
  });

  it('gets its own address back after its status was erased', () => {
    const cluster = harvester('first', 'second');
    const { status: _status, ...bare } = cluster.stored(LOAD_BALANCERS, 'default', 'first');

    expect(cluster.request('PUT', `${ BALANCERS }/first`, bare).status).toBe(200);
    expect(statusOf(cluster, 'first')).toMatchObject({ address: '192.168.0.10' });
    expect(pool(cluster).status).toMatchObject({ available: 1 });
  });
});

describe('an edit of the selector of a pool that has an address out', () => {
  const SELECTOR = { priority: 5 };

  /** As the shell's stock model saves: without `status` and `metadata.finalizers`. */
  function stockPut(cluster: Harvester): void {
    const { status: _status, metadata: { finalizers: _finalizers, ...metadata }, ...rest } = pool(cluster);
    const spec: JsonObject = { ranges: [RANGE], selector: SELECTOR };

    expect(cluster.request('PUT', `${ POOLS }/pool`, { ...rest, metadata, spec }).status).toBe(200);
  }

  it('as a stock PUT gives the held address to the next load balancer', () => {
    const cluster = harvester('first');

    stockPut(cluster);
    expect(pool(cluster).status).toStrictEqual({ total: 0, available: 0, lastAllocated: '' });

    cluster.request('POST', BALANCERS, balancer('second'));
    expect([statusOf(cluster, 'first'), statusOf(cluster, 'second')]).toMatchObject([{ address: '192.168.0.10' }, { address: '192.168.0.10' }]);
    expect(pool(cluster).status).toStrictEqual({ total: 0, available: -1, lastAllocated: '192.168.0.10', allocated: { '192.168.0.10': 'default/second' } });
  });

  it('as a stock PUT takes the delete guard away', () => {
    const cluster = harvester('first');

    expect(cluster.request('DELETE', `${ POOLS }/pool`).status).toBe(500);
    stockPut(cluster);
    expect(cluster.request('DELETE', `${ POOLS }/pool`).status).toBe(200);
  });

  it('as a merge patch changes the selector alone, and the next load balancer gets the next address', () => {
    const cluster = harvester('first');
    const before = pool(cluster);
    const { resourceVersion, uid } = before.metadata;

    expect(cluster.request('PATCH', `${ POOLS }/pool`, { metadata: { resourceVersion, uid }, spec: { selector: SELECTOR } }, 'application/merge-patch+json').status).toBe(200);
    const after = pool(cluster);

    expect(after.status).toStrictEqual(before.status);
    expect(after.metadata.finalizers).toStrictEqual(before.metadata.finalizers);
    cluster.request('POST', BALANCERS, balancer('second'));
    expect(statusOf(cluster, 'second')).toMatchObject({ address: '192.168.0.11' });
    expect(pool(cluster).status).toMatchObject({ total: 3, available: 1, allocated: { '192.168.0.10': 'default/first', '192.168.0.11': 'default/second' } });
  });
});
