import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@models/base/kubernetes';
import { listKeysOf } from '@models/base/list-map-keys';
import { diff, formatPath, patched, threeWayMerge } from '@models/base/merge';

const podKeys = listKeysOf('v1', 'Pod');
const noKeys = () => undefined;

/** Objects without `null`, which a merge patch can not express: a null and a missing key are the same to the API server. */
const value = fc.letrec<{ value: unknown; object: JsonObject }>((tie) => ({
  value:  fc.oneof({ maxDepth: 4 }, fc.string(), fc.integer(), fc.boolean(), fc.array(tie('value'), { maxLength: 3 }), tie('object')),
  object: fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', 'a.b', 'x/y', '__proto__', 'labels'), fc.string()), tie('value'), { maxKeys: 4 }) as fc.Arbitrary<JsonObject>,
}));
const objects = value.object.map((spec): JsonObject => ({ metadata: { name: 'x', labels: { a: 'b' } }, spec }));

describe('diff', () => {
  it.each([
    ['a changed value is sent alone', { spec: { a: 1, b: 2 } }, { spec: { a: 1, b: 3 } }, { spec: { b: 3 } }],
    ['a removed key is a null', { spec: { a: 1, b: 2 } }, { spec: { a: 1 } }, { spec: { b: null } }],
    ['a removed map is one null', { spec: { a: { b: 1 } } }, { spec: {} }, { spec: { a: null } }],
    ['an emptied map stays a map', { spec: { a: { b: 1 } } }, { spec: { a: {} } }, { spec: { a: { b: null } } }],
    ['an added empty map is an empty map, as in emptyDir', { spec: {} }, { spec: { emptyDir: {} } }, { spec: { emptyDir: {} } }],
    ['a list is sent whole', { spec: { l: [1, 2] } }, { spec: { l: [1, 2, 3] } }, { spec: { l: [1, 2, 3] } }],
    ['null and absent are the same', { spec: { a: null } }, { spec: {} }, {}],
    ['labels: absent and empty are the same', { metadata: {} }, { metadata: { labels: {} } }, {}],
    ['annotations: removing the map is one null per key', { metadata: { annotations: { a: '1', b: '2' } } }, { metadata: {} }, { metadata: { annotations: { a: null, b: null } } }],
    ['what the server owns is never in a change', { metadata: { uid: 'u', resourceVersion: '1', generation: 1 } }, { metadata: { resourceVersion: '2', creationTimestamp: 'x' } }, {}],
    ['a removed finalizer is a change of the user', { metadata: { finalizers: ['a', 'b'] } }, { metadata: { finalizers: ['a'] } }, { metadata: { finalizers: ['a'] } }],
    ['a map replaced by a text', { spec: { a: { b: 1 } } }, { spec: { a: 'x' } }, { spec: { a: 'x' } }],
  ])('%s', (_reason, base, edited, expected) => {
    expect(diff(base, edited)).toStrictEqual(expected);
  });

  it('then applied gives the edited object, whatever was edited', () => {
    fc.assert(fc.property(objects, objects, (base, edited) => {
      expect(diff(patched(base, diff(base, edited)), edited)).toStrictEqual({});
    }));
  });

  it('changes neither of its arguments', () => {
    fc.assert(fc.property(objects, objects, (base, edited) => {
      const before = JSON.stringify([base, edited]);

      patched(base, diff(base, edited));
      expect(JSON.stringify([base, edited])).toBe(before);
    }));
  });
});

describe('threeWayMerge', () => {
  const base = { metadata: { resourceVersion: '1' }, spec: { network: 'a', priority: 1 }, status: { allocated: {} } };

  it('keeps what the server wrote meanwhile', () => {
    const mine = { ...base, spec: { network: 'a', priority: 2 } };
    const theirs = { ...base, metadata: { resourceVersion: '2' }, status: { allocated: { '10.0.0.1': 'default/lb' } } };

    expect(threeWayMerge(base, mine, theirs, noKeys)).toStrictEqual({
      merged:    { metadata: { resourceVersion: '2' }, spec: { network: 'a', priority: 2 }, status: { allocated: { '10.0.0.1': 'default/lb' } } },
      conflicts: [],
    });
  });

  it('reports a field that both changed to different values, and leaves the server\'s', () => {
    const mine = { ...base, spec: { network: 'b', priority: 1 } };
    const theirs = { ...base, spec: { network: 'c', priority: 1 } };
    const { merged, conflicts } = threeWayMerge(base, mine, theirs, noKeys);

    expect(merged.spec).toStrictEqual({ network: 'c', priority: 1 });
    expect(conflicts).toStrictEqual([{
      path: ['spec', 'network'], base: 'a', mine: 'b', theirs: 'c',
    }]);
  });

  it('takes the side that was chosen', () => {
    const mine = { ...base, spec: { network: 'b', priority: 1 } };
    const theirs = { ...base, spec: { network: 'c', priority: 1 } };

    expect(threeWayMerge(base, mine, theirs, noKeys, () => 'mine')).toStrictEqual({ merged: mine, conflicts: [] });
  });

  it('sees no conflict when both reached the same value', () => {
    const both = { ...base, spec: { network: 'b', priority: 1 } };

    expect(threeWayMerge(base, both, both, noKeys)).toStrictEqual({ merged: both, conflicts: [] });
  });

  it('reports a removed map in which the server changed something', () => {
    const mine = { ...base, spec: {} };
    const theirs = { ...base, spec: { network: 'a', priority: 9 } };

    expect(threeWayMerge(base, mine, theirs, noKeys).conflicts.map(({ path }) => path)).toStrictEqual([['spec', 'priority']]);
  });

  it('keeps a label that the server added while the user removed all others', () => {
    const labelled = (labels?: Record<string, string>) => ({ metadata: labels ? { labels } : {} });

    expect(threeWayMerge(labelled({ a: '1' }), labelled(), labelled({ a: '1', b: '2' }), noKeys)).toStrictEqual({ merged: labelled({ b: '2' }), conflicts: [] });
  });

  const pod = (...containers: readonly { name: string; image: string }[]) => ({ spec: { containers } });

  it.each([
    ['entries with a known key are matched by it', pod({ name: 'a', image: '1' }, { name: 'b', image: '1' }), pod({ name: 'a', image: '2' }, { name: 'b', image: '1' }),
      pod({ name: 'a', image: '1' }, { name: 'b', image: '3' }), pod({ name: 'a', image: '2' }, { name: 'b', image: '3' }), []],
    ['both add an entry', pod(), pod({ name: 'a', image: '1' }), pod({ name: 'b', image: '1' }), pod({ name: 'a', image: '1' }, { name: 'b', image: '1' }), []],
    ['one removes, the other changes the same entry', pod({ name: 'a', image: '1' }), pod(), pod({ name: 'a', image: '2' }), pod({ name: 'a', image: '2' }), ['spec.containers[name=a]']],
    ['one entry is changed by both', pod({ name: 'a', image: '1' }), pod({ name: 'a', image: '2' }), pod({ name: 'a', image: '3' }), pod({ name: 'a', image: '3' }), ['spec.containers[name=a].image']],
  ])('%s', (_reason, before, mine, theirs, merged, conflicts) => {
    const result = threeWayMerge(before, mine, theirs, podKeys);

    expect(result.merged).toStrictEqual(merged);
    expect(result.conflicts.map(({ path }) => formatPath(path))).toStrictEqual(conflicts);
  });

  it('takes a list without a known key as one value', () => {
    const list = (...ranges: readonly string[]) => ({ spec: { ranges } });

    expect(threeWayMerge(list('a'), list('a', 'b'), list('a', 'c'), noKeys).conflicts.map(({ path }) => path)).toStrictEqual([['spec', 'ranges']]);
  });

  it('takes a list for one value whatever it is called', () => {
    const named = (...list: readonly string[]) => ({ constructor: list });

    expect(threeWayMerge(named('a'), named('a', 'b'), named('a', 'c'), podKeys).conflicts.map(({ path }) => path)).toStrictEqual([['constructor']]);
  });

  it('merges finalizers as a set', () => {
    const guarded = (...finalizers: readonly string[]) => ({ metadata: { finalizers } });

    expect(threeWayMerge(guarded('a', 'b'), guarded('b'), guarded('a', 'b', 'c'), podKeys)).toStrictEqual({ merged: guarded('b', 'c'), conflicts: [] });
  });

  it('loses nothing that the server wrote and touches nothing that the user did not, whatever both do', () => {
    fc.assert(fc.property(objects, objects, objects, (before, mine, theirs) => {
      const { merged, conflicts } = threeWayMerge(before, mine, theirs, noKeys);

      fc.pre(!conflicts.length);
      expect(diff(theirs, threeWayMerge(before, before, theirs, noKeys).merged)).toStrictEqual({});
      expect(threeWayMerge(before, mine, merged, noKeys).conflicts).toStrictEqual([]);
      expect(threeWayMerge(before, theirs, merged, noKeys).conflicts).toStrictEqual([]);
    }));
  });
});

describe('formatPath', () => {
  it.each([
    [['spec', 'selector', 'network'], 'spec.selector.network'],
    [['metadata', 'labels', 'example.io/tier'], 'metadata.labels["example.io/tier"]'],
    [['spec', 'containers', '[name=web]', 'image'], 'spec.containers[name=web].image'],
  ])('%j reads %s', (path, text) => {
    expect(formatPath(path)).toBe(text);
  });
});
