import type { ValidationIssue } from '../base/declarations';
import { objectsIn, textOf } from '../base/partial';

/** Stands for every project, namespace or guest cluster. Source: load-balancer-harvester pkg/ipam All. */
export const ALL = '*';

/** The highest priority that the type's schema allows (int32). */
export const MAX_PRIORITY = 2_147_483_647;

/** Whom a pool serves; every part must fit. Source: load-balancer-harvester v1beta1 Tuple. */
export interface IPPoolScope {
  /** Rancher project, `<cluster id>:<project id>`, or `*`. `spec.selector.scope[].project`; absent: only what is in no project. */
  project?: string;
  /** Namespace of the load balancer, or `*`. `spec.selector.scope[].namespace`. */
  namespace?: string;
  /** Guest Kubernetes cluster of the load balancer, or `*`. `spec.selector.scope[].guestCluster`; absent: only load balancers of VMs. */
  guestCluster?: string;
}

/** Which load balancers a pool gives addresses to. Source: load-balancer-harvester v1beta1 Selector. */
export interface IPPoolSelector {
  /** The VM network, `<namespace>/<name>` of a NetworkAttachmentDefinition. `spec.selector.network`; absent or empty: no VM network. */
  network?: string;
  /** Which pool wins when several fit: the highest. `spec.selector.priority`, 0 or more; absent: 0. */
  priority?: number;
  /** Whom the pool serves. `spec.selector.scope`; absent or empty: nobody. */
  scope?: IPPoolScope[];
}

/** Another pool's selector, to be compared with. */
export interface NamedSelector {
  readonly name: string;
  readonly selector: IPPoolSelector | undefined;
}

const PARTS = ['project', 'namespace', 'guestCluster'] as const;

function partsOverlap(one: string | undefined, other: string | undefined): boolean {
  return one === ALL || other === ALL || (one ?? '') === (other ?? '');
}

/** True when some load balancer could be meant by both scopes. */
function scopesOverlap(one: IPPoolScope, other: IPPoolScope): boolean {
  return PARTS.every((part) => partsOverlap(one[part], other[part]));
}

/** True for the pool of last resort: exactly one scope, and that one of everything. A cluster has at most one. */
export function isGlobalSelector(selector: IPPoolSelector | undefined): boolean {
  const [scope, ...more] = objectsIn(selector?.scope);

  return scope !== undefined && more.length === 0 && PARTS.every((part) => scope[part] === ALL);
}

function scopeIssues(scopes: readonly IPPoolScope[]): readonly ValidationIssue[] {
  return scopes.flatMap((scope, index) => {
    const earlier = scopes.slice(0, index).findIndex((other) => scopesOverlap(other, scope));

    return earlier < 0 ? [] : [{
      path: `spec.selector.scope[${ index }].namespace`,
      key:  'harvesterModels.validation.ipPool.scopesOverlap',
      args: { row: index + 1, other: earlier + 1 },
    }];
  });
}

function rivalIssues(selector: IPPoolSelector, rivals: readonly NamedSelector[]): readonly ValidationIssue[] {
  const priority = selector.priority ?? 0;
  const samePriority = rivals.filter((rival) => (rival.selector?.priority ?? 0) === priority);

  if (priority !== 0) {
    return samePriority.slice(0, 1).map(({ name }) => ({
      path: 'spec.selector.priority', key: 'harvesterModels.validation.ipPool.priorityTaken', args: { priority, pool: name },
    }));
  }

  return objectsIn(selector.scope).flatMap((scope, index) => {
    const rival = samePriority.find((other) => textOf(other.selector?.network) === textOf(selector.network)
      && objectsIn(other.selector?.scope).some((theirs) => scopesOverlap(theirs, scope)));

    return rival ? [{
      path: `spec.selector.scope[${ index }].namespace`,
      key:  'harvesterModels.validation.ipPool.scopeOfOtherPool',
      args: { row: index + 1, pool: rival.name },
    }] : [];
  });
}

/**
 * What the pool webhook would refuse about the selector. The global pool is compared with the other global pool only,
 * all others with each other. `networkExists` is `undefined` when the VM networks are not known.
 */
export function selectorIssues(
  selector: IPPoolSelector | undefined, others: readonly NamedSelector[], networkExists: (id: string) => boolean | undefined,
): readonly ValidationIssue[] {
  if (!selector) {
    return [];
  }

  const issues: ValidationIssue[] = [];
  const network = textOf(selector.network);
  const { priority } = selector;

  if (network !== undefined && !/^[^/]+\/[^/]+$/.test(network)) {
    issues.push({ path: 'spec.selector.network', key: 'harvesterModels.validation.ipPool.networkInvalid', args: { network } });
  } else if (network !== undefined && networkExists(network) === false) {
    issues.push({ path: 'spec.selector.network', key: 'harvesterModels.validation.ipPool.networkMissing', args: { network } });
  }

  if (priority !== undefined && !(Number.isInteger(priority) && priority >= 0 && priority <= MAX_PRIORITY)) {
    issues.push({ path: 'spec.selector.priority', key: 'harvesterModels.validation.ipPool.priorityInvalid', args: { max: MAX_PRIORITY } });
  }

  if (isGlobalSelector(selector)) {
    const global = others.find((other) => isGlobalSelector(other.selector));

    return global
      ? [...issues, { path: 'spec.selector.scope[0].namespace', key: 'harvesterModels.validation.ipPool.globalPoolExists', args: { pool: global.name } }]
      : issues;
  }

  const rivals = others.filter((other) => !isGlobalSelector(other.selector));

  return [...issues, ...scopeIssues(objectsIn(selector.scope)), ...rivalIssues(selector, rivals)];
}
