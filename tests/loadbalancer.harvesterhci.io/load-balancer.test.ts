import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { ObjectMeta } from '@models/base/kubernetes';
import { NOT_LOADED } from '@models/base/lookup';
import { LoadBalancer, type LoadBalancerSpec, type LoadBalancerState, type LoadBalancerStatus } from '@models/loadbalancer.harvesterhci.io/load-balancer';
import type { LoadBalancerListener } from '@models/loadbalancer.harvesterhci.io/listeners';
import { createModel, fieldAt, type Lists } from '../support/model';
import { partsOf, readEverything } from '../support/partial-objects';

const TYPE = 'loadbalancer.harvesterhci.io.loadbalancer';
const POOL = 'loadbalancer.harvesterhci.io.ippool';
const VIRTUAL_MACHINE = 'kubevirt.io.virtualmachine';

interface Parts { name?: string; spec?: LoadBalancerSpec; status?: LoadBalancerStatus; metadata?: ObjectMeta }

const HTTP: LoadBalancerListener = { name: 'http', port: 80, protocol: 'TCP', backendPort: 8080 };
const READY = [{ type: 'Ready', status: 'True' }];
const SERVED: LoadBalancerStatus = {
  address: '192.168.0.10', backendServers: ['10.0.0.5'], allocatedAddress: { ipPool: 'pool-a', ip: '192.168.0.10', mask: '255.255.255.0', gateway: '192.168.0.1' }, conditions: READY,
};

function balancerData({ name = 'web', spec = { ipam: 'pool', listeners: [HTTP] }, status, metadata }: Parts = {}) {
  return {
    id:       `default/${ name }`,
    type:     TYPE,
    links:    { update: '/update', self: '/self' },
    metadata: { name, namespace: 'default', uid: name, ...metadata },
    spec,
    ...(status ? { status } : {}),
  };
}

const balancer = (parts: Parts = {}, lists: Lists = {}) => createModel(LoadBalancer, balancerData(parts), lists);
const keysOf = (spec: LoadBalancerSpec) => balancer({ spec }).issues().map(({ path, key }) => `${ path } ${ key.replace('harvesterModels.validation.loadBalancer.', '') }`);

describe('LoadBalancer state', () => {
  it.each<[string, LoadBalancerStatus | undefined, LoadBalancerState | undefined]>([
    ['it is served', SERVED, undefined],
    ['the controller has not spoken', undefined, 'waiting'],
    ['the controller says no', { conditions: [{ type: 'Ready', status: 'False', message: 'no pool' }] }, 'not-ready'],
    ['the controller does not know', { conditions: [{ type: 'Ready', status: 'Unknown' }] }, 'not-ready'],
  ])('is right when %s', (_reason, status, state) => {
    expect(balancer(status ? { status } : {}).ownState).toBe(state);
  });

  it('shows an address of a pool that two were given', () => {
    const twin = balancer({ name: 'shop', status: SERVED });
    const both = { [TYPE]: [twin, balancer({ status: SERVED })] };

    expect(balancer({ status: SERVED }, both).ownState).toBe('address-conflict');
    expect(balancer({ status: SERVED }, both).ownStateMessage).toContain('default/shop');
    expect(balancer({ status: SERVED }, { [TYPE]: [balancer({ status: SERVED })] }).ownState).toBeUndefined();
  });

  it.each<[string, Parts]>([
    ['the other is being removed', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' }, status: SERVED }],
    ['the other has it from another pool', { status: { ...SERVED, allocatedAddress: { ipPool: 'pool-b', ip: '192.168.0.10' } } }],
    ['the other has it by DHCP', { status: { address: '192.168.0.10', conditions: READY } }],
  ])('is no conflict when %s', (_reason, parts) => {
    expect(balancer({ status: SERVED }, { [TYPE]: [balancer({ name: 'shop', ...parts })] }).ownState).toBeUndefined();
  });

  it('is left to Steve while the load balancer is being removed', () => {
    expect(balancer({ metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }).ownState).toBeUndefined();
  });

  it('says why in the words of the controller', () => {
    expect(balancer({ status: { conditions: [{ type: 'Ready', status: 'False', message: 'no pool' }] } }).stateDescription).toBe('no pool');
  });

  it('has a descriptor for every state', () => {
    expectTypeOf<keyof typeof LoadBalancer.states>().toEqualTypeOf<LoadBalancerState>();
    expect(Object.keys(LoadBalancer.states)).toStrictEqual(['address-conflict', 'not-ready', 'waiting']);
  });
});

describe('LoadBalancer address', () => {
  it.each<[string, LoadBalancerStatus | undefined, LoadBalancerListener[], string[]]>([
    ['is nothing before there is one', undefined, [HTTP], []],
    ['is bare for well-known ports', SERVED, [HTTP, { ...HTTP, port: 443 }], ['192.168.0.10']],
    ['has the port otherwise', SERVED, [HTTP, { ...HTTP, port: 8443 }], ['192.168.0.10', '192.168.0.10:8443']],
    ['is bare without listeners', SERVED, [], ['192.168.0.10']],
    ['is in brackets before a port when it is IPv6', { address: '2001:db8::1' }, [{ ...HTTP, port: 8443 }], ['[2001:db8::1]:8443']],
  ])('%s', (_reason, status, listeners, endpoints) => {
    expect(balancer({ spec: { listeners }, ...(status ? { status } : {}) }).endpoints).toStrictEqual(endpoints);
  });
});

describe('LoadBalancer defaults of the server', () => {
  it.each<[string, LoadBalancerSpec | undefined, string, string]>([
    ['nothing is chosen', {}, 'vm', 'pool'],
    ['a guest cluster owns it', { workloadType: 'cluster', ipam: 'dhcp' }, 'cluster', 'dhcp'],
  ])('apply when %s', (_reason, spec, workloadType, ipam) => {
    const { workloadType: readType, ipam: readIpam } = balancer(spec ? { spec } : {});

    expect([readType, readIpam]).toStrictEqual([workloadType, ipam]);
  });
});

describe('LoadBalancer actions', () => {
  it.each<[string, LoadBalancerSpec, boolean]>([
    ['for VMs can be edited and cloned', { workloadType: 'vm' }, true],
    ['that does not say is for VMs', {}, true],
    ['of a guest cluster is only looked at', { workloadType: 'cluster' }, false],
  ])('one %s', (_reason, spec, allowed) => {
    const { canUpdate, canClone, canCustomEdit } = balancer({ spec });

    expect({ canUpdate, canClone, canCustomEdit }).toStrictEqual({ canUpdate: allowed, canClone: allowed, canCustomEdit: allowed });
  });

  it('do not fail on an object without a spec', () => {
    const { canUpdate, canClone } = createModel(LoadBalancer, { id: 'default/web', type: TYPE });

    expect([canUpdate, canClone]).toStrictEqual([false, true]);
  });
});

describe('LoadBalancer relations', () => {
  const machine = (id: string, labels: Record<string, string>) => ({ id, metadata: { namespace: id.split('/')[0] }, spec: { template: { metadata: { labels } } } });
  const machines = [machine('default/a', { app: 'web', tier: 'front' }), machine('default/b', { app: 'shop' }), machine('other/c', { app: 'web' }), { id: 'default/d', metadata: { namespace: 'default' } }];
  const selected = (backendServerSelector: Record<string, string[]>, lists: Lists = { [VIRTUAL_MACHINE]: machines }) => {
    const found = balancer({ spec: { backendServerSelector } }, lists).backendMachines;

    return found === NOT_LOADED ? 'not loaded' : found.map(({ id }) => id);
  };

  it.each<[string, Record<string, string[]>, string[]]>([
    ['one value of a key', { app: ['web', 'api'] }, ['default/a']],
    ['any of the values', { app: ['web', 'shop'] }, ['default/a', 'default/b']],
    ['all of the keys', { app: ['web', 'shop'], tier: ['front'] }, ['default/a']],
    ['nobody without a key', {}, []],
    ['nobody without a value', { app: [] }, []],
  ])('selects VMs of the namespace by %s', (_reason, selector, ids) => {
    expect(selected(selector)).toStrictEqual(ids);
  });

  it('tells what is not loaded from what does not exist', () => {
    expect(selected({ app: ['web'] }, {})).toBe('not loaded');
    expect(balancer({ status: SERVED }).pool).toBe(NOT_LOADED);
    expect(balancer({ status: SERVED }, { [POOL]: [] }).pool).toBeUndefined();
  });

  it('knows the pool that gave the address, else the pool that is asked for', () => {
    expect(balancer({ spec: { ipPool: 'pool-b' }, status: SERVED }).poolName).toBe('pool-a');
    expect(balancer({ spec: { ipPool: 'pool-b' } }).poolName).toBe('pool-b');
    expect(balancer({ spec: { ipPool: 'pool-b', ipam: 'dhcp' } }).poolName).toBeUndefined();
  });
});

describe('LoadBalancer validation', () => {
  it.each<[string, LoadBalancerSpec, string[]]>([
    ['accepts one listener', { listeners: [HTTP] }, []],
    ['wants at least one listener', {}, ['spec.listeners listenersRequired']],
    ['wants none of a guest cluster', { workloadType: 'cluster' }, []],
    ['wants both ports', { listeners: [{ protocol: 'TCP' }] }, ['spec.listeners[0].port portRequired', 'spec.listeners[0].backendPort backendPortRequired']],
    ['refuses port 0', { listeners: [{ ...HTTP, port: 0 }] }, ['spec.listeners[0].port portInvalid']],
    ['refuses ports above 65535', { listeners: [{ ...HTTP, backendPort: 65536 }] }, ['spec.listeners[0].backendPort backendPortInvalid']],
    ['refuses half a port', { listeners: [{ ...HTTP, port: 80.5 }] }, ['spec.listeners[0].port portInvalid']],
    ['refuses a name twice', { listeners: [HTTP, { ...HTTP, port: 81, backendPort: 8081 }] }, ['spec.listeners[1].name nameTaken']],
    ['refuses no name twice', { listeners: [{ ...HTTP, name: '' }, { port: 81, backendPort: 8081, protocol: 'TCP' }] }, ['spec.listeners[1].name nameRequired']],
    ['refuses a port twice', { listeners: [HTTP, { ...HTTP, name: 'b', backendPort: 8081 }] }, ['spec.listeners[1].port portTaken']],
    ['refuses a backend port twice', { listeners: [HTTP, { ...HTTP, name: 'b', port: 81 }] }, ['spec.listeners[1].backendPort backendPortTaken']],
    ['accepts the same ports for TCP and UDP', { listeners: [HTTP, { ...HTTP, name: 'b', protocol: 'UDP' }] }, []],
    ['accepts a health check of a TCP backend port', { listeners: [HTTP], healthCheck: { port: 8080 } }, []],
    ['ignores a health check without a port', { listeners: [HTTP], healthCheck: { successThreshold: 0 } }, []],
    ['refuses a health check of another port', { listeners: [HTTP], healthCheck: { port: 80 } }, ['spec.healthCheck.port healthCheckPortUnknown']],
    ['refuses a health check of a UDP port', { listeners: [{ ...HTTP, protocol: 'UDP' }], healthCheck: { port: 8080 } }, ['spec.healthCheck.port healthCheckPortNotTcp']],
    ['refuses thresholds below one', { listeners: [HTTP], healthCheck: { port: 8080, failureThreshold: 0, timeoutSeconds: 1.5 } }, ['spec.healthCheck.failureThreshold failureThreshold', 'spec.healthCheck.timeoutSeconds timeoutSeconds']],
  ])('%s', (_reason, spec, issues) => {
    expect(keysOf(spec)).toStrictEqual(issues);
  });
});

describe('LoadBalancer validation against the store', () => {
  const stored: Lists = { [TYPE]: [balancer({ spec: { ipam: 'pool', listeners: [HTTP] } })] };

  it.each<[string, LoadBalancerSpec, string[]]>([
    ['accepts what the server reads the same way', { workloadType: 'vm', listeners: [HTTP] }, []],
    ['refuses another source of the address', { ipam: 'dhcp', listeners: [HTTP] }, ['spec.ipam']],
    ['refuses another workload', { ipam: 'pool', workloadType: 'cluster' }, ['spec.workloadType']],
  ])('%s', (_reason, spec, paths) => {
    expect(balancer({ spec }, stored).issues().map(({ path }) => path)).toStrictEqual(paths);
  });
});

describe('LoadBalancer form', () => {
  it('starts a new one for VMs, by DHCP, with one listener', () => {
    const fresh = createModel(LoadBalancer, { type: TYPE });

    fresh.applyDefaults();

    expect(fresh.spec).toStrictEqual({ workloadType: 'vm', ipam: 'dhcp', listeners: [{ protocol: 'TCP' }] });
  });

  it('asks nothing of guest clusters about listeners', () => {
    const shown = LoadBalancer.formTabs.filter((tab) => tab.visible?.(balancer({ spec: { workloadType: 'cluster' } })) ?? true);

    expect(shown.map(({ name }) => name)).toStrictEqual(['basic']);
  });

  it('offers the TCP backend ports for the health check and drops only its port again', () => {
    const field = fieldAt(LoadBalancer.formTabs, 'spec.healthCheck.port');
    const edited = balancer({ spec: { listeners: [HTTP, { ...HTTP, protocol: 'UDP', backendPort: 53 }], healthCheck: { failureThreshold: 3 } } });

    expect(field.kind === 'select' ? field.options(edited).map(({ value }) => value) : []).toStrictEqual(['', 8080]);

    field.write?.(edited, 8080);
    expect(edited.spec?.healthCheck).toStrictEqual({ failureThreshold: 3, port: 8080 });

    field.write?.(edited, '');
    expect(edited.spec?.healthCheck).toStrictEqual({ failureThreshold: 3 });
  });

  it('takes the pool away with Automatic and writes nothing when nothing changes', () => {
    const field = fieldAt(LoadBalancer.formTabs, 'spec.ipPool');
    const chosen = balancer({ spec: { ipPool: 'pool-a' } });
    const automatic = balancer({ spec: { ipPool: '' } });

    field.write?.(chosen, '');
    field.write?.(automatic, '');

    expect([chosen.spec, automatic.spec]).toStrictEqual([{}, { ipPool: '' }]);
    expect(field.kind === 'select' ? field.options(balancer({ spec: { ipPool: 'pool-a' } }, { [POOL]: [{ id: 'pool-b' }] })).map(({ value }) => value) : []).toStrictEqual(['', 'pool-b', 'pool-a']);
  });
});

describe('a partial LoadBalancer', () => {
  const whole = balancerData({
    spec: {
      workloadType: 'vm', ipam: 'pool', ipPool: 'pool-a', listeners: [HTTP, { ...HTTP, name: 'b', port: 81 }], backendServerSelector: { app: ['web'] }, healthCheck: { port: 8080, periodSeconds: 5 },
    },
    status: SERVED,
  });

  it.each<[string, Lists]>([
    ['with everything loaded', { [TYPE]: [balancer({ name: 'shop', status: SERVED })], [POOL]: [{ id: 'pool-a' }], [VIRTUAL_MACHINE]: [{ id: 'default/a', metadata: { namespace: 'default' } }] }],
    ['with nothing loaded', {}],
  ])('can be read and validated, %s', (_reason, lists) => {
    fc.assert(fc.property(partsOf(whole), (part) => {
      expect(readEverything(LoadBalancer, createModel(LoadBalancer, part, lists))).toBeGreaterThanOrEqual(0);
    }));
  });
});
