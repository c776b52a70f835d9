// load-balancer-harvester's allocator (pkg/ipam): CNI's host-local round robin over a store that is the pool's own status.
import { numberAt, stringMapAt } from '../admission/fields';
import { addressRange, addressValue, formatAddress, rangeOf, usableAddresses, writtenRanges } from '../admission/ip-ranges';
import type { AddressRange } from '../admission/ip-ranges';
import { IP_POOLS } from '../admission/resources';
import { stringAt } from '../objects';
import type { ClusterWriter, JsonObject, KubeObject } from '../types';
import { retryOnConflict, statusOf, withStatus } from './objects';

/** An address that a pool gave away. */
interface Allocation {
  readonly address: string;
  readonly range: AddressRange;
}

/** Why no address was given; the message is the allocator's own. */
export class AllocationError extends Error {
  /** The applicant already has an address here, which its own status does not know. */
  readonly duplicate: boolean;

  constructor(message: string, duplicate = false) {
    super(message);
    this.duplicate = duplicate;
  }
}

/** A pool's status as Go writes it: the fields without `omitempty` are always there. */
export const goStatus = (pool: KubeObject): JsonObject => ({ available: 0, lastAllocated: '', total: 0, ...statusOf(pool) });

/** Gives a pool's addresses away. It knows which are taken from the pool's status alone. */
export class IPAllocator {
  /** Changes exactly when `spec.ranges` does. */
  readonly checksum: string;
  readonly total: number;
  private readonly name: string;
  private readonly ranges: readonly AddressRange[];

  constructor(pool: KubeObject) {
    this.name = pool.metadata.name;
    this.checksum = checksumOf(pool);
    this.ranges = writtenRanges(pool).map(addressRange);
    this.total = usableAddresses(this.ranges);
  }

  /** Takes an address for an applicant: the one it had before, else the next free one after the last given. */
  take(applicant: string, cluster: ClusterWriter): Allocation {
    return retryOnConflict(() => {
      const pool = this.pool(cluster);
      const status = statusOf(pool);
      const allocated = stringMapAt(status, 'allocated');
      const address = previous(status, applicant) ?? this.next(status, applicant);
      const range = rangeOf(this.ranges, address);

      if (!range) {
        throw new AllocationError(`${ address } not in range set ${ this.printed() }`);
      }
      if (allocated[address] !== undefined) {
        throw new AllocationError(`requested IP address ${ address } is not available in range set ${ this.printed() }`);
      }
      const { [address]: _taken, ...history } = stringMapAt(status, 'allocatedHistory');

      cluster.update(IP_POOLS, withStatus(pool, {
        ...goStatus(pool),
        allocated:        { ...allocated, [address]: applicant },
        allocatedHistory: orAbsent(history),
        lastAllocated:    address,
        available:        numberAt(status, 'available') - 1,
      }));

      return { address, range };
    });
  }

  /** Gives back every address that the applicant has, and remembers it for the next time. */
  release(applicant: string, cluster: ClusterWriter): void {
    retryOnConflict(() => {
      const pool = this.pool(cluster);
      const status = statusOf(pool);
      const entries = Object.entries(stringMapAt(status, 'allocated'));
      const freed = entries.filter(([, holder]) => holder === applicant);

      if (freed.length > 0) {
        cluster.update(IP_POOLS, withStatus(pool, {
          ...goStatus(pool),
          allocated:        orAbsent(Object.fromEntries(entries.filter(([, holder]) => holder !== applicant))),
          allocatedHistory: { ...stringMapAt(status, 'allocatedHistory'), ...Object.fromEntries(freed) },
          available:        numberAt(status, 'available') + freed.length,
        }));
      }
    });
  }

  private pool(cluster: ClusterWriter): KubeObject {
    const pool = cluster.get(IP_POOLS, undefined, this.name);

    if (!pool) {
      throw new AllocationError(`${ IP_POOLS } "${ this.name }" not found`);
    }

    return pool;
  }

  private next(status: JsonObject, applicant: string): string {
    const allocated = stringMapAt(status, 'allocated');
    const held = Object.entries(allocated).find(([address, holder]) => holder === applicant && rangeOf(this.ranges, address));

    if (held) {
      throw new AllocationError(`${ held[0] } has been allocated to ${ applicant }, duplicate allocation is not allowed`, true);
    }
    for (const address of this.after(stringAt(status, 'lastAllocated'))) {
      if (allocated[address] === undefined) {
        return address;
      }
    }
    throw new AllocationError(`no IP addresses available in range set: ${ this.printed() }`);
  }

  /** Every address once, from the one after `last` on, over all ranges and around. */
  private* after(last: string): Generator<string> {
    const current = last ? rangeOf(this.ranges, last) : undefined;
    const first = current ? this.ranges.indexOf(current) : 0;
    const start = current ? addressValue(last) + 1n : undefined;

    for (let step = 0; step <= this.ranges.length; step++) {
      const range = this.ranges[(first + step) % this.ranges.length];

      if (range) {
        const from = step === 0 && start !== undefined ? start : range.start;
        const to = step === this.ranges.length && start !== undefined ? start - 1n : range.end;

        if (step < this.ranges.length || start !== undefined) {
          yield* addressesIn(range, from, to);
        }
      }
    }
  }

  private printed(): string {
    return this.ranges.map(({ start, end, version }) => `${ formatAddress(start, version) }-${ formatAddress(end, version) }`).join(',');
  }
}

/** Identifies `spec.ranges`. */
export const checksumOf = (pool: KubeObject): string => JSON.stringify(writtenRanges(pool));

function* addressesIn({ gateway, version }: AddressRange, from: bigint, to: bigint): Generator<string> {
  for (let address = from; address <= to; address++) {
    if (address !== gateway) {
      yield formatAddress(address, version);
    }
  }
}

function previous(status: JsonObject, applicant: string): string | undefined {
  return Object.entries(stringMapAt(status, 'allocatedHistory')).sort(([left], [right]) => (left < right ? -1 : 1)).find(([, holder]) => holder === applicant)?.[0];
}

const orAbsent = (map: { [key: string]: string }): { [key: string]: string } | undefined => (Object.keys(map).length > 0 ? map : undefined);
