import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { IPPool, type IPPoolSpec, type IPPoolState, type IPPoolStatus } from '@models/loadbalancer.harvesterhci.io/ip-pool';
import type { IPPoolScope } from '@models/loadbalancer.harvesterhci.io/ip-pool-selector';
import { LoadBalancer } from '@models/loadbalancer.harvesterhci.io/load-balancer';
import type { ObjectMeta } from '@models/base/kubernetes';
import { NOT_LOADED } from '@models/base/lookup';
import { createModel, fieldAt, type Lists } from '../support/model';
import { partsOf, readEverything } from '../support/partial-objects';

const POOL = 'loadbalancer.harvesterhci.io.ippool';
const LOAD_BALANCER = 'loadbalancer.harvesterhci.io.loadbalancer';
const NETWORK = 'k8s.cni.cncf.io.networkattachmentdefinition';

interface PoolParts { name?: string; spec?: IPPoolSpec; status?: IPPoolStatus; metadata?: ObjectMeta }

const READY = [{ type: 'Ready', status: 'True' }];
const RANGES = [{ subnet: '192.168.0.0/24', rangeStart: '192.168.0.10', rangeEnd: '192.168.0.20', gateway: '192.168.0.1' }];
const SERVED: IPPoolStatus = {
  total: 11, available: 10, lastAllocated: '192.168.0.10', allocated: { '192.168.0.10': 'default/web' }, conditions: READY,
};

function poolData({ name = 'pool-a', spec = { ranges: RANGES }, status, metadata }: PoolParts = {}) {
  return {
    id: name, type: POOL, apiVersion: 'loadbalancer.harvesterhci.io/v1beta1', kind: 'IPPool', metadata: { name, uid: 'u', ...metadata }, spec, ...(status ? { status } : {}),
  };
}

const pool = (parts: PoolParts = {}, lists: Lists = {}) => createModel(IPPool, poolData(parts), lists);

function balancer(id: string, ip: string, metadata: ObjectMeta = {}) {
  const [namespace = '', name = ''] = id.split('/');

  return createModel(LoadBalancer, { id, type: LOAD_BALANCER, metadata: { namespace, name, ...metadata }, status: { allocatedAddress: { ipPool: 'pool-a', ip } } });
}

const ALL: IPPoolScope = { project: '*', namespace: '*', guestCluster: '*' };

/** What validation says, as key and path. */
function issuesOf(spec: IPPoolSpec, { status, others = [], lists = {} }: { status?: IPPoolStatus; others?: readonly object[]; lists?: Lists } = {}) {
  return pool({ spec, ...(status ? { status } : {}) }, { [POOL]: others, ...lists }).issues().map(({ path, key }) => `${ path } ${ key.replace('harvesterModels.validation.ipPool.', '') }`);
}

describe('IPPool state', () => {
  it.each<[string, IPPoolStatus | undefined, IPPoolState | undefined]>([
    ['the ranges are taken over', SERVED, undefined],
    ['the controller has not spoken, or its word was lost', undefined, 'waiting'],
    ['there is a status but no condition', { total: 11, available: 11, lastAllocated: '' }, 'waiting'],
    ['the controller says no', { ...SERVED, conditions: [{ type: 'Ready', status: 'False', message: 'bad range' }] }, 'not-ready'],
    ['the controller does not know', { ...SERVED, conditions: [{ type: 'Ready', status: 'Unknown' }] }, 'not-ready'],
    ['the condition of another case is another condition', { ...SERVED, conditions: [{ type: 'ready', status: 'True' }] }, 'waiting'],
    ['every address is given out', { total: 1, available: 0, allocated: { '192.168.0.10': 'default/web' }, conditions: READY }, 'exhausted'],
    ['more was given out than there is', { total: 0, available: -1, allocated: { '192.168.0.10': 'default/web' }, conditions: READY }, 'inconsistent'],
    ['all is said to be free although somebody holds an address', { ...SERVED, available: 11 }, 'inconsistent'],
  ])('is right when %s', (_reason, status, state) => {
    expect(pool(status ? { status } : {}).ownState).toBe(state);
  });

  it.each<[string, ObjectMeta]>([
    ['is being removed', { deletionTimestamp: '2026-01-01T00:00:00Z' }],
    ['has an error of its own', { state: { name: 'failed', error: true, transitioning: false, message: '' } }],
    ['is on its way', { state: { name: 'in-progress', error: false, transitioning: true, message: '' } }],
  ])('is left to Steve when the pool %s', (_reason, metadata) => {
    expect(pool({ metadata }).ownState).toBeUndefined();
  });

  it('is inconsistent when a load balancer holds an address that the pool does not record', () => {
    const victim = pool({ status: { ...SERVED, allocated: {}, available: 11 } }, { [LOAD_BALANCER]: [balancer('default/web', '192.168.0.10')] });

    expect(victim.ownState).toBe('inconsistent');
    expect(victim.ownStateMessage).toContain('default/web');
    expect(victim.stateColor).toBe('text-error');
    expect(victim.stateDisplay).toBe('harvesterModels.ipPool.states.inconsistent');
  });

  it('does not count a load balancer that is being removed', () => {
    const leaving = balancer('default/web', '192.168.0.10', { deletionTimestamp: '2026-01-01T00:00:00Z' });

    expect(pool({ status: { ...SERVED, allocated: {}, available: 11 } }, { [LOAD_BALANCER]: [leaving] }).ownState).toBeUndefined();
  });

  it('says why the pool is not ready in the words of the controller', () => {
    expect(pool({ status: { ...SERVED, conditions: [{ type: 'Ready', status: 'False', message: 'bad range' }] } }).ownStateMessage).toBe('bad range');
  });

  it('has a descriptor for every state', () => {
    expectTypeOf<keyof typeof IPPool.states>().toEqualTypeOf<IPPoolState>();
    expect(Object.keys(IPPool.states)).toStrictEqual(['inconsistent', 'not-ready', 'waiting', 'exhausted']);
  });
});

describe('IPPool figures', () => {
  it.each<[string, IPPoolStatus | undefined, object | undefined]>([
    ['counts what is given out', SERVED, { used: 1, total: 11 }],
    ['has no answer before the controller has run', undefined, undefined],
    ['has no answer without addresses', { total: 0, available: 0 }, undefined],
    ['stays within bounds when the counts are wrong', { total: 11, available: 12 }, { used: 0, total: 11 }],
  ])('usage %s', (_reason, status, usage) => {
    expect(pool(status ? { status } : {}).usage).toStrictEqual(usage);
  });

  it('sorts subnets and counts by number', () => {
    const columns = new Map(IPPool.columns.flatMap((column) => typeof column === 'string' ? [] : [[column.name, column]]));
    const small = pool({ spec: { ranges: [{ subnet: '9.0.0.0/8' }] }, status: { total: 20, available: 9 } });
    const large = pool({ spec: { ranges: [{ subnet: '10.0.0.0/8' }] }, status: { total: 20, available: 10 } });
    const order = (name: string) => [small, large].map((row) => columns.get(name)?.sort?.(row));

    expect(order('subnet')).toStrictEqual(order('subnet').toSorted());
    expect(order('available')).toStrictEqual([9, 10]);
  });
});

describe('IPPool relations', () => {
  const holder = balancer('default/web', '192.168.0.10');

  it('finds who holds an address of it', () => {
    expect(pool({ status: SERVED }, { [LOAD_BALANCER]: [holder, balancer('default/other', '')] }).holders).toContain(holder);
  });

  it('finds who asks for it by name', () => {
    const asking = createModel(LoadBalancer, { id: 'default/shop', type: LOAD_BALANCER, spec: { ipPool: 'pool-a' } });

    expect(pool({}, { [LOAD_BALANCER]: [asking, holder] }).requesters).toContain(asking);
    expect(pool({}, { [LOAD_BALANCER]: [holder] }).requesters).toStrictEqual([]);
  });

  it('tells what is not loaded from what does not exist', () => {
    const spec = { ranges: RANGES, selector: { network: 'default/vlan1' } };

    expect(pool({ spec }).holders).toBe(NOT_LOADED);
    expect(pool({ spec }).network).toBe(NOT_LOADED);
    expect(pool({ spec }, { [NETWORK]: [] }).network).toBeUndefined();
    expect(pool().network).toBeUndefined();
  });

  it('links the holders that may exist, in the order of their addresses', () => {
    const status = { ...SERVED, allocated: { '192.168.0.9': 'default/gone', '192.168.0.10': 'default/web' } };
    const section = IPPool.detailSections.find(({ name }) => name === 'holders');
    const rows = (lists: Lists) => section?.kind === 'table' ? section.rows(pool({ status }, lists)) : [];

    expect(rows({ [LOAD_BALANCER]: [holder] })).toStrictEqual([
      [{ text: '192.168.0.9' }, { text: 'default/gone', link: undefined }],
      [{ text: '192.168.0.10' }, { text: 'default/web', link: { type: LOAD_BALANCER, id: 'default/web' } }],
    ]);
    expect(rows({})[0]?.[1]?.link).toStrictEqual({ type: LOAD_BALANCER, id: 'default/gone' });
  });
});

describe('IPPool validation of ranges', () => {
  it.each<[string, IPPoolSpec['ranges'], string[]]>([
    ['accepts a complete range', RANGES, []],
    ['accepts a subnet alone', [{ subnet: '10.0.0.0/24' }], []],
    ['accepts IPv6', [{ subnet: '2001:db8::/64', rangeStart: '2001:db8::10' }], []],
    ['accepts an address of the network in place of the network', [{ subnet: '10.0.0.5/24' }], []],
    ['accepts a single address', [{ subnet: '10.0.0.5/32' }], []],
    ['wants at least one range', [], ['spec.ranges rangesRequired']],
    ['wants a subnet', [{}], ['spec.ranges[0].subnet subnetRequired']],
    ['refuses a prefix that is too long', [{ subnet: '10.0.0.0/33' }], ['spec.ranges[0].subnet subnetInvalid']],
    ['refuses an address without a prefix', [{ subnet: '10.0.0.0' }], ['spec.ranges[0].subnet subnetInvalid']],
    ['refuses short forms', [{ subnet: '10.0/16' }], ['spec.ranges[0].subnet subnetInvalid']],
    ['refuses leading zeros, which are octal for some', [{ subnet: '010.0.0.0/8' }], ['spec.ranges[0].subnet subnetInvalid']],
    ['refuses IPv6 zones', [{ subnet: 'fe80::1%eth0/64' }], ['spec.ranges[0].subnet subnetInvalid']],
    ['refuses a start that is no address', [{ subnet: '10.0.0.0/24', rangeStart: '10.0.0.300' }], ['spec.ranges[0].rangeStart address.invalid']],
    ['refuses an end outside of the subnet', [{ subnet: '10.0.0.0/24', rangeEnd: '10.0.1.5' }], ['spec.ranges[0].rangeEnd address.outOfSubnet']],
    ['refuses a gateway of the other family', [{ subnet: '10.0.0.0/24', gateway: '2001:db8::1' }], ['spec.ranges[0].gateway address.outOfSubnet']],
    ['refuses the network address', [{ subnet: '10.0.0.0/24', rangeStart: '10.0.0.0' }], ['spec.ranges[0].rangeStart address.networkAddress']],
    ['refuses the broadcast address', [{ subnet: '10.0.0.0/24', rangeEnd: '10.0.0.255' }], ['spec.ranges[0].rangeEnd address.broadcastAddress']],
    ['refuses a start on a single address, as the server does', [{ subnet: '10.0.0.5/32', rangeStart: '10.0.0.5' }], ['spec.ranges[0].rangeStart address.networkAddress']],
    ['refuses ends in the wrong order', [{ subnet: '10.0.0.0/24', rangeStart: '10.0.0.9', rangeEnd: '10.0.0.5' }], ['spec.ranges[0].rangeEnd rangeReversed']],
    ['refuses ranges that overlap', [{ subnet: '10.0.0.0/24' }, { subnet: '10.0.0.128/25' }], ['spec.ranges[1].subnet rangesOverlap']],
    ['accepts ranges side by side', [{ subnet: '10.0.0.0/24', rangeEnd: '10.0.0.99' }, { subnet: '10.0.0.0/24', rangeStart: '10.0.0.100' }], []],
    ['compares families apart', [{ subnet: '0.0.0.0/1' }, { subnet: '::/1' }], []],
  ])('%s', (_reason, ranges, issues) => {
    expect(issuesOf({ ranges: ranges ?? [] })).toStrictEqual(issues);
  });

  it('refuses a range of another pool, whatever its network', () => {
    const other = pool({ name: 'pool-b', spec: { ranges: [{ subnet: '192.168.0.0/16', rangeStart: '192.168.0.20', rangeEnd: '192.168.0.30' }] } });

    expect(issuesOf({ ranges: RANGES }, { others: [other] })).toStrictEqual(['spec.ranges[0].subnet rangeOfOtherPool']);
    expect(issuesOf({ ranges: RANGES }, { others: [pool()] })).toStrictEqual([]);
  });

  it('keeps the addresses in use covered', () => {
    const ranges = [{ subnet: '192.168.0.0/24', rangeStart: '192.168.0.11' }];

    expect(issuesOf({ ranges }, { status: SERVED })).toStrictEqual(['spec.ranges allocatedOutside']);
    expect(issuesOf({ ranges: RANGES }, { status: SERVED })).toStrictEqual([]);
  });
});

describe('IPPool validation of the selector', () => {
  const scope = (namespace: string): IPPoolScope => ({ project: '*', namespace, guestCluster: '*' });
  const other = (selector: IPPoolSpec['selector']) => pool({ name: 'pool-b', spec: { ranges: [{ subnet: '10.0.0.0/24' }], ...(selector ? { selector } : {}) } });

  it.each<[string, NonNullable<IPPoolSpec['selector']>, readonly object[], string[]]>([
    ['accepts none', {}, [], []],
    ['accepts a first global pool', { scope: [ALL] }, [other({ scope: [scope('default')] })], []],
    ['refuses a second global pool', { scope: [ALL] }, [other({ scope: [ALL] })], ['spec.selector.scope[0].namespace globalPoolExists']],
    ['ignores the global pool otherwise', { scope: [scope('default')] }, [other({ scope: [ALL] })], []],
    ['refuses scopes that overlap each other', { scope: [scope('default'), scope('*')] }, [], ['spec.selector.scope[1].namespace scopesOverlap']],
    ['accepts scopes of two namespaces', { scope: [scope('default'), scope('prod')] }, [], []],
    ['refuses a scope of another pool when both have no priority', { scope: [scope('default')] }, [other({ scope: [scope('default')] })], ['spec.selector.scope[0].namespace scopeOfOtherPool']],
    ['accepts the scope of another pool on another network', { network: 'default/vlan1', scope: [scope('default')] }, [other({ scope: [scope('default')] })], []],
    ['accepts the scope of another pool when priorities decide', { priority: 5, scope: [scope('default')] }, [other({ scope: [scope('default')] })], []],
    ['refuses a priority that is taken, on any network', { priority: 5, network: 'default/vlan1' }, [other({ priority: 5 })], ['spec.selector.priority priorityTaken']],
    ['refuses a priority below zero', { priority: -1 }, [], ['spec.selector.priority priorityInvalid']],
    ['refuses half a priority', { priority: 0.5 }, [], ['spec.selector.priority priorityInvalid']],
    ['refuses a network without a namespace', { network: 'vlan1' }, [], ['spec.selector.network networkInvalid']],
  ])('%s', (_reason, selector, others, issues) => {
    expect(issuesOf({ ranges: RANGES, selector }, { others })).toStrictEqual(issues);
  });

  it('refuses a network that does not exist, unless the networks are not loaded', () => {
    const spec = { ranges: RANGES, selector: { network: 'default/vlan1' } };

    expect(issuesOf(spec, { lists: { [NETWORK]: [] } })).toStrictEqual(['spec.selector.network networkMissing']);
    expect(issuesOf(spec, { lists: { [NETWORK]: [{ id: 'default/vlan1' }] } })).toStrictEqual([]);
    expect(issuesOf(spec)).toStrictEqual([]);
  });

  it('asks nothing of a pool that is being removed', () => {
    expect(pool({ spec: {}, metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }).issues()).toStrictEqual([]);
  });

  it.each([
    ['is missing', undefined, 'required'],
    ['is too long', 'a'.repeat(64), 'tooLong'],
    ['has capitals', 'Pool', 'label'],
    ['has a dot', 'pool.a', 'label'],
  ])('refuses a new name that %s', (_reason, name, key) => {
    const fresh = createModel(IPPool, { type: POOL, metadata: name === undefined ? {} : { name }, spec: { ranges: RANGES } });

    expect(fresh.issues().map((issue) => issue.key)).toStrictEqual([`harvesterModels.validation.name.${ key }`]);
  });
});

describe('IPPool form', () => {
  it('starts a new pool with one empty range and leaves a clone as it is', () => {
    const fresh = createModel(IPPool, { type: POOL });
    const clone = pool();

    fresh.applyDefaults();
    clone.applyDefaults();

    expect(fresh.spec).toStrictEqual({ ranges: [{}] });
    expect(clone.spec).toStrictEqual({ ranges: RANGES });
  });

  it('offers the networks that are loaded, none, and always the one in use', () => {
    const network = fieldAt(IPPool.formTabs, 'spec.selector.network');
    const values = (lists: Lists) => network.kind === 'select'
      ? network.options(pool({ spec: { ranges: RANGES, selector: { network: 'default/vlan1' } } }, lists)).map(({ value }) => value)
      : [];

    expect(values({ [NETWORK]: [{ id: 'default/vlan2' }] })).toStrictEqual(['', 'default/vlan2', 'default/vlan1']);
    expect(values({})).toStrictEqual(['', 'default/vlan1']);
  });

  it('removes the network with None and writes nothing when nothing changes', () => {
    const network = fieldAt(IPPool.formTabs, 'spec.selector.network');
    const chosen = pool({ spec: { ranges: RANGES, selector: { network: 'default/vlan1', priority: 3 } } });
    const without = pool();

    network.write?.(chosen, '');
    network.write?.(without, '');

    expect(chosen.spec?.selector).toStrictEqual({ priority: 3 });
    expect(without.spec).toStrictEqual({ ranges: RANGES });
  });

  it('offers the namespaces of the row\'s project', () => {
    const scopes = fieldAt(IPPool.formTabs, 'spec.selector.scope');
    const namespaces = [{ id: 'default' }, { id: 'shop', metadata: { annotations: { 'field.cattle.io/projectId': 'c-1:p-shop' } } }];
    const spec = { ranges: RANGES, selector: { scope: [{ project: 'c-1:p-shop', namespace: '*' }, ALL] } };
    const edited = pool({ spec }, { namespace: namespaces });
    const offered = (path: string, row: number) => {
      const field = scopes.kind === 'rows' ? scopes.fields.find((inner) => inner.path === path) : undefined;

      return field?.kind === 'select' ? field.options(edited, row).map(({ value }) => value) : [];
    };

    expect(offered('namespace', 0)).toStrictEqual(['*', 'shop']);
    expect(offered('namespace', 1)).toStrictEqual(['*', 'default', 'shop']);
    expect(offered('project', 1)).toStrictEqual(['*', 'c-1:p-shop']);
  });
});

describe('a partial IPPool', () => {
  const whole = poolData({
    spec:     { description: 'd', ranges: [...RANGES, { subnet: '10.0.0.0/24' }], selector: { network: 'default/vlan1', priority: 2, scope: [ALL, { namespace: 'default' }] } },
    status:   SERVED,
    metadata: { labels: { 'loadbalancer.harvesterhci.io/vid': '1' }, state: { name: 'active', error: false, transitioning: false, message: '' } },
  });

  it.each<[string, Lists]>([
    ['with everything loaded', { [POOL]: [pool({ name: 'pool-b' })], [LOAD_BALANCER]: [balancer('default/web', '192.168.0.10')], [NETWORK]: [], namespace: [{ id: 'default' }] }],
    ['with nothing loaded', {}],
  ])('can be read and validated, %s', (_reason, lists) => {
    fc.assert(fc.property(partsOf(whole), (part) => {
      expect(readEverything(IPPool, createModel(IPPool, part, lists))).toBeGreaterThanOrEqual(0);
    }));
  });
});
