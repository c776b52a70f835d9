import { inject } from 'vitest';
import type SteveModel from '@shell/plugins/steve/steve-class';
import { registry } from '@models/registry';
import { type AnyModel, type DashboardStore, openDashboard } from '../../../scripts/conformance/dashboard-store';
import type { ApiRequest, ApiResponse, JsonObject, KubeObject } from '../../../scripts/harvester-api/types';

const POOL = 'loadbalancer.harvesterhci.io.ippool';
const POOLS = '/apis/loadbalancer.harvesterhci.io/v1beta1/ippools';

/** Sends a request to the control plane as a user; without a token it is the administrator's. */
export async function send({ method, url, headers: { host, ...headers }, body }: ApiRequest, token?: string): Promise<ApiResponse> {
  const answer = await fetch(inject('steveUrl') + url, {
    method,
    // The dashboard wants its links below the address by which it reaches the server.
    headers: { ...headers, ...(host === undefined ? {} : { 'x-forwarded-host': host, 'x-forwarded-proto': 'http' }), ...(token === undefined ? {} : { authorization: `Bearer ${ token }` }) },
    ...(body === undefined ? {} : { body }),
  });

  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
}

/** What the server answered to a request of the administrator. */
export async function request(method: string, url: string, object?: JsonObject, contentType = 'application/json'): Promise<{ readonly status: number; readonly object: KubeObject }> {
  const { status, body } = await send({ method, url, headers: { 'accept': 'application/json', 'content-type': contentType }, ...(object ? { body: JSON.stringify(object) } : {}) });

  return { status, object: JSON.parse(body) as KubeObject };
}

/** The same, when there is no doubt that it succeeds. */
export async function succeed(method: string, url: string, object?: JsonObject, contentType?: string): Promise<KubeObject> {
  const answer = await request(method, url, object, contentType);

  if (answer.status >= 300) {
    throw new Error(`${ method } ${ url }: ${ answer.status } ${ JSON.stringify(answer.object) }`);
  }

  return answer.object;
}

export function urlOf(name: string): string {
  return `${ POOLS }/${ name }`;
}

/** A pool that has given out an address, as Harvester's controller leaves it. */
export async function createPool(name: string, allocated: Readonly<Record<string, string>> = { '192.168.0.10': 'default/lb' }): Promise<KubeObject> {
  const held = Object.keys(allocated).length;

  return succeed('POST', POOLS, {
    apiVersion: 'loadbalancer.harvesterhci.io/v1beta1',
    kind:       'IPPool',
    metadata:   { name, finalizers: ['wrangler.cattle.io/ipam-controller'], annotations: { 'example.io/team': 'network' } },
    spec:       { description: 'front', ranges: [{ subnet: '192.168.0.0/24', rangeStart: '192.168.0.10', rangeEnd: '192.168.0.250', gateway: '192.168.0.1' }], selector: { network: 'default/a', priority: 1 } },
    status:     {
      total: 241, available: 241 - held, lastAllocated: Object.keys(allocated).at(-1) ?? '', allocated,
      conditions: [{ type: 'Ready', status: 'True', lastUpdateTime: '2026-01-01T00:00:00Z' }],
    },
  });
}

interface DashboardOptions {
  readonly model?: AnyModel;
  readonly token?: string;
  /** The server's answer to who asks for all schemas, to spare many dashboards the question. */
  readonly schemas?: ApiResponse;
  /** Runs before a request is sent. */
  readonly before?: (request: ApiRequest) => Promise<void> | void;
}

/** The dashboard of a user, on the control plane. */
export function dashboardOf({ model = registry[POOL], token, schemas, before }: DashboardOptions = {}): Promise<DashboardStore> {
  return openDashboard({
    async send(asked) {
      await before?.(asked);

      return schemas && asked.url.startsWith('/v1/schemas') ? schemas : send(asked, token);
    },
    modelFor: () => model,
  }, '/v1');
}

/** A pool as a form has it. */
type EditedPool = SteveModel & { spec: { description?: string; selector: { network?: string; priority?: number | string } } };

/** A pool in a form. */
export async function edit(dashboard: DashboardStore, name: string): Promise<EditedPool> {
  return await dashboard.clone(await dashboard.find(POOL, name)) as EditedPool;
}
