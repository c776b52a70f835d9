import { describe, expect, it } from 'vitest';
import { evaluateRule } from '../../../../scripts/harvester-api/schema/expression';
import { applySchema } from '../../../../scripts/harvester-api/schema/structural';
import { validateLists, validateSchema } from '../../../../scripts/harvester-api/schema/validate';
import type { Json, JsonObject } from '../../../../scripts/harvester-api/types';

const object = (properties: JsonObject, rest: JsonObject = {}): JsonObject => ({ type: 'object', properties, ...rest });

describe('applySchema', () => {
  it.each<[string, JsonObject, JsonObject, JsonObject, string[]]>([
    ['prunes what the schema does not know', object({ a: { type: 'string' } }), { a: 'x', b: 1 }, { a: 'x' }, ['b']],
    ['prunes inside lists', object({ l: { type: 'array', items: object({ a: {} }) } }), { l: [{ a: 1, b: 2 }] }, { l: [{ a: 1 }] }, ['l[0].b']],
    ['keeps what a preserving node holds', object({ a: { 'x-kubernetes-preserve-unknown-fields': true } }), { a: { any: 1 } }, { a: { any: 1 } }, []],
    ['keeps any key of a map', object({ m: { additionalProperties: { type: 'string' } } }), { m: { any: 'x' } }, { m: { any: 'x' } }, []],
    ['keeps the metadata of an embedded resource', object({ e: object({}, { 'x-kubernetes-embedded-resource': true }) }), { e: { kind: 'X', metadata: {}, b: 1 } }, { e: { kind: 'X', metadata: {} } }, ['e.b']],
    ['fills in defaults', object({ a: { default: 3 } }), {}, { a: 3 }, []],
    ['fills in defaults inside what is there', object({ o: object({ a: { default: true } }) }), { o: {} }, { o: { a: true } }, []],
    ['replaces a null that has a default', object({ a: { default: 3 } }), { a: null }, { a: 3 }, []],
    ['drops a null that may not be', object({ a: { type: 'string' } }), { a: null }, {}, []],
    ['keeps a null that may be', object({ a: { type: 'string', nullable: true } }), { a: null }, { a: null }, []],
  ])('%s', (_what, schema, value, expected, unknownFields) => {
    expect(applySchema(value, schema)).toStrictEqual({ value: expected, unknownFields });
  });
});

describe('validateSchema', () => {
  const messages = (value: Json, schema: JsonObject, old?: Json) => validateSchema(value, schema, 'f', old).map(({ field, message }) => `${ field }: ${ message }`);

  it.each<[string, Json, JsonObject, string[]]>([
    ['a wrong type', 'x', { type: 'integer' }, ['f: Invalid value: "string": f in body must be of type integer: "string"']],
    ['an integer as number', 1, { type: 'number' }, []],
    ['a missing field', {}, object({ a: {} }, { required: ['a'] }), ['f.a: Required value']],
    ['a value out of an enumeration', 'c', { enum: ['a', 'b'] }, ['f: Unsupported value: "c": supported values: "a", "b"']],
    ['a text that is too short', '', { minLength: 1 }, ['f: Invalid value: "": f in body should be at least 1 chars long']],
    ['a text that is too long', 'abc', { maxLength: 2 }, ['f: Too long: may not be more than 2 bytes']],
    ['a text of another form', 'x', { pattern: '^a' }, ["f: Invalid value: \"x\": f in body should match '^a'"]],
    ['a number that is too small', 0, { minimum: 1 }, ['f: Invalid value: 0: f in body should be greater than or equal to 1']],
    ['too many items', [1, 2], { maxItems: 1 }, ['f: Too many: 2: must have at most 1 items']],
    ['a text of a bad format', 'x', { type: 'string', format: 'ipv4' }, ['f: Invalid value: "x": f in body must be of type ipv4: "x"']],
    ['an int or string', '5', { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] }, []],
  ])('judges %s', (_what, value, schema, expected) => {
    expect(messages(value, schema)).toStrictEqual(expected);
  });

  it('does not judge again what has not changed', () => {
    const schema = object({ a: { type: 'integer' }, b: { type: 'integer' } });

    expect(messages({ a: 'old', b: 'new' }, schema, { a: 'old', b: 1 })).toStrictEqual(['f.b: Invalid value: "string": f.b in body must be of type integer: "string"']);
  });

  it('finds duplicates in a list that is a map', () => {
    const schema = { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['n'], items: object({ n: {} }) };

    expect(validateLists([{ n: 'a' }, { n: 'a' }], schema, 'f').map(({ field }) => field)).toStrictEqual(['f[1]']);
  });
});

describe('evaluateRule', () => {
  it.each<[string, Json, Json | undefined, boolean]>([
    ['self == oldSelf', 'a', 'b', false],
    ['oldSelf == 0 || self == oldSelf', 5, 0, true],
    ["self.mode != 'static' || (has(self.ips) && size(self.ips) > 0)", { mode: 'static' }, undefined, false],
    ["self.mode != 'static' || (has(self.ips) && size(self.ips) > 0)", { mode: 'static', ips: ['x'] }, undefined, true],
    ["!self.startsWith('-')", '-1h', undefined, false],
    ["!self.contains('..')", '/a/../b', undefined, false],
    ['isCIDR(self)', '10.0.0.0/24', undefined, true],
    ['isCIDR(self)', '10.0.0.0', undefined, false],
    ['has(self.name) && has(self.__namespace__)', { name: 'a', namespace: 'b' }, undefined, true],
    ['(has(self.a) && !has(self.b)) || (!has(self.a) && has(self.b))', { a: 1, b: 1 }, undefined, false],
  ])('reads %s', (rule, self, oldSelf, holds) => {
    expect(evaluateRule(rule, self, oldSelf)).toBe(holds);
  });
});
