import { isObject } from '../objects';
import type { Json, JsonObject } from '../types';

/**
 * What the API server does to a custom resource's content before validation: unknown fields are pruned, nulls of fields
 * that are neither nullable nor defaulted are dropped, defaults are filled in. The schema decides; `metadata` is not its business.
 */
export interface Structured {
  readonly value: JsonObject;
  /** Paths of pruned fields, sorted, as a strict request quotes them. */
  readonly unknownFields: readonly string[];
}

const META_FIELDS = new Set(['apiVersion', 'kind', 'metadata']);

export function applySchema(value: JsonObject, schema: JsonObject): Structured {
  const unknownFields: string[] = [];
  const pruned = pruneObject(value, { ...schema, 'x-kubernetes-embedded-resource': true }, '', unknownFields);

  return { value: fillObject(pruned, schema), unknownFields: unknownFields.sort() };
}

/** The schema of one property, `true` when anything goes there, undefined when the property is unknown. */
function propertySchema(schema: JsonObject, key: string): JsonObject | true | undefined {
  const properties = schema.properties;
  const property = isObject(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;

  if (isObject(property)) {
    return property;
  }
  const additional = schema.additionalProperties;

  if (isObject(additional)) {
    return additional;
  }

  return additional === true || schema['x-kubernetes-preserve-unknown-fields'] === true ? true : undefined;
}

function prune(value: Json, schema: JsonObject, path: string, unknown: string[]): Json {
  if (Array.isArray(value)) {
    const items = schema.items;

    return isObject(items) ? value.map((item, index) => prune(item, items, `${ path }[${ index }]`, unknown)) : value;
  }

  return isObject(value) ? pruneObject(value, schema, path, unknown) : value;
}

function pruneObject(value: JsonObject, schema: JsonObject, path: string, unknown: string[]): JsonObject {
  const embedded = schema['x-kubernetes-embedded-resource'] === true;
  const result: JsonObject = {};

  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) {
      continue;
    }
    if (embedded && META_FIELDS.has(key)) {
      result[key] = item;
      continue;
    }
    const property = propertySchema(schema, key);
    const itemPath = path ? `${ path }.${ key }` : key;

    if (property === undefined) {
      unknown.push(itemPath);
    } else {
      result[key] = property === true ? item : prune(item, property, itemPath, unknown);
    }
  }

  return result;
}

function fill(value: Json, schema: JsonObject): Json {
  if (Array.isArray(value)) {
    const items = schema.items;

    if (!isObject(items)) {
      return value;
    }

    return value.map((item) => fill(item === null && !items.nullable && items.default !== undefined ? items.default : item, items));
  }

  return isObject(value) ? fillObject(value, schema) : value;
}

function fillObject(value: JsonObject, schema: JsonObject): JsonObject {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const result: JsonObject = {};

  for (const [key, item] of Object.entries(value)) {
    const property = propertySchema(schema, key);

    if (!isObject(property)) {
      result[key] = item;
    } else if (item !== null || property.nullable) {
      result[key] = fill(item ?? null, property);
    }
  }
  for (const [key, property] of Object.entries(properties)) {
    if (isObject(property) && property.default !== undefined && result[key] === undefined) {
      result[key] = fill(property.default, property);
    }
  }

  return result;
}
