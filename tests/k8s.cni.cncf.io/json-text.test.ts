import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '@models/base/kubernetes';
import { editJson, parseJsonObject } from '@models/k8s.cni.cncf.io/json-text';

/** A copy that went over the wire: -0 comes back as 0. */
function copy(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

describe('parseJsonObject', () => {
  it.each([
    ['there is no text', undefined, 'missing'],
    ['the text is blank', ' \n', 'missing'],
    ['the text is cut off', '{"a":', 'notJson'],
    ['the text is a list', '[1]', 'notObject'],
    ['the text is null', 'null', 'notObject'],
  ])('says what is wrong when %s', (_reason, text, error) => {
    expect(parseJsonObject(text)).toStrictEqual({ ok: false, error });
  });

  it('reads the same text once', () => {
    expect(parseJsonObject('{"a":1}')).toBe(parseJsonObject('{"a":1}'));
  });
});

describe('editJson', () => {
  it.each([
    ['changes a value in place', '{"a":1,"b":2}', { a: 3 }, '{"a":3,"b":2}'],
    ['adds a key behind the others', '{"a":1}', { b: [2] }, '{"a":1,"b":[2]}'],
    ['adds a key in the layout of the others', '{\n  "a": 1\n}', { b: 2 }, '{\n  "a": 1,\n  "b": 2\n}'],
    ['removes the first key', '{"a":1, "b":2}', { a: undefined }, '{"b":2}'],
    ['removes the last key', '{"a":1, "b":2 }', { b: undefined }, '{"a":1 }'],
    ['removes the only key', '{"a":{"x":[1,2]}}', { a: undefined }, '{}'],
    ['removes a key that stands there twice', '{"a":1,"b":2,"a":3}', { a: undefined }, '{"b":2}'],
    ['changes the last of two, which counts', '{"a":1,"a":2}', { a: 3 }, '{"a":1,"a":3}'],
    ['leaves a value that is equal as it was written', '{"a": {"y":1.0, "x":[ ]}}', { a: { x: [], y: 1 } }, '{"a": {"y":1.0, "x":[ ]}}'],
    ['keeps numbers that JavaScript can not hold', '{"a":12345678901234567890,"b":1}', { b: 2 }, '{"a":12345678901234567890,"b":2}'],
    ['is not misled by brackets and quotes in strings', String.raw`{"a":"}\"{,","b":1}`, { b: 2 }, String.raw`{"a":"}\"{,","b":2}`],
    ['finds a key that is written with escapes', String.raw`{"\u0061":1}`, { a: 2 }, String.raw`{"\u0061":2}`],
    ['starts from nothing', undefined, { a: 1 }, '{"a":1}'],
    ['leaves what is no object alone', '[1]', { a: 1 }, '[1]'],
    ['leaves what is no JSON alone', '{oops', { a: 1 }, '{oops'],
  ])('%s', (_reason, text, changes, edited) => {
    expect(editJson(text, changes)).toBe(edited);
  });

  const objects = fc.dictionary(fc.string(), fc.jsonValue().map(copy));
  const layouts = fc.constantFrom(undefined, 1, 2, '\t');

  it('changes the keys that it is asked to and nothing else', () => {
    fc.assert(fc.property(objects, layouts, fc.string(), fc.option(fc.jsonValue(), { nil: undefined }), (object, layout, key, value) => {
      const wanted = new Map(Object.entries(object));
      const json = value === undefined ? undefined : copy(value);

      if (json === undefined) {
        wanted.delete(key);
      } else {
        wanted.set(key, json);
      }

      const edited = parseJsonObject(editJson(JSON.stringify(object, null, layout), Object.fromEntries([[key, json]])));

      expect(edited.ok && new Map(Object.entries(edited.value))).toStrictEqual(wanted);
    }));
  });

  it('leaves the text as it is when nothing changes', () => {
    fc.assert(fc.property(objects, layouts, (object, layout) => {
      const text = JSON.stringify(object, null, layout);

      expect(editJson(text, object)).toBe(text);
    }));
  });
});
