import { type FieldError, fieldErrors } from '../errors';
import { isObject, sameJson } from '../objects';
import type { Json, JsonObject } from '../types';
import { hasFormat } from './formats';

/**
 * Validates a value against a structural schema in kube-apiserver's own words. `old` is the stored value: what has not
 * changed since is not validated again, as the API server's ratcheting has it.
 */
export function validateSchema(value: Json, schema: JsonObject, path: string, old?: Json): FieldError[] {
  if (old !== undefined && sameJson(value, old)) {
    return [];
  }
  const types = typesOf(schema);

  if (value === null) {
    return types.length && !schema.nullable
      ? [fieldErrors.typeInvalid(path, 'null', `${ path } in body must be of type ${ types.join(',') }: "null"`), ...enumErrors(value, schema, path)]
      : enumErrors(value, schema, path);
  }
  const errors = [...typeErrors(value, schema, types, path), ...combinedErrors(value, schema, path)];

  if (typeof value === 'string') {
    errors.push(...stringErrors(value, schema, path));
  } else if (typeof value === 'number') {
    errors.push(...numberErrors(value, schema, path));
  } else if (Array.isArray(value)) {
    errors.push(...arrayErrors(value, schema, path, Array.isArray(old) ? old : []));
  }
  errors.push(...enumErrors(value, schema, path));
  if (isObject(value)) {
    errors.push(...objectErrors(value, schema, path, isObject(old) ? old : {}));
  }

  return errors;
}

function typesOf(schema: JsonObject): readonly string[] {
  if (schema['x-kubernetes-int-or-string'] === true) {
    return ['integer', 'string'];
  }

  return typeof schema.type === 'string' ? [schema.type] : [];
}

function typeOf(value: Json): string {
  if (Array.isArray(value)) {
    return 'array';
  }
  switch (typeof value) {
    case 'string': return 'string';
    case 'boolean': return 'boolean';
    case 'number': return Number.isInteger(value) ? 'integer' : 'number';
    default: return 'object';
  }
}

function typeErrors(value: Json, schema: JsonObject, types: readonly string[], path: string): FieldError[] {
  const actual = typeOf(value);

  if (!types.length || types.includes(actual) || (actual === 'integer' && types.includes('number'))) {
    return [];
  }
  const numeric = types.includes('number') || types.includes('integer');
  const format = typeof schema.format === 'string' ? schema.format : '';

  if (format && !numeric && (actual === 'string' || actual === 'array')) {
    return [];
  }

  return [mustBeOfType(path, types.join(','), actual)];
}

/** The schema's reader reports the name of the type that it found as the invalid value. */
function mustBeOfType(path: string, wanted: string, found: string): FieldError {
  return fieldErrors.typeInvalid(path, found, `${ path } in body must be of type ${ wanted }: "${ found }"`);
}

/** `anyOf`, `oneOf`, `allOf` and `not`: the failure itself has no field, the best alternative's errors follow it. */
function combinedErrors(value: Json, schema: JsonObject, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const failure = (text: string) => fieldErrors.invalid('<nil>', '', `"${ path }" ${ text }`);

  if (Array.isArray(schema.anyOf)) {
    const results = alternatives(value, schema.anyOf, path);

    if (!results.some((result) => !result.length)) {
      errors.push(failure('must validate at least one schema (anyOf)'), ...bestOf(results));
    }
  }
  if (Array.isArray(schema.oneOf)) {
    const results = alternatives(value, schema.oneOf, path);
    const valid = results.filter((result) => !result.length).length;

    if (valid !== 1) {
      errors.push(failure(`must validate one and only one schema (oneOf). ${ valid ? `Found ${ valid } valid alternatives` : 'Found none valid' }`));
      errors.push(...(valid ? [] : bestOf(results)));
    }
  }
  if (Array.isArray(schema.allOf)) {
    const results = alternatives(value, schema.allOf, path);
    const valid = results.filter((result) => !result.length).length;

    errors.push(...results.flat());
    if (valid !== results.length) {
      errors.push(failure(`must validate all the schemas (allOf)${ valid ? '' : '. None validated' }`));
    }
  }
  if (isObject(schema.not) && !validateSchema(value, schema.not, path).length) {
    errors.push(failure('must not validate the schema (not)'));
  }

  return errors;
}

function alternatives(value: Json, schemas: readonly Json[], path: string): FieldError[][] {
  return schemas.filter(isObject).map((schema) => validateSchema(value, schema, path));
}

function bestOf(results: readonly FieldError[][]): FieldError[] {
  return [...results].sort((a, b) => a.length - b.length)[0] ?? [];
}

function stringErrors(value: string, schema: JsonObject, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const { maxLength, minLength, pattern, format } = schema;
  const length = Array.from(value).length;

  if (typeof maxLength === 'number' && length > maxLength) {
    errors.push(fieldErrors.tooLong(path, maxLength));
  }
  if (typeof minLength === 'number' && length < minLength) {
    errors.push(fieldErrors.invalid(path, value, `${ path } in body should be at least ${ minLength } chars long`));
  }
  if (typeof pattern === 'string' && !patternOf(pattern).test(value)) {
    errors.push(fieldErrors.invalid(path, value, `${ path } in body should match '${ pattern }'`));
  }
  if (typeof format === 'string' && !hasFormat(value, format)) {
    errors.push(fieldErrors.typeInvalid(path, value, `${ path } in body must be of type ${ format }: ${ JSON.stringify(value) }`));
  }

  return errors;
}

const patterns = new Map<string, RegExp>();

/** Go's regular expressions are JavaScript's but for inline flags such as `(?i)`. */
function patternOf(pattern: string): RegExp {
  let compiled = patterns.get(pattern);

  if (!compiled) {
    const inlineFlag = /\(\?([ims])\)/g;

    compiled = new RegExp(pattern.replace(inlineFlag, ''), [...new Set([...pattern.matchAll(inlineFlag)].map(([, flag]) => flag))].join(''));
    patterns.set(pattern, compiled);
  }

  return compiled;
}

function numberErrors(value: number, schema: JsonObject, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const { maximum, minimum, multipleOf } = schema;
  const exclusiveMaximum = schema.exclusiveMaximum === true;
  const exclusiveMinimum = schema.exclusiveMinimum === true;

  if (typeof multipleOf === 'number' && value % multipleOf !== 0) {
    errors.push(fieldErrors.invalid(path, value, `${ path } in body should be a multiple of ${ multipleOf }`));
  }
  if (typeof maximum === 'number' && (exclusiveMaximum ? value >= maximum : value > maximum)) {
    errors.push(fieldErrors.invalid(path, value, `${ path } in body should be less than ${ exclusiveMaximum ? '' : 'or equal to ' }${ maximum }`));
  }
  if (typeof minimum === 'number' && (exclusiveMinimum ? value <= minimum : value < minimum)) {
    errors.push(fieldErrors.invalid(path, value, `${ path } in body should be greater than ${ exclusiveMinimum ? '' : 'or equal to ' }${ minimum }`));
  }

  return errors;
}

function arrayErrors(value: readonly Json[], schema: JsonObject, path: string, old: readonly Json[]): FieldError[] {
  const errors: FieldError[] = [];
  const { items, maxItems, minItems } = schema;

  if (isObject(items)) {
    const correlated = correlation(schema, old);

    value.forEach((item, index) => errors.push(...validateSchema(item, items, `${ path }[${ index }]`, correlated(item))));
  }
  if (typeof minItems === 'number' && value.length < minItems) {
    errors.push(fieldErrors.invalid(path, value.length, `${ path } in body should have at least ${ minItems } items`));
  }
  if (typeof maxItems === 'number' && value.length > maxItems) {
    errors.push(fieldErrors.tooMany(path, value.length, maxItems));
  }
  if (schema.uniqueItems === true && value.some((item, index) => value.slice(0, index).some((other) => sameJson(item, other)))) {
    errors.push(fieldErrors.invalid(path, '', `${ path } in body shouldn't contain duplicates`));
  }

  return errors;
}

/** Finds an item's stored counterpart: only lists that are maps have one. */
function correlation(schema: JsonObject, old: readonly Json[]): (item: Json) => Json | undefined {
  const keys = listMapKeys(schema);

  if (!keys || !old.length) {
    return () => undefined;
  }

  return (item) => (isObject(item) ? old.find((other) => isObject(other) && keys.every((key) => sameJson(other[key], item[key]))) : undefined);
}

/** The keys of a list that is a map; undefined when it is not one. */
function listMapKeys(schema: JsonObject): readonly string[] | undefined {
  const keys = schema['x-kubernetes-list-map-keys'];

  return schema['x-kubernetes-list-type'] === 'map' && Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : undefined;
}

/** The invariants of `x-kubernetes-list-type` set and map: no duplicates. */
export function validateLists(value: Json, schema: JsonObject, path: string): FieldError[] {
  const errors: FieldError[] = [];

  if (Array.isArray(value)) {
    const keys = listMapKeys(schema);
    const unique = keys ?? (schema['x-kubernetes-list-type'] === 'set' ? [] : undefined);

    if (unique) {
      const seen: Json[] = [];

      value.forEach((item, index) => {
        const identity = keys && isObject(item) ? Object.fromEntries(keys.map((key) => [key, item[key]])) : item;

        if (seen.some((other) => sameJson(other, identity))) {
          errors.push(fieldErrors.duplicate(`${ path }[${ index }]`, identity));
        }
        seen.push(identity);
      });
    }
    if (isObject(schema.items)) {
      const { items } = schema;

      value.forEach((item, index) => errors.push(...validateLists(item, items, `${ path }[${ index }]`)));
    }
  } else if (isObject(value)) {
    const properties = isObject(schema.properties) ? schema.properties : {};
    const additional = schema.additionalProperties;

    for (const [key, item] of Object.entries(value)) {
      const property = Object.hasOwn(properties, key) ? properties[key] : additional;

      if (isObject(property) && item !== undefined) {
        errors.push(...validateLists(item, property, path ? `${ path }.${ key }` : key));
      }
    }
  }

  return errors;
}

function enumErrors(value: Json, schema: JsonObject, path: string): FieldError[] {
  if (!Array.isArray(schema.enum) || schema.enum.some((allowed) => sameJson(allowed, value))) {
    return [];
  }

  return [fieldErrors.notSupported(path, value, schema.enum.map((allowed) => (typeof allowed === 'string' ? allowed : JSON.stringify(allowed))))];
}

function objectErrors(value: JsonObject, schema: JsonObject, path: string, old: JsonObject): FieldError[] {
  const errors: FieldError[] = [];
  const properties = isObject(schema.properties) ? schema.properties : {};
  const additional = schema.additionalProperties;
  const { maxProperties, minProperties, required } = schema;
  const size = Object.keys(value).length;

  if (typeof minProperties === 'number' && size < minProperties) {
    errors.push(fieldErrors.invalid(path, size, `${ path } in body should have at least ${ minProperties } properties`));
  }
  if (typeof maxProperties === 'number' && size > maxProperties) {
    errors.push(fieldErrors.tooMany(path, size, maxProperties));
  }
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    const property = Object.hasOwn(properties, key) ? properties[key] : additional;

    if (isObject(property) && item !== undefined) {
      errors.push(...validateSchema(item, property, path ? `${ path }.${ key }` : key, old[key]));
    }
  }
  if (Array.isArray(required)) {
    for (const key of required) {
      if (typeof key === 'string' && value[key] === undefined) {
        errors.push(fieldErrors.required(path ? `${ path }.${ key }` : key));
      }
    }
  }

  return errors;
}
