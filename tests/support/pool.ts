import type SteveModel from '@shell/plugins/steve/steve-class';
import { registry } from '@models/registry';
import { type AnyModel, type DashboardStore, openDashboard } from '../../scripts/conformance/dashboard-store';
import type { ApiRequest, ApiResponse, KubeObject } from '../../scripts/harvester-api/types';
import { request, succeed, type TestServer } from './test-server';
import type { User } from './users';

export const POOL = 'loadbalancer.harvesterhci.io.ippool';
const FIRST_HOST = 10;
const POOLS = '/apis/loadbalancer.harvesterhci.io/v1beta1/ippools';

export function urlOf(name: string): string {
  return `${ POOLS }/${ name }`;
}

/** A pool that has given out an address, as Harvester's controller leaves it. */
export async function createPool(server: TestServer, name: string, allocated: Readonly<Record<string, string>> = { '192.168.0.10': 'default/lb' }): Promise<KubeObject> {
  const held = Object.keys(allocated).length;

  return succeed(server, 'POST', POOLS, {
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

interface PoolStatus {
  readonly available: number;
  readonly allocated: Readonly<Record<string, string>>;
}

/** What Harvester's controller does for a load balancer: the first address that the pool does not record as held, and how often it had to try. */
export async function allocate(server: TestServer, name: string, holder: string): Promise<{ readonly address: string; readonly attempts: number }> {
  for (let attempts = 1; ; attempts++) {
    const pool = await succeed(server, 'GET', urlOf(name)) as KubeObject & { readonly status?: PoolStatus };
    const { available = 241, allocated = {} } = pool.status ?? {};
    const address = Array.from({ length: 241 }, (_, index) => `192.168.0.${ FIRST_HOST + index }`).find((candidate) => !(candidate in allocated)) ?? '';
    const { status } = await request(server, 'PUT', urlOf(name), {
      ...pool, status: { ...pool.status, available: available - 1, lastAllocated: address, allocated: { ...allocated, [address]: holder } },
    });

    if (status === 200) {
      return { address, attempts };
    }
    if (status !== 409) {
      throw new Error(`the controller is answered ${ status }`);
    }
  }
}

interface DashboardOptions {
  readonly model?: AnyModel;
  readonly user?: User;
  /** The server's answer to who asks for all schemas, to spare many dashboards the question. */
  readonly schemas?: ApiResponse;
  /** Runs before a request is sent. */
  readonly before?: (request: ApiRequest) => Promise<void> | void;
}

/** The dashboard of a user who looks at pools. */
export function dashboardOf(server: TestServer, { model = registry[POOL], user, schemas, before }: DashboardOptions = {}): Promise<DashboardStore> {
  return openDashboard({
    async send(asked) {
      await before?.(asked);

      return schemas && asked.url.startsWith('/v1/schemas') ? schemas : server.send(asked, user);
    },
    modelFor: () => model,
  }, '/v1');
}

/** A pool as a form has it. */
export type EditedPool = SteveModel & { spec: { description?: string; selector: { network?: string; priority?: number | string } } };

/** A pool in a form. */
export async function edit(dashboard: DashboardStore, name: string): Promise<EditedPool> {
  return await dashboard.clone(await dashboard.find(POOL, name)) as EditedPool;
}
