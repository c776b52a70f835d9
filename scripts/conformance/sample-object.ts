import isEqual from 'lodash/isEqual';
import { isObject } from '../../models/base/kubernetes';
import type { ServedType } from '../harvester-api/definitions';
import type { Json, JsonObject } from '../harvester-api/types';
import { BUILT_IN_SAMPLES } from './built-in-samples';

/** The deepest level that a sample follows a schema to: some schemas contain themselves. */
const DEEPEST = 7;

/** The deepest level at which a list has two entries and a map two keys: each such level doubles the sample. */
const DEEPEST_PAIR = 2;

/** Which of a list's two entries a value is for. */
type Turn = 0 | 1;

/** The keys of a sample's maps begin with it; a key of a struct never does. */
export const MAP_KEY_PREFIX = 'example.io';

const BY_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T00:00:00Z', byte: 'dg==', ipv4: '192.0.2.1', ipv6: '2001:db8::1', cidr: '192.0.2.0/24', uri: 'https://example.io/', duration: '1h',
};

/** Texts that the patterns of Harvester's and its neighbours' CRDs accept, in pairs of a kind. */
const TEXTS: readonly (readonly [string, string])[] = [
  ['sample', 'other'], ['Sample', 'Other'], ['sunday', 'monday'], ['2026', '2027'], ['1', '2'], ['10s', '20s'], ['1h', '2h'], ['100Mi', '200Mi'], ['0000:00:1f.6', '0000:00:1f.7'],
  ['192.0.2.1', '192.0.2.2'], ['2001:db8::1', '2001:db8::2'], ['192.0.2.0/24', '198.51.100.0/24'], ['192.0.2.1/24', '192.0.2.2/24'], ['00:00:5e:00:53:01', '00:00:5e:00:53:02'],
  ['example.io/sample', 'example.io/other'], ['0 0 * * *', '1 0 * * *'], ['sha256:0', 'sha256:1'], ['1.2.3', '1.2.4'], ['/sample', '/other'], ['m1,m2', 'm3,m4'],
  ['https://example.io/', 'https://example.io/other'], ['dg==', 'dw=='], ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'],
];

const CONDITION: JsonObject = {
  type: 'Ready', status: 'True', reason: 'Sample', message: 'ok', lastTransitionTime: '2026-01-01T00:00:00Z', lastUpdateTime: '2026-01-02T00:00:00Z',
};

function asSchema(value: unknown): JsonObject | undefined {
  return isObject(value) ? value as JsonObject : undefined;
}

/** The CEL rules of a schema. */
function rulesOf(schema: JsonObject): readonly string[] {
  const rules = schema['x-kubernetes-validations'];

  return Array.isArray(rules) ? rules.flatMap((entry) => isObject(entry) && typeof entry.rule === 'string' ? [entry.rule] : []) : [];
}

/** True for a map of which exactly one key may be set, as its rules say in CEL. */
function isUnion(schema: JsonObject): boolean {
  return rulesOf(schema).some((rule) => /has\(self\.\w+\) && !has\(self\.\w+\)/.test(rule));
}

/** Another value of the same kind; `undefined` for a text that is not one of the samples. */
export function counterpart(value: Json): Json | undefined {
  switch (typeof value) {
    case 'number': return value + 1;
    case 'boolean': return !value;
    case 'string': return TEXTS.find(([first]) => first === value)?.[1];
    default: return undefined;
  }
}

/** Whether a text fits a schema's pattern and length. */
function fits({ pattern, minLength }: JsonObject, text: string): boolean {
  // Go's patterns may switch to ignoring case within.
  const matches = typeof pattern === 'string' ? new RegExp(pattern.replaceAll('(?i)', ''), 'i') : undefined;

  return (matches?.test(text) ?? true) && text.length >= (typeof minLength === 'number' ? minLength : 0);
}

function text(schema: JsonObject): string {
  const { format } = schema;

  if (typeof format === 'string' && BY_FORMAT[format] !== undefined) {
    return BY_FORMAT[format];
  }

  if (rulesOf(schema).some((rule) => rule.includes('isCIDR'))) {
    return '192.0.2.1/24';
  }

  return TEXTS.find(([candidate]) => fits(schema, candidate))?.[0] ?? 'sample';
}

function number(schema: JsonObject): number {
  const { minimum, maximum } = schema;

  return typeof minimum === 'number' && minimum > 1 ? minimum : typeof maximum === 'number' && maximum < 1 ? maximum : 1;
}

/** A scalar's value in a second entry: another one where the schema lets there be one. */
function scalar(schema: JsonObject, first: Json, turn: Turn): Json {
  const other = turn ? counterpart(first) : undefined;
  const { maximum } = schema;

  if (other === undefined || (typeof other === 'string' && !fits(schema, other)) || (typeof other === 'number' && typeof maximum === 'number' && other > maximum)) {
    return first;
  }

  return other;
}

function sample(schema: JsonObject, depth: number, turn: Turn): Json | undefined {
  if (Array.isArray(schema.enum)) {
    return schema.enum[turn] ?? schema.enum[0];
  }

  if (schema['x-kubernetes-int-or-string'] === true) {
    return 1 + turn;
  }

  switch (schema.type) {
    case 'string': return scalar(schema, text(schema), turn);
    case 'integer': case 'number': return scalar(schema, number(schema), turn);
    case 'boolean': return scalar(schema, true, turn);
    case 'array': return list(schema, depth);
    default: return map(schema, depth, turn);
  }
}

function list(schema: JsonObject, depth: number): Json[] {
  if (depth >= DEEPEST) {
    return [];
  }

  const item = asSchema(schema.items) ?? {};
  const first = sample(item, depth + 1, 0);
  const second = depth <= DEEPEST_PAIR && schema.maxItems !== 1 ? sample(item, depth + 1, 1) : undefined;

  return [first, isEqual(first, second) ? undefined : second].filter((entry) => entry !== undefined);
}

function map(schema: JsonObject, depth: number, turn: Turn): JsonObject {
  const out: JsonObject = {};
  const required = Array.isArray(schema.required) ? schema.required : [];

  const properties = Object.entries(asSchema(schema.properties) ?? {});

  for (const [key, property] of isUnion(schema) ? properties.slice(0, 1) : properties) {
    if (depth < DEEPEST || required.includes(key)) {
      const value = sample(asSchema(property) ?? {}, depth + 1, turn);

      if (value !== undefined) {
        out[key] = value;
      }
    }
  }

  const entries = asSchema(schema.additionalProperties);

  if (entries) {
    out[`${ MAP_KEY_PREFIX }/key`] = sample(entries, depth + 1, 0);

    if (depth <= DEEPEST_PAIR) {
      out[`${ MAP_KEY_PREFIX }/other.key`] = sample(entries, depth + 1, 1);
    }
  }

  if (schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true) {
    out.vendorField = { kept: true };
  }

  return out;
}

/** `status` with conditions as controllers write them, where the type's schema has conditions of that form. */
function withConditions(status: JsonObject, schema: JsonObject | undefined): JsonObject {
  const item = asSchema(asSchema(asSchema(schema?.properties)?.conditions)?.items);
  const known = asSchema(item?.properties);

  return known && 'type' in known && 'status' in known ? { ...status, conditions: [Object.fromEntries(Object.entries(CONDITION).filter(([key]) => key in known))] } : status;
}

/** Owner of the samples: an object that is not looked up. */
const OWNER: JsonObject = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: '11111111-1111-4111-8111-111111111111' };

/** What the type's schema has room for; without one, what such a type usually has. */
function contentsOf({ schema, kind }: ServedType, turn: Turn): JsonObject {
  const known = asSchema(schema);

  if (known?.properties) {
    return map(known, 0, turn);
  }

  return BUILT_IN_SAMPLES[kind] ?? { spec: { value: 1, [`${ MAP_KEY_PREFIX }/key`]: 'sample', list: ['sample', 'other'] }, vendorField: { kept: true }, status: { conditions: [CONDITION] } };
}

/** A sample's contents with other scalars, each as the schema has it: what a field can be changed to. */
export function otherContents(type: ServedType): JsonObject {
  return contentsOf(type, 1);
}

/**
 * An object of a type with something everywhere: every field of its schema, `status` with conditions and their `lastUpdateTime`,
 * finalizers, owner references, labels of Rancher's own, and a field of no schema where the type keeps such fields.
 */
export function sampleObject(type: ServedType, name = 'sample', namespace = 'default'): JsonObject {
  const contents = contentsOf(type, 0);
  const status = asSchema(contents.status);

  return {
    ...contents,
    apiVersion: type.apiVersion,
    kind:       type.kind,
    metadata:   {
      name,
      ...(type.namespaced ? { namespace } : {}),
      labels:          { tier: 'sample', 'cattle.io/creator': 'norman' },
      annotations:     { 'field.cattle.io/description': 'a sample', 'example.io/note': '' },
      finalizers:      ['example.io/guard'],
      ownerReferences: [OWNER],
    },
    ...(status ? { status: withConditions(status, asSchema(asSchema(asSchema(type.schema)?.properties)?.status)) } : {}),
  };
}
