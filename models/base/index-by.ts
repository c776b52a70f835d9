import { computed, type ComputedRef } from 'vue';

/** Groups of items under a key; a key that no item has is absent. */
export type Index<T> = ReadonlyMap<string, readonly T[]>;

/**
 * Groups `items` by `key`. An item whose key is `undefined` is left out.
 * Groups that hold the same items as in `previous` keep their identity, so that whoever reads only such a group sees no change.
 */
export function indexBy<T>(items: readonly T[], key: (item: T) => string | undefined, previous?: Index<T>): Index<T> {
  const groups = new Map<string, T[]>();

  for (const item of items) {
    const itemKey = key(item);

    if (itemKey !== undefined) {
      const group = groups.get(itemKey);

      if (group) {
        group.push(item);
      } else {
        groups.set(itemKey, [item]);
      }
    }
  }

  const index = new Map<string, readonly T[]>(groups);

  for (const [groupKey, group] of groups) {
    const before = previous?.get(groupKey);

    if (before && before.length === group.length && before.every((item, at) => item === group[at])) {
      index.set(groupKey, before);
    }
  }

  return index;
}

const NONE: readonly never[] = [];

/** An index that follows in-place changes of a reactive list, and wakes up only the readers of the groups that changed. */
export class LiveIndex<T> {
  private readonly index: ComputedRef<Index<T>>;
  private readonly groups = new Map<string, ComputedRef<readonly T[]>>();

  constructor(items: readonly T[], key: (item: T) => string | undefined) {
    this.index = computed<Index<T>>((previous) => indexBy(items, key, previous));
  }

  /** The items under a key, in the order of the list; empty when there are none. */
  many(key: string): readonly T[] {
    let group = this.groups.get(key);

    if (!group) {
      group = computed(() => this.index.value.get(key) ?? NONE);
      this.groups.set(key, group);
    }

    return group.value;
  }
}
