import { type FieldError, fieldErrors } from '../errors';
import { isObject, sameJson } from '../objects';
import type { Json, JsonObject } from '../types';
import { evaluateRule } from './expression';

/**
 * Checks the `x-kubernetes-validations` of a schema. Rules that speak of `oldSelf` are only asked when there is a stored value;
 * what has not changed is not checked again.
 */
export function ruleErrors(value: Json, schema: JsonObject, old?: Json, path = ''): FieldError[] {
  if (value === null || (old !== undefined && sameJson(value, old))) {
    return [];
  }

  return [...ownErrors(value, schema, old, path), ...childErrors(value, schema, old, path)];
}

function ownErrors(value: Json, schema: JsonObject, old: Json | undefined, path: string): FieldError[] {
  const rules = schema['x-kubernetes-validations'];

  if (!Array.isArray(rules)) {
    return [];
  }

  return rules.filter(isObject).flatMap(({ rule, message }) => {
    const text = typeof rule === 'string' ? rule : 'true';

    if (text.includes('oldSelf') && old === undefined) {
      return [];
    }

    // The API server reports the type of the field as its invalid value.
    return evaluateRule(text, value, old) ? [] : [fieldErrors.invalid(path || '<nil>', schema.type, typeof message === 'string' ? message : `failed rule: ${ text }`)];
  });
}

function childErrors(value: Json, schema: JsonObject, old: Json | undefined, path: string): FieldError[] {
  const errors: FieldError[] = [];

  if (Array.isArray(value) && isObject(schema.items)) {
    const { items } = schema;
    const keys = schema['x-kubernetes-list-type'] === 'map' && Array.isArray(schema['x-kubernetes-list-map-keys']) ? schema['x-kubernetes-list-map-keys'] : undefined;
    const former = Array.isArray(old) ? old : [];

    value.forEach((item, index) => {
      const match = keys && isObject(item) ? former.find((other) => isObject(other) && keys.every((key) => typeof key === 'string' && sameJson(other[key], item[key]))) : undefined;

      errors.push(...ruleErrors(item, items, match, `${ path }[${ index }]`));
    });
  } else if (isObject(value)) {
    const properties = isObject(schema.properties) ? schema.properties : {};

    for (const [key, item] of Object.entries(value)) {
      const property = Object.hasOwn(properties, key) ? properties[key] : schema.additionalProperties;

      if (isObject(property) && item !== undefined) {
        errors.push(...ruleErrors(item, property, isObject(old) ? old[key] : undefined, path ? `${ path }.${ key }` : key));
      }
    }
  }

  return errors;
}
