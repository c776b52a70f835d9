import { beforeAll, describe, expect, it } from 'vitest';
import { SaveError } from '@models/base/save-error';
import { createPool, dashboardOf, edit, urlOf } from '../support/pool';
import { request, type Rule, type TestServer } from '../support/test-server';
import { USERS, type User } from '../support/users';

const VERBS: Readonly<Record<User, Rule['verbs']>> = {
  updates: ['get', 'list', 'watch', 'update'],
  patches: ['get', 'list', 'watch', 'patch'],
  reads:   ['get', 'list', 'watch'],
};

/** A user's edit of the selector: what was written, and how it ended. */
async function save(server: TestServer, user: User, name: string) {
  const writes: string[] = [];

  await createPool(server, name);

  const pool = await edit(await dashboardOf(server, {
    user,
    before({ method }) {
      if (method !== 'GET') {
        writes.push(method);
      }
    },
  }), name);

  pool.spec.selector.network = 'default/b';

  const error: unknown = await pool.save().then(() => undefined, (reason: unknown) => reason);

  return { writes, error, stored: (await request(server, 'GET', urlOf(name))).object };
}

/** Users with fewer rights: what they are refused, and how their saves find another way. */
export function describeRoles(server: TestServer): void {
  describe(`on ${ server.name }, a user whose role`, () => {
    beforeAll(async() => {
      for (const user of USERS) {
        await server.allow(user, { resources: ['ippools.loadbalancer.harvesterhci.io'], verbs: VERBS[user] });
      }
    });

    it.each([
      ['updates', 'PATCH', 403, 'patch'],
      ['patches', 'PUT', 403, 'update'],
      ['patches', 'DELETE', 403, 'delete'],
      ['reads', 'PATCH', 403, 'patch'],
      ['reads', 'PUT', 403, 'update'],
    ] as const)('%s is refused a %s in the words of Kubernetes', async(user, method, code, verb) => {
      const name = `refused-${ user }-${ verb }`;
      const { metadata, ...pool } = await createPool(server, name);
      const { status, body } = await server.send({
        method, url: urlOf(name), headers: { 'accept': 'application/json', 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' },
        ...(method === 'DELETE' ? {} : { body: JSON.stringify(method === 'PATCH' ? { spec: {} } : { ...pool, metadata }) }),
      }, user);

      expect([status, JSON.parse(body)]).toStrictEqual([code, {
        kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'Forbidden', code: 403,
        details: { name, group: 'loadbalancer.harvesterhci.io', kind: 'ippools' },
        message: `ippools.loadbalancer.harvesterhci.io "${ name }" is forbidden: User "${ user }" cannot ${ verb } resource "ippools" in API group "loadbalancer.harvesterhci.io" at the cluster scope`,
      }]);
    });

    it.each([
      // Steve lists PATCH with PUT: only a try can tell.
      ['updates', ['self', 'update', 'view'], ['GET', 'PATCH', 'PUT']],
      ['patches', ['patch', 'self', 'view'], ['GET', 'PATCH']],
      ['reads', ['self', 'view'], ['GET']],
    ] as const)('%s is offered by Steve what the role allows', async(user, links, methods) => {
      const ask = async(url: string) => JSON.parse((await server.send({ method: 'GET', url, headers: { accept: 'application/json' } }, user)).body) as {
        readonly links: object; readonly resourceMethods?: readonly string[];
      };

      await createPool(server, `offered-${ user }`);

      const pool = await ask(`/v1/loadbalancer.harvesterhci.io.ippools/offered-${ user }`);
      const schema = await ask('/v1/schemas/loadbalancer.harvesterhci.io.ippool');

      expect([Object.keys(pool.links).sort(), schema.resourceMethods?.toSorted()]).toStrictEqual([links, methods]);
    });

    it.each([
      ['updates', 'may update but not patch, saves by a PUT', ['PATCH', 'PUT']],
      ['patches', 'may patch but not update, saves by a PATCH', ['PATCH']],
    ] as const)('%s: %s, and the status stays', async(user, _reason, ways) => {
      const { writes, error, stored } = await save(server, user, `saved-by-${ user }`);

      expect(error).toBeUndefined();
      expect(writes).toStrictEqual(ways);
      expect(stored).toMatchObject({
        metadata: { finalizers: ['wrangler.cattle.io/ipam-controller'] },
        spec:     { selector: { network: 'default/b', priority: 1 } },
        status:   { total: 241, available: 240, allocated: { '192.168.0.10': 'default/lb' } },
      });
    });

    it('reads alone is told that the save is forbidden, and nothing is stored', async() => {
      const { error, stored } = await save(server, 'reads', 'saved-by-reads');

      expect(error instanceof SaveError && [error.kind, error.code]).toStrictEqual(['forbidden', 403]);
      expect(stored).toMatchObject({ metadata: { generation: 1 }, spec: { selector: { network: 'default/a' } }, status: { available: 240 } });
    });
  });
}
