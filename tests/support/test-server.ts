import { HarvesterApi } from '../../scripts/harvester-api/api';
import type { AccessRequest, ApiRequest, ApiResponse, JsonObject, KubeObject } from '../../scripts/harvester-api/types';
import { USERS, type User } from './users';

/** A rule of a role: verbs on types, each as `plural.group`, or `plural` in the core group. */
export interface Rule {
  readonly resources: readonly string[];
  readonly verbs: readonly AccessRequest['verb'][];
}

/**
 * A Harvester's API without admission webhooks and controllers, Steve at `/v1`: the embedded one, or a real control plane.
 * A suite that takes one runs on both, from a test file each. The real one is shared by all test files: names must be a suite's own.
 */
export interface TestServer {
  readonly name: string;
  /** Answers a request of a user; without one it is the administrator's. */
  send(request: ApiRequest, user?: User): Promise<ApiResponse>;
  /** Gives a user rights in the whole cluster, beside those that they have. Resolves when they are in force. */
  allow(user: User, rule: Rule): Promise<void>;
}

/** The embedded API as it is before anything is stored in it. */
export function embeddedServer(): TestServer {
  const rules: Record<User, Rule[]> = { updates: [], patches: [], reads: [] };
  const api = new HarvesterApi();
  const apis = Object.fromEntries(USERS.map((user) => [user, api.as(user, ({ verb, resource }) => (
    rules[user].some(({ resources, verbs }) => resources.includes(resource) && verbs.includes(verb))
  ))])) as Record<User, HarvesterApi>;

  return {
    name: 'the embedded API',
    send: (asked, user) => Promise.resolve((user ? apis[user] : api).handle(asked)),
    allow(user, rule) {
      rules[user].push(rule);

      return Promise.resolve();
    },
  };
}

interface Answer {
  readonly status: number;
  readonly object: KubeObject;
}

/** What the server answers to a request of the administrator. */
export async function request(server: TestServer, method: string, url: string, object?: JsonObject, contentType = 'application/json'): Promise<Answer> {
  const { status, body } = await server.send({ method, url, headers: { 'accept': 'application/json', 'content-type': contentType }, ...(object ? { body: JSON.stringify(object) } : {}) });

  return { status, object: JSON.parse(body) as KubeObject };
}

/** The same, when there is no doubt that it succeeds. */
export async function succeed(server: TestServer, method: string, url: string, object?: JsonObject, contentType?: string): Promise<KubeObject> {
  const answer = await request(server, method, url, object, contentType);

  if (answer.status >= 300) {
    throw new Error(`${ server.name }: ${ method } ${ url }: ${ answer.status } ${ JSON.stringify(answer.object) }`);
  }

  return answer.object;
}
