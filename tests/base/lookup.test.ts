import { describe, expect, it } from 'vitest';
import { computed, reactive, version, watchEffect } from 'vue';
import { indexBy } from '@models/base/index-by';
import { listLookup, NOT_LOADED, storeLookup, type Relation } from '@models/base/lookup';

interface Item { name: string; pool?: string }

/** Before 3.4, Vue woke the readers of a computed value whether it had changed or not; Rancher 2.10 has 3.2. */
const NEEDLESS_RUNS = Number(version.split('.')[1]) < 4 ? 1 : 0;

const byPool: Relation<Item> = { type: 'item', key: ({ pool }) => pool };

function setup(...items: readonly Item[]) {
  const list = reactive([...items]);

  return { list, lookup: listLookup((type) => type === 'item' ? list : undefined) };
}

describe('indexBy', () => {
  it('groups under a key and leaves out what has none', () => {
    const [a, b, c] = [{ name: 'a', pool: 'x' }, { name: 'b' }, { name: 'c', pool: 'x' }];

    expect([...indexBy([a, b, c], (item) => byPool.key(item))]).toStrictEqual([['x', [a, c]]]);
  });
});

describe('Lookup', () => {
  it('finds many and one', () => {
    const { lookup } = setup({ name: 'a', pool: 'x' }, { name: 'b', pool: 'x' });

    expect(lookup.many(byPool, 'x')).toHaveLength(2);
    expect(lookup.one(byPool, 'x')).toStrictEqual({ name: 'a', pool: 'x' });
    expect(lookup.many(byPool, 'y')).toStrictEqual([]);
    expect(lookup.one(byPool, 'y')).toBeUndefined();
  });

  it('tells a list that was never loaded from an empty one', () => {
    const { lookup } = setup();
    const others: Relation<Item> = { type: 'other', key: ({ name }) => name };

    expect([lookup.many(others, 'a'), lookup.one(others, 'a')]).toStrictEqual([NOT_LOADED, NOT_LOADED]);
    expect(lookup.many(byPool, 'a')).toStrictEqual([]);
  });

  it('follows changes that are made in place', () => {
    const { list, lookup } = setup({ name: 'a', pool: 'x' });
    const found = computed(() => lookup.many(byPool, 'y'));

    expect(found.value).toStrictEqual([]);
    list.push({ name: 'b', pool: 'y' });
    expect(found.value).toStrictEqual([{ name: 'b', pool: 'y' }]);

    const [first] = list;

    if (first) {
      first.pool = 'y';
    }

    expect(found.value).toHaveLength(2);
  });

  it('wakes up only the readers of what changed', async () => {
    const { list, lookup } = setup({ name: 'a', pool: 'x' }, { name: 'b', pool: 'y' });
    let runs = 0;
    const stop = watchEffect(() => {
      runs++;
      lookup.many(byPool, 'x');
    }, { flush: 'sync' });

    list.push({ name: 'c', pool: 'y' });
    await Promise.resolve();
    expect(runs).toBe(1 + NEEDLESS_RUNS);

    list.push({ name: 'd', pool: 'x' });
    expect(runs).toBe(2 + NEEDLESS_RUNS);
    stop();
  });

  it('is linear in the number of rows', () => {
    const rows = 5000;
    let keys = 0;
    const counted: Relation<Item> = {
      type: 'item',
      key({ pool }) {
        keys++;

        return pool;
      },
    };
    const { lookup } = setup(...Array.from({ length: rows }, (_, at) => ({ name: String(at), pool: String(at) })));

    for (let at = 0; at < rows; at++) {
      lookup.one(counted, String(at));
    }

    expect(keys).toBe(rows);
  });
});

describe('storeLookup', () => {
  it('does not ask the store for a list that is not loaded: asking would register an empty one', () => {
    const asked: string[] = [];
    const lookup = storeLookup({
      haveAll: () => false,
      all(type) {
        asked.push(type);

        return [];
      },
    });

    expect([lookup.many(byPool, 'x'), asked]).toStrictEqual([NOT_LOADED, []]);
  });
});
