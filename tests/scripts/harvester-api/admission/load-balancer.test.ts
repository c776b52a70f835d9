import { describe, expect, it } from 'vitest';
import { loadBalancerMutator, loadBalancerValidator } from '../../../../scripts/harvester-api/admission/load-balancer';
import { VIRTUAL_MACHINE_INSTANCES } from '../../../../scripts/harvester-api/admission/resources';
import type { JsonObject } from '../../../../scripts/harvester-api/types';
import { clusterOf, judged, refusal, requestOf, type Sketch } from './cluster';

const listener = (name: string, port: number, backendPort: number, protocol = 'TCP'): JsonObject => ({ name, port, backendPort, protocol });
const HTTP = listener('http', 80, 8080);
const HEALTH = { port: 8080, successThreshold: 1, failureThreshold: 1, periodSeconds: 1, timeoutSeconds: 1 };
const balancer = (spec: JsonObject, annotations = {}): Sketch => ({ metadata: { name: 'web', namespace: 'default', annotations }, spec: { workloadType: 'vm', ipam: 'pool', listeners: [HTTP], ...spec } });
const GUEST = { metadata: { name: 'guest-1', namespace: 'default', labels: { 'harvesterhci.io/creator': 'docker-machine-driver-harvester' } }, spec: { networks: [{ name: 'pod', pod: {} }, { name: 'net', multus: { networkName: 'default/vlan100' } }] } };

describe('loadBalancerValidator', () => {
  it.each([
    ['a VM load balancer listens', { listeners: [] }, 'the loadbalancer needs to have at least one listener'],
    ['names are unique', { listeners: [HTTP, listener('http', 81, 81)] }, 'listener has duplicate name http'],
    ['ports are unique per protocol', { listeners: [HTTP, listener('b', 80, 81)] }, 'listener b has duplicate port TCP:80 with listener http'],
    ['backend ports are unique per protocol', { listeners: [HTTP, listener('b', 81, 8080)] }, 'listener b has duplicate backend port TCP:8080 with listener http'],
    ['a port has an upper end', { listeners: [listener('a', 65_536, 1)] }, 'listener port 65536 must <= 65535'],
    ['a port has a lower end', { listeners: [listener('a', 0, 1)] }, 'listener port 0 must >= 1'],
    ['a backend port has an upper end', { listeners: [listener('a', 1, 70_000)] }, 'listener backend port 70000 must <= 65535'],
    ['a backend port has a lower end', { listeners: [listener('a', 1, -1)] }, 'listener backend port -1 must >= 1'],
  ])('refuses listeners: %s', (_reason, spec, message) => {
    expect(judged(loadBalancerValidator, clusterOf({}), balancer(spec))).toBe(`Internal error occurred: create loadbalancer default/web failed: ${ message }`);
  });

  it.each([
    ['its port is a backend port', { healthCheck: { ...HEALTH, port: 80 } }, 'healthcheck port 80 is not in listener backend port list'],
    ['its port speaks TCP', { listeners: [listener('dns', 53, 8080, 'UDP')], healthCheck: HEALTH }, 'healthcheck port 8080 can only be a TCP backend port'],
    ['success is counted', { healthCheck: { ...HEALTH, successThreshold: 0 } }, 'healthcheck SuccessThreshold should > 0'],
    ['failure is counted', { healthCheck: { ...HEALTH, failureThreshold: 0 } }, 'healthcheck FailureThreshold should > 0'],
    ['it has a period', { healthCheck: { ...HEALTH, periodSeconds: 0 } }, 'healthcheck PeriodSeconds should > 0'],
    ['it has a timeout', { healthCheck: { ...HEALTH, timeoutSeconds: 0 } }, 'healthcheck TimeoutSeconds should > 0'],
  ])('refuses a health check: %s', (_reason, spec, message) => {
    expect(judged(loadBalancerValidator, clusterOf({}), balancer(spec))).toBe(`Internal error occurred: create loadbalancer default/web failed with healthyCheck: ${ message }`);
  });

  it.each([
    ['from pool to DHCP', { ipam: 'pool' }, { ipam: 'dhcp' }, "can't change the IPAM from pool to dhcp"],
    ['from DHCP to nothing', { ipam: 'dhcp' }, { ipam: '' }, "can't change the IPAM from dhcp to "],
    ['from VM to cluster', { workloadType: 'vm' }, { workloadType: 'cluster' }, "can't change the WorkloadType from vm to cluster"],
  ])('refuses a change %s', (_reason, before, after, message) => {
    expect(judged(loadBalancerValidator, clusterOf({}), balancer(after), balancer(before))).toBe(`Internal error occurred: update loadbalancer default/web failed: ${ message }`);
  });

  it.each([
    ['a listener per protocol', { listeners: [HTTP, listener('udp', 80, 8080, 'UDP')] }],
    ['a cluster that listens inside', { workloadType: 'cluster', listeners: [] }],
    ['a health check that is off', { healthCheck: {} }],
  ])('lets pass: %s', (_reason, spec) => {
    expect(judged(loadBalancerValidator, clusterOf({ [VIRTUAL_MACHINE_INSTANCES]: [GUEST] }), balancer(spec))).toBeUndefined();
  });

  it('keeps the load balancers of a removed guest cluster away', () => {
    const removed = { ...GUEST, metadata: { ...GUEST.metadata, annotations: { 'harvesterhci.io/guest-cluster-onremove': 'true' } } };
    const cluster = clusterOf({ [VIRTUAL_MACHINE_INSTANCES]: [removed] });

    expect(judged(loadBalancerValidator, cluster, balancer({ workloadType: 'cluster' }, { 'loadbalancer.harvesterhci.io/cluster': 'guest' })))
      .toBe('Internal error occurred: create loadbalancer default/web failed with guest cluster check: the vm default/guest-1 shows guest cluster guest is being removed');
  });
});

describe('loadBalancerMutator', () => {
  const mutate = (sketch: Sketch, cluster = clusterOf({})) => loadBalancerMutator.mutate?.(requestOf(loadBalancerMutator, 'CREATE', sketch), cluster);

  it('fills in the thresholds of a health check that has a port', () => {
    expect(mutate(balancer({ healthCheck: { port: 8080, failureThreshold: 5 } }))?.spec).toMatchObject({ healthCheck: { port: 8080, successThreshold: 2, failureThreshold: 5, periodSeconds: 1, timeoutSeconds: 1 } });
    expect(mutate(balancer({ healthCheck: {} }))?.spec).toMatchObject({ healthCheck: {} });
  });

  it('notes the namespace of a VM load balancer', () => {
    expect(mutate(balancer({}))?.metadata.annotations).toStrictEqual({ 'loadbalancer.harvesterhci.io/namespace': 'default' });
  });

  it('notes project and network of a guest cluster', () => {
    const cluster = clusterOf({ namespaces: [{ metadata: { name: 'default', annotations: { 'field.cattle.io/projectId': 'c-m-demo:p-1' } } }], [VIRTUAL_MACHINE_INSTANCES]: [GUEST] });

    expect(mutate(balancer({ workloadType: 'cluster' }, { 'loadbalancer.harvesterhci.io/cluster': 'guest' }), cluster)?.metadata.annotations).toStrictEqual({
      'loadbalancer.harvesterhci.io/cluster': 'guest', 'loadbalancer.harvesterhci.io/namespace': 'default', 'loadbalancer.harvesterhci.io/project': 'c-m-demo/p-1', 'loadbalancer.harvesterhci.io/network': 'default/vlan100',
    });
  });

  it('refuses a guest cluster in a namespace that is not there', () => {
    expect(refusal(() => mutate(balancer({ workloadType: 'cluster' })))).toBe('Internal error occurred: get namespace default failed, error: namespaces "default" not found');
  });
});
