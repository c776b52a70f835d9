import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject, KubeObject } from '../../scripts/harvester-api/types';
import { request, succeed, type TestServer } from '../support/test-server';

const POOLS = '/apis/loadbalancer.harvesterhci.io/v1beta1/ippools';
const STEVE_POOLS = '/v1/loadbalancer.harvesterhci.io.ippools';
const MERGE = 'application/merge-patch+json';

const pool = (name: string, rest: JsonObject = {}): JsonObject => ({
  apiVersion: 'loadbalancer.harvesterhci.io/v1beta1', kind: 'IPPool', metadata: { name }, spec: { ranges: [{ subnet: '10.0.0.0/24' }] }, ...rest,
});

/** What our models rely on, beside what was recorded. */
export function describeApi(server: TestServer): void {
  describe(`On ${ server.name }, the API`, () => {
    const get = (name: string) => succeed(server, 'GET', `${ POOLS }/${ name }`);

    beforeAll(async() => {
      await succeed(server, 'POST', POOLS, pool('api', { metadata: { name: 'api', labels: { suite: 'api' } }, status: { total: 1, available: 1, lastAllocated: '', allocated: { '10.0.0.1': 'default/lb' } } }));
      await succeed(server, 'POST', POOLS, pool('api-2', { metadata: { name: 'api-2', labels: { suite: 'api' } } }));
    });

    it('stores nothing on a dry run, and answers what would be stored', async() => {
      const before = await get('api');
      const { status, object } = await request(server, 'PATCH', `${ POOLS }/api?dryRun=All`, { spec: { description: 'x' } }, MERGE);

      expect([status, object.spec, await get('api')]).toStrictEqual([200, { description: 'x', ranges: [{ subnet: '10.0.0.0/24' }] }, before]);
    });

    it('keeps the resourceVersion when nothing changes', async() => {
      const before = await get('api');

      await succeed(server, 'PATCH', `${ POOLS }/api`, { spec: { ranges: [{ subnet: '10.0.0.0/24' }] } }, MERGE);

      expect(await get('api')).toStrictEqual(before);
    });

    it('erases the status of a type without the subresource when a PUT leaves it out', async() => {
      const { metadata } = await succeed(server, 'POST', POOLS, pool('api-erased', { status: { total: 1, available: 1, lastAllocated: '' } }));

      await succeed(server, 'PUT', `${ POOLS }/api-erased`, pool('api-erased', { metadata: { name: 'api-erased', resourceVersion: metadata.resourceVersion } }));

      expect((await get('api-erased')).status).toBeUndefined();
    });

    it.each([
      ['an unknown group', '/apis/nope.io/v1/things/x'],
      ['a subresource that the type does not have', `${ POOLS }/api/status`],
      ['a path that is nobody\'s', '/v4/x'],
      ['an unknown type of Steve\'s', '/v1/nope'],
    ])('answers 404 to %s', async(_what, url) => {
      expect((await server.send({ method: 'GET', url, headers: { accept: 'application/json' } })).status).toBe(404);
    });

    it('names unknown fields when asked to be strict', async() => {
      const { status, object } = await request(server, 'POST', `${ POOLS }?fieldValidation=Strict`, pool('api-new', { spec: { ranges: [{ subnet: 'a', gatway: 'b' }] } }));

      expect([status, object.message]).toStrictEqual([400, 'IPPool in version "v1beta1" cannot be handled as a IPPool: strict decoding error: unknown field "spec.ranges[0].gatway"']);
    });

    it('says that a re-created namesake is another object', async() => {
      const { status, object } = await request(server, 'PUT', `${ POOLS }/gone`, pool('gone', { metadata: { name: 'gone', uid: '11111111-2222-3333-4444-555555555555', resourceVersion: '1' } }));

      expect([status, object.message]).toStrictEqual([409, expect.stringContaining('Precondition failed: UID in precondition: 11111111-2222-3333-4444-555555555555, UID in object meta: ')]);
    });

    it('builds links for the host that the client sees', async() => {
      const { body } = await server.send({ method: 'GET', url: `${ STEVE_POOLS }/api`, headers: { 'accept': 'application/json', 'x-forwarded-proto': 'https', 'x-api-host': 'ui.example' } });

      expect(JSON.parse(body)).toMatchObject({ links: { self: `https://ui.example${ STEVE_POOLS }/api`, view: `https://ui.example${ POOLS }/api` } });
    });

    it('cuts lists by limit and continue on the Kubernetes endpoint', async() => {
      const list = async(query: string) => await succeed(server, 'GET', `${ POOLS }?labelSelector=suite%3Dapi&limit=1${ query }`) as KubeObject & { readonly items: readonly KubeObject[] };
      const first = await list('');
      const next = await list(`&continue=${ first.metadata.continue as string }`);

      expect([first, next].map(({ items }) => items.map(({ metadata }) => metadata.name))).toStrictEqual([['api'], ['api-2']]);
    });
  });
}
