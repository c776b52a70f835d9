import type { Json, JsonObject } from './types';

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a key, or an empty one: for reading only. */
export function objectAt(parent: JsonObject | undefined, key: string): JsonObject {
  const value = parent?.[key];

  return isObject(value) ? value : {};
}

/** The list at a key, or an empty one: for reading only. */
export function listAt(parent: JsonObject | undefined, key: string): readonly Json[] {
  const value = parent?.[key];

  return Array.isArray(value) ? value : [];
}

/** The string at a key, or the empty string. */
export function stringAt(parent: JsonObject | undefined, key: string): string {
  const value = parent?.[key];

  return typeof value === 'string' ? value : '';
}

/** A value as text; nothing is the empty string. */
export function textOf(value: Json | undefined): string {
  switch (typeof value) {
    case 'string': return value;
    case 'number':
    case 'boolean': return String(value);
    default: return value === undefined || value === null ? '' : JSON.stringify(value);
  }
}

/** The value at a path of keys. */
export function valueAt(parent: Json | undefined, path: readonly string[]): Json | undefined {
  let value: Json | undefined = parent;

  for (const key of path) {
    if (!isObject(value)) {
      return undefined;
    }
    value = value[key];
  }

  return value;
}

/** A deep copy with sorted keys and without undefined values: the form in which objects are stored, and Go prints maps. */
export function canonical<T extends Json>(value: T): T;
export function canonical(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map((item) => canonical(item));
  }
  if (!isObject(value)) {
    return value;
  }
  const result: JsonObject = {};

  for (const key of Object.keys(value).sort()) {
    const item = value[key];

    if (item !== undefined) {
      result[key] = canonical(item);
    }
  }

  return result;
}

/** Makes a value immutable, all the way down: what is stored is handed out without a copy, and a change to it throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) {
      deepFreeze(item);
    }
  }

  return value;
}

/** Equality of JSON values, whatever the order of keys; an undefined value equals an absent one. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) {
    return true;
  }
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) {
    return false;
  }

  return Object.keys(a).every((key) => sameJson(a[key], b[key])) && Object.keys(b).every((key) => b[key] === undefined || a[key] !== undefined);
}

/** A copy without one key. */
export function without(object: JsonObject, key: string): JsonObject {
  const { [key]: _dropped, ...rest } = object;

  return rest;
}
