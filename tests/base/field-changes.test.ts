import { describe, expect, it } from 'vitest';
import { fieldChanges } from '@models/base/field-changes';
import type { JsonObject } from '@models/base/kubernetes';

describe('fieldChanges', () => {
  it.each<[reason: string, before: JsonObject, after: JsonObject, changes: readonly (readonly [string, unknown, unknown])[]]>([
    ['nothing differs', { spec: { a: 1 } }, { spec: { a: 1 } }, []],
    ['a value', { spec: { a: 1 } }, { spec: { a: 2 } }, [['spec.a', 1, 2]]],
    ['a key that is new', { spec: {} }, { spec: { a: false } }, [['spec.a', undefined, false]]],
    ['a key that is gone', { spec: { a: '' } }, { spec: {} }, [['spec.a', '', undefined]]],
    ['a key with dots', { metadata: { labels: {} } }, { metadata: { labels: { 'example.io/a': 'b' } } }, [['metadata.labels["example.io/a"]', undefined, 'b']]],
    ['a map in place of a value', { spec: { a: 1 } }, { spec: { a: { b: 1 } } }, [['spec.a', 1, { b: 1 }]]],
    ['a field of a list entry', { spec: { l: [{ a: 1 }, { a: 2 }] } }, { spec: { l: [{ a: 1 }, { a: 3 }] } }, [['spec.l[1].a', 2, 3]]],
    ['an entry at the end', { spec: { l: ['a'] } }, { spec: { l: ['a', 'b'] } }, [['spec.l[1]', undefined, 'b']]],
    ['an entry in front', { spec: { l: ['a', 'b'] } }, { spec: { l: ['0', 'a', 'b'] } }, [['spec.l[0]', undefined, '0']]],
    ['an entry removed from the middle', { spec: { l: ['a', 'b', 'c'] } }, { spec: { l: ['a', 'c'] } }, [['spec.l[1]', 'b', undefined]]],
    ['each field of a map that is new', { spec: {} }, { spec: { a: { b: 1, c: { d: 2 } } } }, [['spec.a.b', undefined, 1], ['spec.a.c.d', undefined, 2]]],
    ['each field of a map that is gone', { spec: { a: { b: 1 } } }, { spec: {} }, [['spec.a.b', 1, undefined]]],
    ['each field of a list that is new', { spec: {} }, { spec: { l: [{ a: 1 }, 'b'] } }, [['spec.l[0].a', undefined, 1], ['spec.l[1]', undefined, 'b']]],
    ['an empty map that is new', { spec: {} }, { spec: { a: {} } }, [['spec.a', undefined, {}]]],
    ['an empty list that is gone', { spec: { l: [] } }, { spec: {} }, [['spec.l', [], undefined]]],
    ['nothing when the shell adds empty labels', { metadata: {} }, { metadata: { labels: {}, annotations: {} } }, []],
    ['a list that is emptied', { spec: { l: ['a', 'b'] } }, { spec: { l: [] } }, [['spec.l[0]', 'a', undefined], ['spec.l[1]', 'b', undefined]]],
    ['an entry among equal ones', { spec: { l: ['a', 'a'] } }, { spec: { l: ['a', 'a', 'a'] } }, [['spec.l[2]', undefined, 'a']]],
    ['what each write changes is left out', { metadata: { resourceVersion: '1', generation: 1 } }, { metadata: { resourceVersion: '2', generation: 2, managedFields: [] } }, []],
  ])('tells %s', (_reason, before, after, changes) => {
    expect(fieldChanges(before, after).map(({ path, before: old, after: value }) => [path, old, value])).toStrictEqual(changes);
  });
});
