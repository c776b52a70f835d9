import { isObject } from '../../models/base/kubernetes';
import type { ServedType } from '../harvester-api/definitions';
import type { Json, JsonObject } from '../harvester-api/types';

/** The deepest level that a sample follows a schema to: some schemas contain themselves. */
const DEEPEST = 7;

const BY_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T00:00:00Z', byte: 'dg==', ipv4: '192.0.2.1', ipv6: '2001:db8::1', cidr: '192.0.2.0/24', uri: 'https://example.io/', duration: '1h',
};

/** Texts that the patterns of Harvester's and its neighbours' CRDs accept. */
const TEXTS = [
  'sample', 'Sample', 'sunday', '2026', '1', '10s', '1h', '100Mi', '0000:00:1f.6', '192.0.2.1', '192.0.2.0/24', '00:00:5e:00:53:01', 'example.io/sample', '0 0 * * *', 'sha256:0', '1.2.3', '/sample', 'm1,m2', 'https://example.io/',
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

function text(schema: JsonObject): string {
  const { format, pattern, minLength } = schema;

  if (typeof format === 'string' && BY_FORMAT[format] !== undefined) {
    return BY_FORMAT[format];
  }

  if (rulesOf(schema).some((rule) => rule.includes('isCIDR'))) {
    return '192.0.2.1/24';
  }

  // Go's patterns may switch to ignoring case within.
  const matches = typeof pattern === 'string' ? new RegExp(pattern.replaceAll('(?i)', ''), 'i') : undefined;

  return TEXTS.find((candidate) => (matches?.test(candidate) ?? true) && candidate.length >= (typeof minLength === 'number' ? minLength : 0)) ?? 'sample';
}

function number(schema: JsonObject): number {
  const { minimum, maximum } = schema;

  return typeof minimum === 'number' && minimum > 1 ? minimum : typeof maximum === 'number' && maximum < 1 ? maximum : 1;
}

function sample(schema: JsonObject, depth: number): Json | undefined {
  if (Array.isArray(schema.enum)) {
    return schema.enum[0];
  }

  if (schema['x-kubernetes-int-or-string'] === true) {
    return 1;
  }

  switch (schema.type) {
    case 'string': return text(schema);
    case 'integer': case 'number': return number(schema);
    case 'boolean': return true;
    case 'array': {
      const item = depth < DEEPEST ? sample(asSchema(schema.items) ?? {}, depth + 1) : undefined;

      return item === undefined ? [] : [item];
    }
    default: return map(schema, depth);
  }
}

function map(schema: JsonObject, depth: number): JsonObject {
  const out: JsonObject = {};
  const required = Array.isArray(schema.required) ? schema.required : [];

  const properties = Object.entries(asSchema(schema.properties) ?? {});

  for (const [key, property] of isUnion(schema) ? properties.slice(0, 1) : properties) {
    if (depth < DEEPEST || required.includes(key)) {
      const value = sample(asSchema(property) ?? {}, depth + 1);

      if (value !== undefined) {
        out[key] = value;
      }
    }
  }

  const entries = asSchema(schema.additionalProperties);

  if (entries) {
    out['example.io/key'] = sample(entries, depth + 1);
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

/** What built-in kinds hold, for whom there is no schema. */
const BUILT_IN: Readonly<Record<string, JsonObject>> = {
  Namespace:    { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } },
  Secret:       { type: 'Opaque', data: { key: 'dg==' } },
  StorageClass: { provisioner: 'driver.longhorn.io', parameters: { numberOfReplicas: '3' }, reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate', allowVolumeExpansion: true },
  ConfigMap:    { data: { key: 'value', 'key.with/odd chars': '' } },
};

/** Owner of the samples: an object that is not looked up. */
const OWNER: JsonObject = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: '11111111-1111-4111-8111-111111111111' };

/**
 * An object of a type with something everywhere: every field of its schema, `status` with conditions and their `lastUpdateTime`,
 * finalizers, owner references, labels of Rancher's own, and a field of no schema where the type keeps such fields.
 */
export function sampleObject(type: ServedType, name = 'sample', namespace = 'default'): JsonObject {
  const schema = asSchema(type.schema);
  const contents = schema ? map(schema, 0) : BUILT_IN[type.kind] ?? { spec: { value: 1, vendorField: { kept: true } }, status: { conditions: [CONDITION] } };
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
    ...(status ? { status: withConditions(status, asSchema(asSchema(schema?.properties)?.status)) } : {}),
  };
}
