import fc from 'fast-check';
import type { Json, JsonObject } from '../../models/base/kubernetes';

/** One edit that somebody makes: puts a value at a place, or takes away what is there. */
interface Edit {
  /** Picks a path: each number chooses among the keys of the level that it meets, or a new one. */
  readonly route: readonly number[];
  readonly newKey: string;
  readonly value: Json | undefined;
}

/** What a user and the server start from, and what each makes of it. */
export interface Case {
  readonly base: JsonObject;
  readonly mine: JsonObject;
  readonly theirs: JsonObject;
}

const KEYS = ['a', 'b', 'name', 'a.b', 'x/y', 'example.io/tier', '', '__proto__', 'constructor', 'labels', '鍵', 'é\u0301'];

const key = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...KEYS) }, fc.string({ unit: 'grapheme', maxLength: 6 }));
const scalar = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), fc.constant(''), fc.constant(0));

const json = fc.letrec<{ value: Json; map: JsonObject }>((tie) => ({
  value: fc.oneof({ maxDepth: 5, depthIdentifier: 'json' }, scalar, fc.array(tie('value'), { maxLength: 3, depthIdentifier: 'json' }), tie('map')),
  map:   fc.dictionary(key, tie('value'), { maxKeys: 5, depthIdentifier: 'json', noNullPrototype: true }),
}));

const condition = fc.record({ type: fc.constantFrom('Ready', 'Synced'), status: fc.constantFrom('True', 'False'), lastUpdateTime: fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-02T00:00:00Z') }, { noNullPrototype: true });
const containers = fc.uniqueArray(fc.record({ name: fc.constantFrom('web', 'db', 'log', 'side'), image: fc.constantFrom('v1', 'v2', 'v3') }, { noNullPrototype: true }), { selector: ({ name }) => name, maxLength: 4 });
const texts = fc.dictionary(key, fc.string({ maxLength: 6 }), { maxKeys: 4, noNullPrototype: true });

const object = fc.record({
  metadata: fc.record({
    name: fc.constant('x'), uid: fc.constant('u'), resourceVersion: fc.constant('1'), labels: texts, annotations: texts, finalizers: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
  }, { requiredKeys: ['name', 'uid', 'resourceVersion'], noNullPrototype: true }),
  spec:   fc.tuple(json.map, fc.option(containers, { nil: undefined })).map(([spec, list]): JsonObject => list ? { ...spec, containers: list } : spec),
  status: fc.tuple(json.map, fc.array(condition, { maxLength: 2 })).map(([status, conditions]): JsonObject => ({ ...status, conditions })),
}, { requiredKeys: ['metadata'], noNullPrototype: true }).map((generated): JsonObject => ({ apiVersion: 'v1', kind: 'Pod', ...generated }));

const edit: fc.Arbitrary<Edit> = fc.record({ route: fc.array(fc.nat(6), { minLength: 1, maxLength: 5 }), newKey: key, value: fc.option(json.value, { nil: undefined, freq: 3 }) });

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function put(map: JsonObject, name: string, value: Json | undefined): JsonObject {
  const entries = Object.entries(map).filter(([other]) => other !== name);

  return Object.fromEntries(value === undefined ? entries : [...entries, [name, value]]);
}

function applied(map: JsonObject, { route, newKey, value }: Edit, depth = 0): JsonObject {
  const names = Object.keys(map).filter((name) => depth || name === 'spec' || name === 'status' || name === 'metadata');
  const name = names[(route[depth] ?? 0) % (names.length + 1)] ?? newKey;
  const child = map[name];

  return depth + 1 < route.length && isMap(child) ? put(map, name, applied(child, { route, newKey, value }, depth + 1)) : put(map, name, depth ? value : value ?? {});
}

const OWN = new Set(['name', 'uid', 'resourceVersion']);

/** An edited object; what the server owns is as it was. */
function edited(base: JsonObject, edits: readonly Edit[]): JsonObject {
  const after = edits.reduce<JsonObject>((current, one) => applied(current, one), base);
  const before = isMap(base.metadata) ? base.metadata : {};
  const metadata = isMap(after.metadata) ? after.metadata : {};

  return { ...after, apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, ...Object.fromEntries(Object.entries(before).filter(([name]) => OWN.has(name))) } };
}

/** Random objects with holes, random edits of a user, and random changes on the server meanwhile. */
export const cases: fc.Arbitrary<Case> = fc.tuple(object, fc.array(edit, { maxLength: 4 }), fc.array(edit, { maxLength: 4 }), fc.boolean())
  .map(([base, mine, theirs, alike]) => ({ base, mine: edited(base, mine), theirs: edited(base, alike ? [...mine.slice(0, 1), ...theirs] : theirs) }));
