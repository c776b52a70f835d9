import { inject, vi } from 'vitest';
import type { ApiRequest, ApiResponse } from '../../../scripts/harvester-api/types';
import { type Rule, succeed, type TestServer } from '../../support/test-server';
import type { User } from '../../support/users';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';

/** Sends a request to the control plane as a user; without a token it is the administrator's. */
async function send({ method, url, headers: { host, ...headers }, body }: ApiRequest, token?: string): Promise<ApiResponse> {
  const answer = await fetch(inject('steveUrl') + url, {
    method,
    // The dashboard wants its links below the address by which it reaches the server.
    headers: { ...headers, ...(host === undefined ? {} : { 'x-forwarded-host': host, 'x-forwarded-proto': 'http' }), ...(token === undefined ? {} : { authorization: `Bearer ${ token }` }) },
    ...(body === undefined ? {} : { body }),
  });

  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
}

/** The real control plane that all test files share. */
export function clusterServer(): TestServer {
  const server: TestServer = {
    name: 'a real control plane',
    send: (request, user) => send(request, user && inject('userTokens')[user]),
    allow: (user, rule) => allow(server, user, rule),
  };

  return server;
}

async function allow(server: TestServer, user: User, { resources, verbs }: Rule): Promise<void> {
  const groups = resources.map((resource) => {
    const [plural = '', ...group] = resource.split('.');

    return { plural, group: group.join('.') };
  });
  const { metadata: { name } } = await succeed(server, 'POST', `${ RBAC }/clusterroles`, {
    apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { generateName: `${ user }-` },
    rules:      groups.map(({ plural, group }) => ({ apiGroups: [group], resources: [plural], verbs: [...verbs] })),
  });

  await succeed(server, 'POST', `${ RBAC }/clusterrolebindings`, {
    apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name },
    roleRef:    { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects:   [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  });

  // Roles reach the API server and Steve a moment after they are stored.
  await vi.waitFor(async() => {
    for (const { plural, group } of groups) {
      for (const verb of verbs) {
        if (!await may(server, user, { verb, group, resource: plural })) {
          throw new Error(`${ user } may not ${ verb } ${ plural } yet.`);
        }
      }
    }
  }, { timeout: 20_000, interval: 100 });
  await vi.waitFor(() => knowsTypes(server, user, groups), { timeout: 20_000, interval: 200 });
}

/** Asks the API server itself what a user may do. */
async function may(server: TestServer, user: User, resourceAttributes: { readonly verb: string; readonly group: string; readonly resource: string }): Promise<boolean> {
  const review = await succeed(server, 'POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec: { user, resourceAttributes: { ...resourceAttributes } },
  });

  return (review.status as { readonly allowed: boolean }).allowed;
}

/** Steve offers a user the schemas of what they may read. */
async function knowsTypes(server: TestServer, user: User, types: readonly { readonly plural: string; readonly group: string }[]): Promise<void> {
  const { body } = await server.send({ method: 'GET', url: '/v1/schemas', headers: { accept: 'application/json' } }, user);
  const { data } = JSON.parse(body) as { readonly data: readonly { readonly attributes?: { readonly group?: string; readonly resource?: string } }[] };
  const missing = types.filter(({ plural, group }) => !data.some(({ attributes }) => attributes?.resource === plural && attributes.group === group));

  if (missing.length) {
    throw new Error(`Steve does not show ${ user } ${ missing.map(({ plural }) => plural).join(', ') } yet.`);
  }
}
