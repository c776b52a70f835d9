import { beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { SaveError } from '@models/base/save-error';
import { createPool, dashboardOf, edit, request, succeed, urlOf } from './support/pool';
import { USERS, type User } from './support/users';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const VERBS: Readonly<Record<User, readonly string[]>> = {
  updates: ['get', 'list', 'watch', 'update'],
  patches: ['get', 'list', 'watch', 'patch'],
  reads:   ['get', 'list', 'watch'],
};

/** Asks the API server itself what a user may do. */
async function may(user: User, verb: string): Promise<boolean> {
  const review = await succeed('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec: { user, resourceAttributes: { group: 'loadbalancer.harvesterhci.io', resource: 'ippools', verb } },
  });

  return (review.status as { readonly allowed: boolean }).allowed;
}

beforeAll(async() => {
  for (const user of USERS) {
    await succeed('POST', `${ RBAC }/clusterroles`, {
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: user },
      rules:      [{ apiGroups: ['loadbalancer.harvesterhci.io'], resources: ['ippools'], verbs: [...VERBS[user]] }],
    });
    await succeed('POST', `${ RBAC }/clusterrolebindings`, {
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: user },
      roleRef:    { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: user },
      subjects:   [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
    });
  }
});

/** A user's edit of the selector: what was written, and how it ended. */
async function save(user: User, name: string) {
  const writes: string[] = [];

  await createPool(name);

  // Roles reach the API server and Steve a moment after they are stored.
  const dashboard = await vi.waitFor(async() => {
    const opened = await dashboardOf({
      token: inject('userTokens')[user],
      before({ method }) {
        if (method !== 'GET') {
          writes.push(method);
        }
      },
    });

    await opened.find('loadbalancer.harvesterhci.io.ippool', name);

    return opened;
  }, { timeout: 20_000, interval: 200 });
  const pool = await edit(dashboard, name);

  pool.spec.selector.network = 'default/b';

  const error: unknown = await pool.save().then(() => undefined, (reason: unknown) => reason);

  return { writes, error, stored: (await request('GET', urlOf(name))).object };
}

describe('a user whose role', () => {
  it.each(USERS)('%s may do no more than its name says', async(user) => {
    const allowed = await vi.waitFor(async() => {
      expect(await may(user, 'get')).toBe(true);

      return { update: await may(user, 'update'), patch: await may(user, 'patch') };
    }, { timeout: 10_000 });

    expect(allowed).toStrictEqual({ update: VERBS[user].includes('update'), patch: VERBS[user].includes('patch') });
  });

  it.each([
    ['updates', 'may update but not patch, saves by a PUT', ['PATCH', 'PUT']],
    ['patches', 'may patch but not update, saves by a PATCH', ['PATCH']],
  ] as const)('%s: %s, and the status stays', async(user, _reason, ways) => {
    const { writes, error, stored } = await save(user, `saved-by-${ user }`);

    expect(error).toBeUndefined();
    expect(writes).toStrictEqual(ways);
    expect(stored).toMatchObject({
      metadata: { finalizers: ['wrangler.cattle.io/ipam-controller'] },
      spec:     { selector: { network: 'default/b', priority: 1 } },
      status:   { total: 241, available: 240, allocated: { '192.168.0.10': 'default/lb' } },
    });
  });

  it('reads alone is told that the save is forbidden, and nothing is stored', async() => {
    const { error, stored } = await save('reads', 'saved-by-reads');

    expect(error instanceof SaveError && [error.kind, error.code]).toStrictEqual(['forbidden', 403]);
    expect(stored).toMatchObject({ metadata: { generation: 1 }, spec: { selector: { network: 'default/a' } }, status: { available: 240 } });
  });
});
