// Which pool serves whom: load-balancer-harvester pkg/ipam/selector.go.
import { objectAt, stringAt } from '../objects';
import type { JsonObject, KubeObject } from '../types';
import { numberAt, objectsAt } from './fields';

/** The label that marks the pool which serves everyone that no other pool does. */
export const GLOBAL_POOL_LABEL = 'loadbalancer.harvesterhci.io/global-ip-pool';

/** Who asks for an address. An empty text is a value of its own, `*` is anyone. */
export interface Requirement {
  readonly network: string;
  readonly project: string;
  readonly namespace: string;
  readonly cluster: string;
}

/** Whom a pool serves: one entry of `spec.selector.scope`. */
interface Scope {
  readonly project: string;
  readonly namespace: string;
  readonly guestCluster: string;
}

/** A pool's `spec.selector`, with Go's zero values where a field is absent. */
interface PoolSelector {
  readonly priority: number;
  readonly network: string;
  readonly scope: readonly Scope[];
}

/** Reads `spec.selector`. */
export function poolSelector(pool: JsonObject): PoolSelector {
  const selector = objectAt(objectAt(pool, 'spec'), 'selector');

  return {
    priority: numberAt(selector, 'priority'),
    network: stringAt(selector, 'network'),
    scope: objectsAt(selector, 'scope').map((scope) => ({
      project: stringAt(scope, 'project'), namespace: stringAt(scope, 'namespace'), guestCluster: stringAt(scope, 'guestCluster'),
    })),
  };
}

/** Whether a pool is global: exactly one scope, and that one is everyone. */
export function isGlobalPool(pool: JsonObject): boolean {
  const [scope, ...others] = poolSelector(pool).scope;

  return scope !== undefined && others.length === 0 && scope.project === '*' && scope.namespace === '*' && scope.guestCluster === '*';
}

/** Whether a selector serves the requirement: the same network, and any scope fits. `loose` lets an empty project or guest cluster stand for anyone. */
export function serves(selector: PoolSelector, requirement: Requirement, loose = false): boolean {
  const fits = (offered: string, asked: string, optional: boolean): boolean => offered === '*' || asked === '*' || offered === asked || (loose && optional && offered === '');

  return selector.network === requirement.network && selector.scope.some((scope) => fits(scope.project, requirement.project, true)
    && fits(scope.namespace, requirement.namespace, false) && fits(scope.guestCluster, requirement.cluster, true));
}

/** The pool for a requirement: of those that serve it the one with the highest priority, else the global one. */
export function selectPool(pools: readonly KubeObject[], requirement: Requirement, loose = false): KubeObject | undefined {
  const serving = pools.filter((pool) => serves(poolSelector(pool), requirement, loose));

  if (serving.length > 0) {
    return serving.reduce((best, pool) => (poolSelector(pool).priority >= poolSelector(best).priority ? pool : best));
  }

  return pools.find((pool) => pool.metadata.labels?.[GLOBAL_POOL_LABEL] === 'true');
}

/** A selector as Go prints it with `%+v`. */
export function printedSelector(selector: PoolSelector): string {
  const scopes = selector.scope.map((scope) => `{Project:${ scope.project } Namespace:${ scope.namespace } GuestCluster:${ scope.guestCluster }}`);

  return `{Priority:${ selector.priority } Network:${ selector.network } Scope:[${ scopes.join(' ') }]}`;
}
