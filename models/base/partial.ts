import { isObject } from './kubernetes';

/** The entries of a wire list that really are objects: a partial object may lack the list, or hold holes in it. */
export function objectsIn<T extends object>(list: readonly T[] | undefined): readonly T[] {
  return Array.isArray(list) ? list.filter((entry: unknown): entry is T => isObject(entry)) : [];
}

/** A text that says something; a missing and an empty one are the same to the API server. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A number as the wire means it: neither text nor `NaN`. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
