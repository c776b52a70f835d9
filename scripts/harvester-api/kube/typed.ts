import { openApiDefinition } from '../built-in/kinds';
import { DecodeError } from '../errors';
import { isObject, textOf } from '../objects';
import type { Json, JsonObject } from '../types';
import { goType } from './metadata';

/**
 * Reads an object of a built-in kind as Go does: unknown fields are dropped, nulls and empty values too where the field has
 * `omitempty`, and a value of the wrong type is an error.
 */
export interface Typed {
  readonly value: JsonObject;
  readonly unknownFields: readonly string[];
}

/** Fields that Go holds by pointer: empty is something else than absent. */
const POINTERS = new Set(['storageClassName', 'volumeAttributesClassName', 'loadBalancerClass', 'ingressClassName']);
/** Fields that Go holds by value: false or zero is the same as absent. */
const VALUES = new Set(['hostIPC', 'hostNetwork', 'hostPID', 'unschedulable', 'stdin', 'stdinOnce', 'tty', 'readOnly', 'paused', 'publishNotReadyAddresses', 'minReadySeconds', 'nodePort', 'healthCheckNodePort', 'hostPort', 'observedGeneration']);

export function decodeTyped(value: JsonObject, definition: string, kind: string): Typed {
  const unknownFields: string[] = [];

  return { value: struct(value, openApiDefinition(definition), { kind, path: '', unknownFields }), unknownFields };
}

interface Context {
  readonly kind: string;
  readonly path: string;
  readonly unknownFields: string[];
  readonly isCondition?: boolean;
}

const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const TIME = 'io.k8s.apimachinery.pkg.apis.meta.v1.Time';

/** Go prints the times of a condition even when there are none. */
function nullTimes(properties: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([, property]) => isObject(property) && property.$ref === TIME).map(([key]) => [key, null]));
}

function resolve(schema: JsonObject): JsonObject {
  return typeof schema.$ref === 'string' ? openApiDefinition(schema.$ref) : schema;
}

function struct(value: JsonObject, schema: JsonObject, context: Context): JsonObject {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const result: JsonObject = context.isCondition ? nullTimes(properties) : {};

  for (const [key, item] of Object.entries(value)) {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const path = context.path ? `${ context.path }.${ key }` : key;

    if (key === 'metadata' && !context.path) {
      result[key] = item;
    } else if (!isObject(property)) {
      context.unknownFields.push(path);
    } else if (item !== null && item !== undefined) {
      const decoded = decodeValue(item, resolve(property), { ...context, path, isCondition: false });

      if (required.includes(key) || !isEmpty(key, decoded, resolve(property))) {
        result[key] = decoded;
      }
    }
  }

  return result;
}

/** True when Go leaves the value out. A struct is never empty, a map is. */
function isEmpty(key: string, value: Json, schema: JsonObject): boolean {
  if (Array.isArray(value)) {
    return value.length === 0;
  }
  if (isObject(value)) {
    return schema.additionalProperties !== undefined && Object.keys(value).length === 0;
  }
  if (value === '') {
    return !POINTERS.has(key);
  }

  return (value === false || value === 0) && VALUES.has(key);
}

function decodeValue(value: Json, schema: JsonObject, context: Context): Json {
  const mismatch = (type: string) => new DecodeError(`json: cannot unmarshal ${ goType(value) } into Go struct field ${ context.kind }.${ context.path.replace(/\[\d+\]/g, '') } of type ${ type }`);

  switch (schema.type) {
    case 'object':
      if (!isObject(value)) {
        throw mismatch(isObject(schema.properties) ? 'struct' : 'map[string]string');
      }

      return isObject(schema.properties) ? struct(value, schema, context) : map(value, schema, context);
    case 'array': {
      if (!Array.isArray(value)) {
        throw mismatch('[]string');
      }
      const items = isObject(schema.items) ? resolve(schema.items) : {};
      const isCondition = isObject(schema.items) && textOf(schema.items.$ref).endsWith('Condition');

      return value.map((item, index) => decodeValue(item, items, { ...context, path: `${ context.path }[${ index }]`, isCondition }));
    }
    case 'string':
      return decodeString(value, schema, mismatch);
    case 'integer':
      if (typeof value !== 'number') {
        throw mismatch(textOf(schema.format ?? 'int64'));
      }

      return value;
    case 'boolean':
      if (typeof value !== 'boolean') {
        throw mismatch('bool');
      }

      return value;
    default:
      return value;
  }
}

function map(value: JsonObject, schema: JsonObject, context: Context): JsonObject {
  const values = isObject(schema.additionalProperties) ? resolve(schema.additionalProperties) : undefined;

  if (!values) {
    return value;
  }

  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, item === null || item === undefined ? '' : decodeValue(item, values, context)]));
}

/** Quantities and int-or-strings are strings in OpenAPI, but may be numbers. */
function decodeString(value: Json, schema: JsonObject, mismatch: (type: string) => DecodeError): Json {
  if (typeof value === 'number' && schema.format === 'int-or-string') {
    return value;
  }
  if (typeof value === 'number' && schema === openApiDefinition(QUANTITY)) {
    return textOf(value);
  }
  if (typeof value !== 'string') {
    throw mismatch('string');
  }
  if (schema.format === 'byte') {
    checkBase64(value);
  }

  return value;
}

function checkBase64(text: string): void {
  const bad = text.search(/[^A-Za-z0-9+/=\n\r]/);

  if (bad >= 0) {
    throw new DecodeError(`illegal base64 data at input byte ${ bad }`);
  }
  if (text.length % 4) {
    throw new DecodeError(`illegal base64 data at input byte ${ text.length - (text.length % 4) }`);
  }
}
