import isEqual from 'lodash/isEqual';
import { isMap, type Json, type JsonObject } from './kubernetes';
import type { ListKeysAt } from './list-map-keys';

/** Where a value stands in an object: map keys, and for a keyed list entry `[name=web]`. */
export type Path = readonly string[];

/** The same field, changed by the user and on the server to different values. `undefined` stands for "not there". */
export interface Conflict {
  readonly path: Path;
  readonly base: Json | undefined;
  readonly mine: Json | undefined;
  readonly theirs: Json | undefined;
}

export interface Merged {
  /** The server's object with the user's changes in it; at a conflict it holds the server's value. */
  readonly merged: JsonObject;
  readonly conflicts: readonly Conflict[];
}

/** Metadata that the API server writes: never part of a change, always taken from the version that is sent. */
const SERVER_OWNED_METADATA: ReadonlySet<string> = new Set([
  'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'managedFields', 'selfLink',
  'name', 'namespace', 'generateName',
]);
const IDENTITY: ReadonlySet<string> = new Set(['apiVersion', 'kind']);

/** The shell adds and deletes these two maps when they are empty, so that absent and empty mean the same. */
const SHELL_MAPS: ReadonlySet<string> = new Set(['labels', 'annotations']);

const PLAIN_SEGMENT = /^[A-Za-z0-9_-]+$/;

/** A path as an operator reads it: `spec.selector.network`, `metadata.labels["example.io/tier"]`. */
export function formatPath(path: Path): string {
  return path.map((segment, at) => {
    if (segment.startsWith('[')) {
      return segment;
    }

    return PLAIN_SEGMENT.test(segment) ? `${ at ? '.' : '' }${ segment }` : `["${ segment }"]`;
  }).join('');
}

function isServerOwned(path: Path): boolean {
  const [top, second] = path;

  return (path.length === 1 && top !== undefined && IDENTITY.has(top)) ||
    (path.length === 2 && top === 'metadata' && second !== undefined && SERVER_OWNED_METADATA.has(second));
}

/** True for labels and annotations as a whole. */
export function isShellMap(path: Path): boolean {
  return path.length === 2 && path[0] === 'metadata' && path[1] !== undefined && SHELL_MAPS.has(path[1]);
}

/** A key's value; `null` and a missing key mean the same to a merge patch. `__proto__` is an ordinary key. */
function valueAt(map: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] ?? undefined : undefined;
}

function assign(map: Record<string, Json | undefined>, key: string, value: Json | undefined): void {
  Object.defineProperty(map, key, {
    value, enumerable: true, writable: true, configurable: true,
  });
}

function keysOf(...maps: readonly JsonObject[]): ReadonlySet<string> {
  return new Set(maps.flatMap((map) => Object.keys(map)));
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  if (isMap(a) && isMap(b)) {
    return [...keysOf(a, b)].every((key) => same(valueAt(a, key), valueAt(b, key)));
  }

  return isEqual(a, b);
}

/**
 * The merge patch (RFC 7396) that turns `base` into `edited`, without anything that the server owns; `{}` when they are the same.
 * Lists are sent whole. Removing all labels or annotations is one `null` per key, so that what others added meanwhile stays.
 */
export function diff(base: JsonObject, edited: JsonObject, path: Path = []): JsonObject {
  const patch: Record<string, Json | undefined> = {};

  for (const key of keysOf(base, edited)) {
    const at = [...path, key];

    if (isServerOwned(at)) {
      continue;
    }

    let before = valueAt(base, key);
    let after = valueAt(edited, key);

    if (isShellMap(at)) {
      before ??= {};
      after ??= {};
    }

    if (isMap(before) && isMap(after)) {
      const nested = diff(before, after, at);

      if (Object.keys(nested).length) {
        assign(patch, key, nested);
      }
    } else if (!same(before, after)) {
      assign(patch, key, after ?? null);
    }
  }

  return patch;
}

/** Applies a merge patch as the API server does. Its arguments stay as they are. */
function applyMergePatch(target: Json | undefined, patch: Json): Json {
  if (!isMap(patch)) {
    return patch;
  }

  const result: Record<string, Json | undefined> = {};

  if (isMap(target)) {
    for (const key of Object.keys(target)) {
      assign(result, key, target[key]);
    }
  }

  for (const key of Object.keys(patch)) {
    const change = patch[key];

    if (change === null || change === undefined) {
      Reflect.deleteProperty(result, key);
    } else {
      assign(result, key, applyMergePatch(valueAt(result, key), change));
    }
  }

  return result;
}

/** A merge patch applied to an object: an object again. */
export function patched(target: JsonObject, patch: JsonObject): JsonObject {
  const result = applyMergePatch(target, patch);

  return isMap(result) ? result : target;
}

/** What to do at a conflict: take one side, or `undefined` to report it. */
export type Choose = (path: Path) => 'mine' | 'theirs' | undefined;

/**
 * The user's change and the server's change of the same base, put together. A field that both changed to different values is a conflict,
 * unless `choose` has an answer for it.
 */
export function threeWayMerge(base: JsonObject, mine: JsonObject, theirs: JsonObject, listKeys: ListKeysAt, choose: Choose = () => undefined): Merged {
  const conflicts: Conflict[] = [];
  const merged = mergeMaps(base, mine, theirs, []);

  return { merged, conflicts };

  function mergeMaps(baseMap: JsonObject, mineMap: JsonObject, theirsMap: JsonObject, path: Path): JsonObject {
    const result: Record<string, Json | undefined> = {};

    for (const key of keysOf(theirsMap, mineMap, baseMap)) {
      const at = [...path, key];
      const value = isServerOwned(at) ? valueAt(theirsMap, key) : mergeValues(valueAt(baseMap, key), valueAt(mineMap, key), valueAt(theirsMap, key), at);

      if (value !== undefined) {
        assign(result, key, value);
      }
    }

    return result;
  }

  function mergeValues(before: Json | undefined, ours: Json | undefined, live: Json | undefined, path: Path): Json | undefined {
    if (isShellMap(path) && (before === undefined || ours === undefined || live === undefined)) {
      const map = mergeValues(before ?? {}, ours ?? {}, live ?? {}, path);

      return live === undefined && isMap(map) && !Object.keys(map).length ? undefined : map;
    }

    if (same(ours, before) || same(ours, live)) {
      return live;
    }

    if (same(live, before)) {
      return ours;
    }

    if (isMap(ours) && isMap(live) && (before === undefined || isMap(before))) {
      return mergeMaps(before ?? {}, ours, live, path);
    }

    if (Array.isArray(ours) && Array.isArray(live) && (before === undefined || Array.isArray(before))) {
      const list = mergeLists(before ?? [], ours, live, path);

      if (list) {
        return list;
      }
    }

    const choice = choose(path);

    if (choice === undefined) {
      conflicts.push({
        path, base: before, mine: ours, theirs: live,
      });
    }

    return choice === 'mine' ? ours : live;
  }

  /** `undefined` when the entries can't be told apart: the list is then one value. */
  function mergeLists(before: readonly Json[], ours: readonly Json[], live: readonly Json[], path: Path): readonly Json[] | undefined {
    const keys = listKeys(path);

    if (!keys) {
      return undefined;
    }

    const [baseById, mineById, theirsById] = [before, ours, live].map((list) => byId(list, keys));

    if (!baseById || !mineById || !theirsById) {
      return undefined;
    }

    const [baseOrder, mineOrder, theirsOrder] = [baseById, mineById, theirsById].map((ids) => [...ids.keys()]);

    if (!baseOrder || !mineOrder || !theirsOrder) {
      return undefined;
    }

    const reordered = (order: readonly string[], other: ReadonlyMap<string, Json>) => !isEqual(
      order.filter((id) => other.has(id) && baseById.has(id)), baseOrder.filter((id) => other.has(id) && order.includes(id)),
    );
    const mineReordered = reordered(mineOrder, mineById);
    const theirsReordered = reordered(theirsOrder, theirsById);

    if (mineReordered && theirsReordered && !isEqual(mineOrder.filter((id) => theirsById.has(id)), theirsOrder.filter((id) => mineById.has(id)))) {
      return undefined;
    }

    const leading = mineReordered || !theirsReordered ? mineOrder : theirsOrder;
    const trailing = leading === mineOrder ? theirsOrder : mineOrder;
    const result: Json[] = [];

    for (const id of new Set([...leading, ...trailing])) {
      const value = mergeValues(baseById.get(id), mineById.get(id), theirsById.get(id), [...path, id]);

      if (value !== undefined) {
        result.push(value);
      }
    }

    return result;
  }
}

/** The entries of a list under `[key=value]`; `undefined` when two entries share a key or one has none. */
function byId(list: readonly Json[], keys: readonly string[]): ReadonlyMap<string, Json> | undefined {
  const entries = new Map<string, Json>();

  for (const entry of list) {
    const id = keys.length ? entryId(entry, keys) : setId(entry);

    if (id === undefined || entries.has(id)) {
      return undefined;
    }

    entries.set(id, entry);
  }

  return entries;
}

function entryId(entry: Json, keys: readonly string[]): string | undefined {
  if (!isMap(entry) || keys.every((key) => valueAt(entry, key) === undefined)) {
    return undefined;
  }

  const parts = keys.map((key) => [key, valueAt(entry, key)] as const).filter(([, value]) => value !== undefined);

  return `[${ parts.map(([key, value]) => `${ key }=${ typeof value === 'string' ? value : JSON.stringify(value) }`).join(',') }]`;
}

function setId(entry: Json): string | undefined {
  return typeof entry === 'string' ? `[${ entry }]` : undefined;
}
