// The IPPool webhooks of load-balancer-harvester (pkg/webhook/ippool).
import { objectAt } from '../objects';
import type { AdmissionRequest, AdmissionRule, ClusterReader, KubeObject } from '../types';
import { stringMapAt } from './fields';
import { addressRange, isAddress, overlaps, printedRange, rangeOf, writtenRanges } from './ip-ranges';
import type { AddressRange } from './ip-ranges';
import { vlanOf } from './net-conf';
import { GLOBAL_POOL_LABEL, isGlobalPool, poolSelector, printedSelector, serves } from './pool-selector';
import { Refusal, explained } from './refusal';
import { IP_POOLS } from './resources';
import { subjectOf } from './subject';

const VLAN_ID_LABEL = 'loadbalancer.harvesterhci.io/vid';

/** Labels each pool with its network's vlan and with whether it is global. */
export const ipPoolMutator: AdmissionRule = {
  resource:   IP_POOLS,
  operations: ['CREATE', 'UPDATE'],
  webhook:    'mutator.harvester-system.harvester-load-balancer-webhook',
  mutate(request, cluster) {
    const pool = subjectOf(request);

    return pool.metadata.deletionTimestamp ? pool : explained(wrapper(request), () => labelled(pool, cluster));
  },
};

/** Refuses pools whose ranges or selectors collide, and ranges that no longer hold an allocated address. */
export const ipPoolValidator: AdmissionRule = {
  resource:   IP_POOLS,
  operations: ['CREATE', 'UPDATE', 'DELETE'],
  webhook:    'validator.harvester-system.harvester-load-balancer-webhook',
  validate(request, cluster) {
    const pool = subjectOf(request);

    if (request.operation === 'DELETE') {
      explained('', () => { checkReleased(pool); });
    } else if (!pool.metadata.deletionTimestamp) {
      explained(wrapper(request), () => { check(request.operation, pool, cluster); });
    }
  },
};

const wrapper = (request: AdmissionRequest): string => `can't ${ request.operation === 'CREATE' ? 'create' : 'update' } IP pool ${ subjectOf(request).metadata.name } because `;

function labelled(pool: KubeObject, cluster: ClusterReader): KubeObject {
  const vid = String(vlanOf(poolSelector(pool).network, cluster));
  const labels = { ...pool.metadata.labels, [VLAN_ID_LABEL]: vid, [GLOBAL_POOL_LABEL]: String(isGlobalPool(pool)) };

  return { ...pool, metadata: { ...pool.metadata, labels } };
}

function check(operation: string, pool: KubeObject, cluster: ClusterReader): void {
  const others = cluster.list(IP_POOLS).filter((other) => other.metadata.name !== pool.metadata.name);
  const ranges = rangesOf(pool);

  if (ranges.length === 0) {
    throw new Refusal("range can't be empty");
  }
  checkDisjoint(ranges, others);
  if (operation === 'UPDATE') {
    checkAllocated(ranges, pool);
  }
  checkSelector(pool, others);
}

const rangesOf = (pool: KubeObject): readonly AddressRange[] => writtenRanges(pool).map(addressRange);

function checkDisjoint(ranges: readonly AddressRange[], others: readonly KubeObject[]): void {
  const foreign = others.flatMap(rangesOf);

  ranges.forEach((range, index) => {
    const twin = ranges.slice(index + 1).find((other) => overlaps(range, other));

    if (twin) {
      throw new Refusal(`there are overlaps between range ${ printedRange(range) } and ${ printedRange(twin) }`);
    }
  });
  if (ranges.some((range) => foreign.some((other) => overlaps(range, other)))) {
    throw new Refusal(`the ranges [${ ranges.map(printedRange).join(' ') }] overlap with other pools`);
  }
}

/** Reads the status that the client sent: a PUT without one passes, whatever it does to the ranges. */
function checkAllocated(ranges: readonly AddressRange[], pool: KubeObject): void {
  for (const address of Object.keys(allocatedIn(pool)).sort()) {
    if (!isAddress(address)) {
      throw new Refusal(`invalid ip string ${ address }`);
    }
    if (!rangeOf(ranges, address)) {
      throw new Refusal(`allocated IP ${ address } is excluded`);
    }
  }
}

function checkReleased(pool: KubeObject): void {
  if (Object.keys(allocatedIn(pool)).length > 0) {
    throw new Refusal("can't delete pool before releasing all the allocated IP");
  }
}

const allocatedIn = (pool: KubeObject): { [address: string]: string } => stringMapAt(objectAt(pool, 'status'), 'allocated');

function checkSelector(pool: KubeObject, others: readonly KubeObject[]): void {
  if (isGlobalPool(pool)) {
    const [global] = others.filter((other) => isGlobalPool(other));

    if (global) {
      throw new Refusal(`there is already a global IP pool: ${ global.metadata.name }`);
    }

    return;
  }
  checkScopes(pool);
  others.filter((other) => !isGlobalPool(other)).forEach((other) => { checkAgainst(pool, other); });
}

function checkScopes(pool: KubeObject): void {
  const selector = poolSelector(pool);

  selector.scope.forEach((scope, index) => {
    const rest = { ...selector, scope: selector.scope.slice(index + 1) };

    if (serves(rest, { ...scope, network: selector.network, cluster: scope.guestCluster })) {
      throw new Refusal(`selector ${ printedSelector(selector) } is invalid: scope overlaps`);
    }
  });
}

function checkAgainst(pool: KubeObject, other: KubeObject): void {
  const mine = poolSelector(pool);
  const theirs = poolSelector(other);

  if (theirs.priority !== 0 && theirs.priority === mine.priority) {
    throw new Refusal(`the priority can't be the same as the pool ${ other.metadata.name }`);
  }
  if (theirs.priority !== 0 || mine.priority !== 0) {
    return;
  }
  const shared = mine.scope.find((scope) => serves(theirs, { ...scope, network: mine.network, cluster: scope.guestCluster }));

  if (shared) {
    throw new Refusal(`scope selector is same as the pool ${ other.metadata.name } with priority 0 Project ${ shared.project } Namespace ${ shared.namespace } GuestCluster ${ shared.guestCluster }, set a different priority or scope`);
  }
}
