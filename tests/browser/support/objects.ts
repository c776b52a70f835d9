import type { JsonObject, KubeObject } from '../../../scripts/harvester-api/types';
import type { Cluster } from './cluster';

/** A pool of a test's own. */
export interface OwnPool {
  readonly name: string;
  /** The first three bytes of its addresses, `10.99.7`: its subnet is that `.0/24`, its range `.10` to `.20`. */
  readonly prefix: string;
  readonly priority: number;
}

/** What tests read of a pool's status. */
export interface PoolStatus {
  readonly total: number;
  readonly available: number;
  readonly allocated: Readonly<Record<string, string>>;
}

const API_VERSION = 'loadbalancer.harvesterhci.io/v1beta1';

/** The first number that no pool of a test has: its ranges and priority are its alone, as the webhook demands. */
async function freeNumber(cluster: Cluster): Promise<number> {
  const names = new Set((await cluster.list('pools')).map(({ metadata }) => metadata.name));
  let number = 1;

  while (names.has(`pool-${ number }`)) {
    number++;
  }

  return number;
}

/** Creates a pool, and load balancers that hold an address of it each. */
export async function createPool(cluster: Cluster, holders: readonly string[] = []): Promise<OwnPool> {
  const number = await freeNumber(cluster);
  const name = `pool-${ number }`;
  const prefix = `10.99.${ number }`;
  const priority = 100 + number;

  await cluster.create('pools', {
    apiVersion: API_VERSION,
    kind:       'IPPool',
    metadata:   { name },
    spec:       {
      description: 'Made by a test',
      ranges:      [{ subnet: `${ prefix }.0/24`, rangeStart: `${ prefix }.10`, rangeEnd: `${ prefix }.20`, gateway: `${ prefix }.1` }],
      selector:    { network: 'default/vlan100', priority, scope: [{ project: '*', namespace: 'sandbox', guestCluster: '*' }] },
    },
  });

  for (const holder of holders) {
    await createLoadBalancer(cluster, `${ name }-${ holder }`, name);
  }

  return { name, prefix, priority };
}

/** Creates a load balancer that asks the pool for an address. Resolves to the address it was given. */
export async function createLoadBalancer(cluster: Cluster, name: string, pool: string): Promise<string | undefined> {
  await cluster.create('loadBalancers', {
    apiVersion: API_VERSION,
    kind:       'LoadBalancer',
    metadata:   { name, namespace: 'default' },
    spec:       {
      workloadType: 'vm', ipam: 'pool', ipPool: pool, listeners: [{ name: 'http', port: 80, backendPort: 8080, protocol: 'TCP' }], backendServerSelector: { app: ['web'] },
    },
  });

  const { status } = await cluster.get('loadBalancers', name) as { readonly status?: { readonly allocatedAddress?: { readonly ip?: string } } };

  return status?.allocatedAddress?.ip;
}

export function statusOf(pool: KubeObject): PoolStatus {
  return pool.status as PoolStatus & JsonObject;
}

export function selectorOf(pool: KubeObject): JsonObject {
  return (pool.spec as { selector: JsonObject }).selector;
}
