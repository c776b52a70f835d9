import { describe, expect, it } from 'vitest';
import { HarvesterApi } from '../../../../scripts/harvester-api/api';
import { isObject, objectAt } from '../../../../scripts/harvester-api/objects';
import { STEVE_VERSIONS, type SteveVersion } from '../../../../scripts/harvester-api/steve/versions';
import type { AccessRequest, JsonObject } from '../../../../scripts/harvester-api/types';

const POOL = 'loadbalancer.harvesterhci.io.ippool';
const POOLS = `/v1/${ POOL }s`;
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';

interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

class Client {
  private readonly api: HarvesterApi;

  constructor(steveVersion: SteveVersion, verbs: readonly AccessRequest['verb'][] = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete']) {
    this.api = new HarvesterApi({ steveVersion, authorize: ({ verb }) => verbs.includes(verb) });
    this.api.cluster.create('ippools.loadbalancer.harvesterhci.io', { metadata: { name: 'pool' }, spec: { ranges: [{ subnet: '192.0.2.0/24' }], description: 'first' }, status: { total: 1, available: 1, lastAllocated: '' } });
    this.api.cluster.create('configmaps', { metadata: { name: 'map', namespace: 'default' }, data: { a: '1' } });
  }

  ask(method: string, url: string, body?: object, contentType = 'application/json'): Answer {
    const answer = this.api.handle({ method, url, headers: { host: 'h', 'content-type': contentType }, ...(body && { body: JSON.stringify(body) }) });
    const parsed: unknown = answer.body && JSON.parse(answer.body);

    return { status: answer.status, body: isObject(parsed) ? parsed : {} };
  }

  /** The frames of a subscription during what is done. */
  watch(subscription: JsonObject, during: () => void): JsonObject[] {
    const frames: JsonObject[] = [];
    const session = this.api.subscribe({ method: 'GET', url: '/v1/subscribe', headers: { host: 'h' } }, () => false, (frame) => frames.push(frame));

    session?.receive(JSON.stringify(subscription));
    during();
    session?.close();

    return frames;
  }
}

function fieldsOf({ body }: Answer): unknown {
  return objectAt(body, 'metadata').fields;
}

describe.each<[SteveVersion, string]>([
  ['0.5', 'Harvester 1.4 to 1.6'],
  ['0.6', 'Harvester 1.7'],
  ['0.7', 'Harvester 1.8 and 1.9'],
])('Steve %s, of %s', (version) => {
  it('refuses a merge patch of a custom resource, and finds nothing to patch in a namespace', () => {
    const client = new Client(version);

    expect(client.ask('PATCH', `${ POOLS }/pool`, { spec: { description: 'x' } }, MERGE)).toMatchObject({ status: 415, body: { code: 'UnsupportedMediaType' } });
    expect(client.ask('PATCH', '/v1/configmaps/default/map', { data: { a: '2' } }, STRATEGIC)).toMatchObject({ status: 404, body: { code: 'NotFound' } });
  });

  it('takes anything but a JSON patch for a strategic one, and answers with a table', () => {
    const client = new Client(version);

    expect(client.ask('PATCH', '/v1/namespaces/default', { metadata: { labels: { a: 'b' } } }, MERGE)).toMatchObject({ status: 200, body: { kind: 'Table', type: 'namespace' } });
    expect(client.ask('PATCH', `${ POOLS }/pool`, [{ op: 'replace', path: '/spec/description', value: 'x' }], JSON_PATCH).body).toMatchObject({ kind: 'Table' });
  });

  it('gives out cells with what was written, and names after the type', () => {
    const answer = new Client(version).ask('POST', POOLS, { type: POOL, spec: { ranges: [] } });

    expect([answer.status, Array.isArray(fieldsOf(answer)), objectAt(answer.body, 'metadata').generateName]).toStrictEqual([201, true, 'l-']);
  });

  it('begins a watch with what there is', () => {
    expect(new Client(version).watch({ resourceType: POOL }, () => undefined).map(({ name }) => name)).toStrictEqual(['resource.start', 'resource.create']);
  });
});

describe('PATCH', () => {
  it.each<[SteveVersion, boolean, readonly string[]]>([
    ['0.5', false, ['DELETE', 'GET', 'PUT']],
    ['0.6', true, ['DELETE', 'GET', 'PATCH', 'PATCH', 'PUT']],
    ['0.7', true, ['DELETE', 'GET', 'PATCH', 'PATCH', 'PUT']],
    ['0.10', true, ['DELETE', 'GET', 'PATCH', 'PUT']],
  ])('is offered by Steve %s as it is: a link %s, methods %s', (version, linked, methods) => {
    const client = new Client(version);
    const { resourceMethods } = client.ask('GET', `/v1/schemas/${ POOL }`).body;

    expect('patch' in objectAt(client.ask('GET', `${ POOLS }/pool`).body, 'links')).toBe(linked);
    expect(Array.isArray(resourceMethods) && resourceMethods.toSorted()).toStrictEqual(methods);
  });

  it.each(STEVE_VERSIONS)('works on the Kubernetes endpoint beside Steve %s', (version) => {
    expect(new Client(version).ask('PATCH', '/apis/loadbalancer.harvesterhci.io/v1beta1/ippools/pool', { spec: { description: 'x' } }, MERGE))
      .toMatchObject({ status: 200, body: { kind: 'IPPool', spec: { description: 'x', ranges: [{ subnet: '192.0.2.0/24' }] }, status: { total: 1 } } });
  });
});

describe('Steve 0.10', () => {
  it.each([
    ['a merge patch', MERGE, { spec: { description: 'x' } }],
    ['a JSON patch', JSON_PATCH, [{ op: 'replace', path: '/spec/description', value: 'x' }]],
  ])('takes %s for what it is, and answers with the object', (_what, contentType, body) => {
    expect(new Client('0.10').ask('PATCH', `${ POOLS }/pool`, body, contentType))
      .toMatchObject({ status: 200, body: { id: 'pool', type: POOL, kind: 'IPPool', spec: { description: 'x' }, status: { total: 1 } } });
  });

  it.each([
    ['strategic patch', STRATEGIC],
    ['plain JSON', 'application/json'],
  ])('takes no %s of a custom resource', (_what, contentType) => {
    expect(new Client('0.10').ask('PATCH', `${ POOLS }/pool`, { spec: { description: 'x' } }, contentType)).toMatchObject({ status: 415, body: { code: 'UnsupportedMediaType' } });
  });

  it('patches in a namespace, and updates where the address says', () => {
    const client = new Client('0.10');
    const { metadata } = client.ask('GET', '/v1/configmaps/default/map').body;

    expect(client.ask('PATCH', '/v1/configmaps/default/map', { data: { b: '2' } }, STRATEGIC)).toMatchObject({ status: 200, body: { id: 'default/map', data: { a: '1', b: '2' } } });
    expect(client.ask('PUT', '/v1/configmaps/default/map', { metadata: { name: 'map', resourceVersion: '1' } }).body).toMatchObject({ code: 'Conflict' });
    expect(isObject(metadata) && metadata.fields).toStrictEqual(['map', 1, '0s']);
  });

  it('gives out no cells with what was written, and names after the initials of the kind', () => {
    const answer = new Client('0.10').ask('POST', POOLS, { type: POOL, spec: { ranges: [] } });

    expect([answer.status, fieldsOf(answer), objectAt(answer.body, 'metadata').generateName]).toStrictEqual([201, undefined, 'ipp-']);
  });

  it('says what is missing where a new object has no namespace', () => {
    expect(new Client('0.10').ask('POST', '/v1/configmaps', { metadata: { name: 'new' } })).toMatchObject({ status: 422, body: { message: 'metadata.namespace or apiOp.namespace are required' } });
  });

  it('lists to everybody what is theirs to list', () => {
    expect(new Client('0.10', ['get']).ask('GET', POOLS)).toMatchObject({ status: 200, body: { data: [] } });
  });

  it('has no revision of a type that never had an object', () => {
    const client = new Client('0.10');

    expect(client.ask('GET', '/v1/harvesterhci.io.keypairs').body).not.toHaveProperty('revision');
    expect(client.ask('GET', POOLS).body).toMatchObject({ revision: expect.any(String) as string, count: 1 });
  });

  const change = (client: Client, tier: string) => client.ask('PATCH', `${ POOLS }/pool`, { metadata: { labels: { tier } } }, MERGE);

  it('begins a watch with nothing, and gives objects an id of their own in it', () => {
    const client = new Client('0.10');
    const frames = client.watch({ resourceType: POOL }, () => change(client, 'a'));

    expect(frames.map(({ name, data }) => [name, isObject(data) && data._id])).toStrictEqual([['resource.start', undefined], ['resource.change', 'pool']]);
  });

  it('tells of an object that ceases to match as of any other change', () => {
    const client = new Client('0.10');

    change(client, 'a');
    expect(client.watch({ resourceType: POOL, selector: 'tier=a' }, () => {
      change(client, 'b');
      change(client, 'c');
      change(client, 'a');
    }).map(({ name }) => name)).toStrictEqual(['resource.start', 'resource.change', 'resource.change']);
  });

  it('goes on from a version that it remembers, and refuses any other', () => {
    const client = new Client('0.10');
    const { revision } = client.ask('GET', POOLS).body;

    change(client, 'a');
    expect(client.watch({ resourceType: POOL, resourceVersion: revision ?? '' }, () => undefined).map(({ name }) => name)).toStrictEqual(['resource.start', 'resource.change']);
    expect(client.watch({ resourceType: POOL, resourceVersion: '1' }, () => undefined)).toStrictEqual([
      { name: 'resource.start', resourceType: POOL, data: { type: 'subscribe', links: {} } },
      { name: 'resource.error', resourceType: POOL, data: { error: 'resourceversion too old' } },
      { name: 'resource.stop', resourceType: POOL, data: { type: 'subscribe', links: {} } },
    ]);
  });

  it('tells the version with a change that the client is to fetch', () => {
    const client = new Client('0.10');
    const frames = client.watch({ resourceType: POOL, mode: 'resource.changes' }, () => change(client, 'a'));

    expect(frames.at(-1)).toStrictEqual({
      name: 'resource.changes', resourceType: POOL, mode: 'resource.changes', revision: client.ask('GET', POOLS).body.revision, data: { type: 'subscribe', links: {} },
    });
  });
});
