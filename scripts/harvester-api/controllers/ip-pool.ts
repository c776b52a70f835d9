// load-balancer-harvester's IPPool controller (pkg/controller/ippool).
import { numberAt, stringMapAt } from '../admission/fields';
import { IP_POOLS } from '../admission/resources';
import type { ClusterWriter, Controller, KubeObject } from '../types';
import { IPAllocator, checksumOf, goStatus } from './ip-allocator';
import { ifReadable, releaseFinalizer, retryOnConflict, statusOf, updateIfChanged, withCondition, withFinalizer, withStatus } from './objects';

const FINALIZER = 'wrangler.cattle.io/harvester-ipam-controller';
const RELEASE_KEY = 'loadbalancer.harvesterhci.io/manuallyReleaseIP';

/** The allocators of one server, by pool. They live in memory only, as the real controller's do. */
export type Allocators = Map<string, IPAllocator>;

/**
 * Writes a pool's total, available and Ready, but only when it has no allocator for the pool yet or the ranges changed.
 * A status that somebody erased meanwhile stays erased: that is the real controller's weakness.
 */
export function ipPoolController(allocators: Allocators): Controller {
  return {
    name:    'harvester-ipam-controller',
    watches: [IP_POOLS],
    reconcile(event, cluster) {
      const { name } = event.object.metadata;
      const pool = cluster.get(IP_POOLS, undefined, name);

      if (!pool || pool.metadata.deletionTimestamp) {
        allocators.delete(name);
        if (pool) {
          releaseFinalizer(IP_POOLS, pool, FINALIZER, cluster);
        }

        return;
      }
      if (allocators.get(name)?.checksum !== checksumOf(pool)) {
        ifReadable(() => {
          const allocator = new IPAllocator(pool);

          allocators.set(name, allocator);
          updatePool(name, cluster, (current) => withTotals(current, allocator.total));
        });
      }
      updatePool(name, cluster, withReleasedRecord);
      updatePool(name, cluster, finalized);
    },
  };
}

function updatePool(name: string, cluster: ClusterWriter, change: (pool: KubeObject) => KubeObject): void {
  retryOnConflict(() => {
    const pool = cluster.get(IP_POOLS, undefined, name);

    if (pool) {
      updateIfChanged(IP_POOLS, pool, change(pool), cluster);
    }
  });
}

function withTotals(pool: KubeObject, total: number): KubeObject {
  const taken = Object.keys(stringMapAt(statusOf(pool), 'allocated')).length;

  return withStatus(pool, withCondition({ ...goStatus(pool), total, available: total - taken }, 'Ready', { status: 'True' }));
}

/** Adding the finalizer writes the whole Go object, its zero status included. */
function finalized(pool: KubeObject): KubeObject {
  const kept = withFinalizer(pool, FINALIZER);

  return kept === pool ? pool : withStatus(kept, goStatus(pool));
}

/** An operator names a stale record, `<ip>: <namespace>/<load balancer>`, to give its address back. */
function withReleasedRecord(pool: KubeObject): KubeObject {
  const { [RELEASE_KEY]: record, ...annotations } = pool.metadata.annotations ?? {};
  const [address = '', holder = ''] = (record ?? '').split(': ');
  const { [address]: found, ...allocated } = stringMapAt(statusOf(pool), 'allocated');

  if (record === undefined || found === undefined || found !== holder) {
    return pool;
  }

  return { ...pool, metadata: { ...pool.metadata, annotations }, status: { ...goStatus(pool), allocated, available: numberAt(statusOf(pool), 'available') + 1 } };
}
