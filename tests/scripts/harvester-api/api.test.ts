import { beforeEach, describe, expect, it } from 'vitest';
import { HarvesterApi } from '../../../scripts/harvester-api/api';
import { type AdmissionRule, type ApiResponse, type Controller, Denied, type JsonObject, type KubeObject } from '../../../scripts/harvester-api/types';

const POOLS = '/apis/loadbalancer.harvesterhci.io/v1beta1/ippools';
const STEVE_POOLS = '/v1/loadbalancer.harvesterhci.io.ippools';
const POOL_RESOURCE = 'ippools.loadbalancer.harvesterhci.io';
const MERGE = 'application/merge-patch+json';

interface Sent { readonly body?: unknown; readonly type?: string; readonly headers?: Record<string, string> }

function call(api: HarvesterApi, method: string, url: string, { body, type = 'application/json', headers = {} }: Sent = {}): { status: number; body: JsonObject } {
  const response: ApiResponse = api.handle({ method, url, headers: { host: 'localhost:1', 'content-type': type, ...headers }, ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }) });

  return { status: response.status, body: response.body ? JSON.parse(response.body) as JsonObject : {} };
}

const pool = (name: string, rest: JsonObject = {}): JsonObject => ({
  apiVersion: 'loadbalancer.harvesterhci.io/v1beta1', kind: 'IPPool', metadata: { name }, spec: { ranges: [{ subnet: '10.0.0.0/24' }] }, ...rest,
});

function stored(api: HarvesterApi, name: string): KubeObject | undefined {
  return api.cluster.get(POOL_RESOURCE, undefined, name);
}

describe('HarvesterApi', () => {
  let api: HarvesterApi;

  beforeEach(() => {
    api = new HarvesterApi();
    api.cluster.create(POOL_RESOURCE, pool('edge', { status: { total: 1, available: 1, lastAllocated: '', allocated: { '10.0.0.1': 'default/lb' } } }));
  });

  it('keeps resourceVersion and tells nobody when nothing changes', () => {
    const events: string[] = [];
    const end = api.onEvent(({ type }) => events.push(type));
    const before = stored(api, 'edge');

    call(api, 'PATCH', `${ POOLS }/edge`, { type: MERGE, body: { spec: { ranges: [{ subnet: '10.0.0.0/24' }] } } });
    end();

    expect([events, stored(api, 'edge')]).toStrictEqual([[], before]);
  });

  it('hands out immutable objects, so that a controller can\'t change what is stored', () => {
    const object = stored(api, 'edge');

    expect(() => Object.assign(object?.metadata ?? {}, { name: 'other' })).toThrow(TypeError);
  });

  it('builds links for the host that the client sees, and the path that it came by', () => {
    const forwarded = call(api, 'GET', `${ STEVE_POOLS }/edge`, { headers: { 'x-forwarded-proto': 'https', 'x-api-host': 'ui.example' } });
    const rancher = call(api, 'GET', `/k8s/clusters/c-m-demo/v1/harvester/loadbalancer.harvesterhci.io.ippools/edge`);

    expect(forwarded.body.links).toMatchObject({ self: `https://ui.example${ STEVE_POOLS }/edge`, view: `https://ui.example${ POOLS }/edge` });
    expect(rancher.body.links).toMatchObject({
      self: 'http://localhost:1/k8s/clusters/c-m-demo/v1/harvester/loadbalancer.harvesterhci.io.ippools/edge',
      view: `http://localhost:1/k8s/clusters/c-m-demo${ POOLS }/edge`,
    });
  });
});

describe('HarvesterApi with rights', () => {
  const api = new HarvesterApi({ authorize: ({ verb }) => verb !== 'patch' && verb !== 'delete' });

  api.cluster.create(POOL_RESOURCE, pool('edge'));

  it('refuses in the words of Kubernetes', () => {
    const { status, body } = call(api, 'PATCH', `${ POOLS }/edge`, { type: MERGE, body: {} });

    expect([status, body.message]).toStrictEqual([403, 'ippools.loadbalancer.harvesterhci.io "edge" is forbidden: User "admin" cannot patch resource "ippools" in API group "loadbalancer.harvesterhci.io" at the cluster scope']);
  });

  it('leaves out the links and methods of what the user may not do', () => {
    const { body } = call(api, 'GET', `${ STEVE_POOLS }/edge`);
    const schema = call(api, 'GET', '/v1/schemas/loadbalancer.harvesterhci.io.ippool').body;

    expect([Object.keys(body.links as JsonObject).sort(), schema.resourceMethods]).toStrictEqual([['self', 'update', 'view'], ['GET', 'PUT', 'PATCH']]);
  });
});

describe('HarvesterApi with admission', () => {
  const rule: AdmissionRule = {
    resource: POOL_RESOURCE,
    operations: ['CREATE', 'UPDATE', 'DELETE'],
    webhook: 'validator.example.io',
    mutate: ({ object }) => ({ ...object, metadata: { ...object?.metadata, labels: { mutated: 'yes' } } }) as KubeObject,
    validate: ({ operation, object }) => {
      if (operation === 'DELETE' || object?.metadata.name === 'bad') {
        throw new Denied(`no ${ operation }`);
      }
    },
  };
  const api = new HarvesterApi({ admission: [rule] });

  it('stores what the webhook made of the object', () => {
    call(api, 'POST', POOLS, { body: pool('good') });

    expect(stored(api, 'good')?.metadata.labels).toStrictEqual({ mutated: 'yes' });
  });

  it.each([
    ['a create', 'POST', POOLS, pool('bad'), 'CREATE'],
    ['a deletion', 'DELETE', `${ POOLS }/good`, undefined, 'DELETE'],
  ])('answers the refusal of %s', (_what, method, url, body, operation) => {
    expect(call(api, method, url, { body })).toMatchObject({ status: 400, body: { reason: 'BadRequest', message: `admission webhook "validator.example.io" denied the request: no ${ operation }` } });
  });
});

describe('HarvesterApi with controllers', () => {
  const counter: Controller = {
    name: 'counter',
    watches: [POOL_RESOURCE],
    reconcile({ type, object }, cluster) {
      if (type === 'ADDED') {
        cluster.update(POOL_RESOURCE, { ...object, status: { total: 1, available: 1, lastAllocated: '' } });
      }
    },
  };
  const failing: Controller = { name: 'failing', watches: [POOL_RESOURCE], reconcile: () => { throw new Error('broken'); } };

  it('answers the first state, and acts before the next request', () => {
    const api = new HarvesterApi({ controllers: [counter] });
    const created = call(api, 'POST', POOLS, { body: pool('edge') }).body;

    expect([created.status, stored(api, 'edge')?.status]).toStrictEqual([undefined, { available: 1, lastAllocated: '', total: 1 }]);
  });

  it('does not let a controller that fails fail the request', () => {
    const api = new HarvesterApi({ controllers: [failing, counter] });

    expect([call(api, 'POST', POOLS, { body: pool('edge') }).status, stored(api, 'edge')?.status === undefined]).toStrictEqual([201, false]);
  });

  it('empties a namespace before it goes', () => {
    const api = new HarvesterApi({ controllers: [counter] });

    api.cluster.create('namespaces', { metadata: { name: 'team' } });
    api.cluster.create('configmaps', { metadata: { name: 'held', namespace: 'team', finalizers: ['example.io/guard'] } });
    api.cluster.create('configmaps', { metadata: { name: 'free', namespace: 'team' } });
    call(api, 'DELETE', '/api/v1/namespaces/team');

    expect([api.cluster.list('configmaps', 'team').map(({ metadata }) => metadata.name), api.cluster.get('namespaces', undefined, 'team')?.status]).toStrictEqual([['held'], { phase: 'Terminating' }]);

    call(api, 'PATCH', '/api/v1/namespaces/team/configmaps/held', { type: MERGE, body: { metadata: { finalizers: null } } });

    expect([api.cluster.list('configmaps', 'team'), api.cluster.get('namespaces', undefined, 'team')]).toStrictEqual([[], undefined]);
  });
});
