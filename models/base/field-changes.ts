import isEqual from 'lodash/isEqual';
import { isMap, type Json, type JsonObject } from './kubernetes';
import { formatPath, isShellMap, type Path } from './merge';

/** A value that differs between two versions of an object. */
export interface FieldChange {
  /** `spec.ranges[0].subnet` */
  readonly path: string;
  /** `undefined` stands for "not there". */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What the server changes by itself on each write. */
export const SERVERS_OWN: ReadonlySet<string> = new Set(['metadata.resourceVersion', 'metadata.generation', 'metadata.managedFields']);

/**
 * What differs between two versions of an object, field by field, but for what each write changes. A map or list that comes or goes is told
 * by what is in it. A list whose length differs is compared from both ends, so that an entry that was added or removed is told as that.
 */
export function fieldChanges(before: JsonObject, after: JsonObject): readonly FieldChange[] {
  return changesAt(before, after, []);
}

function changesAt(before: Json | undefined, after: Json | undefined, path: Path): readonly FieldChange[] {
  const at = formatPath(path);

  if (SERVERS_OWN.has(at) || isEqual(before, after)) {
    return [];
  }

  const [oldMap, newMap] = [before ?? {}, after ?? {}];

  if (isMap(oldMap) && isMap(newMap) && (isShellMap(path) || !isEqual(oldMap, newMap))) {
    return [...new Set([...Object.keys(oldMap), ...Object.keys(newMap)])].flatMap((key) => changesAt(oldMap[key], newMap[key], [...path, key]));
  }

  const [oldList, newList] = [before ?? [], after ?? []];

  if (Array.isArray(oldList) && Array.isArray(newList) && !isEqual(oldList, newList)) {
    return listChanges(oldList, newList, path);
  }

  return [{ path: at, before, after }];
}

function listChanges(before: readonly Json[], after: readonly Json[], path: Path): readonly FieldChange[] {
  const shortest = Math.min(before.length, after.length);
  let head = 0;
  let tail = 0;

  if (before.length !== after.length) {
    while (head < shortest && isEqual(before[head], after[head])) {
      head++;
    }

    while (tail < shortest - head && isEqual(before.at(-1 - tail), after.at(-1 - tail))) {
      tail++;
    }
  }

  const left = before.slice(head, before.length - tail);
  const right = after.slice(head, after.length - tail);

  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => changesAt(left[index], right[index], [...path, `[${ head + index }]`])).flat();
}
