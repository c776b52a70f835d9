import jsonPatch, { type Operation } from 'fast-json-patch';
import { ApiError, badRequest, unsupportedMediaType } from '../errors';
import { isObject, sameJson } from '../objects';
import type { Json, JsonObject } from '../types';

export const JSON_PATCH = 'application/json-patch+json';
export const MERGE_PATCH = 'application/merge-patch+json';
export const STRATEGIC_PATCH = 'application/strategic-merge-patch+json';
const APPLY_PATCH = 'application/apply-patch+yaml';

/** A patch as it arrived: its media type and text. */
export interface Patch {
  readonly mediaType: string;
  readonly body: string;
}

/** Finds how a strategic merge patch merges the list at a path: the key of its entries, or undefined to replace it. */
export type MergeKeys = (path: readonly string[]) => string | undefined;

/** Refuses a media type that the resource does not take. Only built-in kinds take strategic merge patches. */
export function checkPatchType(mediaType: string, builtIn: boolean): void {
  const accepted = builtIn ? [JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH] : [JSON_PATCH, MERGE_PATCH, APPLY_PATCH];

  if (!accepted.includes(mediaType)) {
    throw unsupportedMediaType(accepted);
  }
}

/** The patched object; the stored one is left alone. */
export function applyPatch(stored: JsonObject, patch: Patch, mergeKeys: MergeKeys): JsonObject {
  const change = parsePatch(patch);

  switch (patch.mediaType) {
    case JSON_PATCH:
      return applyJsonPatch(stored, change);
    case MERGE_PATCH:
      return asObject(mergePatch(stored, asObject(change)));
    default:
      return strategicMerge(stored, asObject(change), [], mergeKeys);
  }
}

function parsePatch(patch: Patch): Json {
  try {
    const parsed = JSON.parse(patch.body) as Json;

    return parsed;
  } catch {
    throw badRequest(patch.mediaType === JSON_PATCH || patch.mediaType === MERGE_PATCH
      ? `error decoding patch: ${ goSyntaxError(patch.body) }`
      : goSyntaxError(patch.body));
  }
}

/** What V8 says of a text that is not JSON, and what Go says of the character that it means. */
const SYNTAX_ERRORS: readonly (readonly [RegExp, string])[] = [
  [/^Expected (double-quoted )?property name/, 'looking for beginning of object key string'],
  [/^Expected ':' after property name/, 'after object key'],
  [/^Expected ',' or '}' after property value/, 'after object key:value pair'],
  [/^Expected ',' or '\]' after array element/, 'after array element'],
  [/^Unexpected (non-whitespace character after JSON|number)/, 'after top-level value'],
  [/^Bad control character/, 'in string literal'],
];

/** The words of Go's JSON decoder about a text that is not JSON. */
export function goSyntaxError(text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const [, place] = /at position (\d+)/.exec(message) ?? [];
    const [, unexpected = text[Number(place)]] = /^Unexpected token '?(.)'?/.exec(message) ?? [];
    const [, where = 'looking for beginning of value'] = SYNTAX_ERRORS.find(([pattern]) => pattern.test(message)) ?? [];

    if (unexpected !== undefined && !/^(Unexpected end|Unterminated)/.test(message)) {
      return `invalid character '${ unexpected.replace('\n', '\\n') }' ${ where }`;
    }
  }

  return 'unexpected end of JSON input';
}

function asObject(value: Json): JsonObject {
  if (!isObject(value)) {
    throw badRequest(`error decoding patch: json: cannot unmarshal ${ Array.isArray(value) ? 'array' : typeof value } into Go value of type map[string]interface {}`);
  }

  return value;
}

/** RFC 7386. */
function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) {
    return patch;
  }
  const result: JsonObject = isObject(target) ? { ...target } : {};

  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else if (value !== undefined) {
      result[key] = mergePatch(result[key], value);
    }
  }

  return result;
}

function isOperation(value: Json): value is JsonObject & Operation {
  return isObject(value) && typeof value.op === 'string' && typeof value.path === 'string';
}

/** Applies one operation. A replacement of a key that is not there adds it. */
function applyOperation(document: JsonObject, operation: Json): JsonObject {
  if (!isOperation(operation)) {
    throw new TypeError('not an operation');
  }
  const adds = operation.op === 'replace' && jsonPatch.getValueByPointer(document, operation.path) === undefined;

  return jsonPatch.applyOperation(document, adds ? { ...operation, op: 'add' } : operation, true).newDocument;
}

/** RFC 6902. A failing test and a missing path are the same 422, without a word on which. */
function applyJsonPatch(stored: JsonObject, change: Json): JsonObject {
  if (!Array.isArray(change)) {
    throw badRequest('error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp');
  }
  try {
    return change.reduce<JsonObject>(applyOperation, structuredClone(stored));
  } catch {
    throw new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
  }
}

function strategicMerge(target: JsonObject, patch: JsonObject, path: readonly string[], mergeKeys: MergeKeys): JsonObject {
  if (patch.$patch === 'replace') {
    return withoutDirectives(patch);
  }
  if (patch.$patch === 'delete') {
    return {};
  }
  const retained = patch.$retainKeys;
  const kept = Array.isArray(retained) ? Object.entries(target).filter(([key]) => retained.includes(key)) : Object.entries(target);
  const result: JsonObject = Object.fromEntries(kept);

  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$deleteFromPrimitiveList/') && Array.isArray(value)) {
      const field = key.slice('$deleteFromPrimitiveList/'.length);
      const list = result[field];

      result[field] = Array.isArray(list) ? list.filter((item) => !value.some((other) => sameJson(item, other))) : list;
    } else if (value === null) {
      delete result[key];
    } else if (value !== undefined && !key.startsWith('$')) {
      result[key] = strategicValue(result[key], value, [...path, key], mergeKeys);
    }
  }

  return result;
}

function strategicValue(target: Json | undefined, patch: Json, path: readonly string[], mergeKeys: MergeKeys): Json {
  if (isObject(patch)) {
    return strategicMerge(isObject(target) ? target : {}, patch, path, mergeKeys);
  }
  const key = mergeKeys(path);

  return Array.isArray(patch) && key !== undefined ? strategicList(Array.isArray(target) ? target : [], patch, key, path, mergeKeys) : patch;
}

function strategicList(target: readonly Json[], patch: readonly Json[], key: string, path: readonly string[], mergeKeys: MergeKeys): Json[] {
  if (!key) {
    return [...target, ...patch.filter((item) => !target.some((other) => sameJson(item, other)))];
  }
  const kept = patch.some((item) => isObject(item) && item.$patch === 'replace') ? [] : target;
  const changes = patch.filter(isObject).filter((item) => item.$patch !== 'replace');
  const indexOf = (item: Json) => kept.findIndex((other) => isObject(other) && isObject(item) && sameJson(other[key], item[key]));
  const merged = changes.filter((item) => item.$patch !== 'delete').map((item) => {
    const found = kept[indexOf(item)];

    return isObject(found) ? strategicMerge(found, item, path, mergeKeys) : withoutDirectives(item);
  });
  const untouched = kept.filter((item) => !changes.some((change) => isObject(item) && sameJson(item[key], change[key])));

  return interleaved(untouched, merged, indexOf);
}

/** Puts patched entries, in the order of the patch, among those that the patch does not name. */
function interleaved(untouched: readonly Json[], merged: readonly Json[], indexOf: (item: Json) => number): Json[] {
  const result: Json[] = [];
  let next = 0;

  for (const item of merged) {
    const place = indexOf(item);

    for (let other = untouched[next]; other !== undefined && place >= 0 && indexOf(other) < place; other = untouched[next]) {
      result.push(other);
      next += 1;
    }
    result.push(item);
  }

  return [...result, ...untouched.slice(next)];
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([key]) => !key.startsWith('$')));
}
