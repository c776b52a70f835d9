import isEqual from 'lodash/isEqual';
import type { Json, JsonObject } from '../../models/base/kubernetes';
import { listKeysOf } from '../../models/base/list-map-keys';
import { diff, patched, threeWayMerge, type Path } from '../../models/base/merge';
import type { Case } from './arbitraries';

/** What the API server makes of an object's values: a list is one value, and `null` is "not there". */
type Leaves = ReadonlyMap<string, Json>;

const SEPARATOR = '\u0000';
const listKeys = listKeysOf('v1', 'Pod');

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every value by its path, computed without the code under test. Maps count as themselves only when they are empty. */
function leavesOf(value: Json | undefined, path: Path = [], into = new Map<string, Json>()): Map<string, Json> {
  const isShellMap = path.length === 2 && path[0] === 'metadata' && (path[1] === 'labels' || path[1] === 'annotations');

  const ids = Array.isArray(value) ? idsOf(value, path) : undefined;

  if (Array.isArray(value) && ids) {
    value.forEach((entry: Json, at) => leavesOf(entry, [...path, `[${ ids[at] ?? '' }]`], into));
  } else if (isMap(value)) {
    const entries = Object.entries(value).filter(([, nested]) => nested !== null && nested !== undefined);

    for (const [key, nested] of entries) {
      leavesOf(nested, [...path, key], into);
    }

    if (!isShellMap) {
      into.set([...path, ''].join(SEPARATOR), {});
    }
  } else if (value !== null && value !== undefined) {
    into.set(path.join(SEPARATOR), value);
  }

  return into;
}

/** What tells the entries of a list apart, if anything does: those of `spec.containers` their name, finalizers themselves. */
function idsOf(list: readonly Json[], path: Path): readonly string[] | undefined {
  const place = path.join('.');
  const ids = list.flatMap((entry) => {
    const id = place === 'spec.containers' && isMap(entry) ? entry.name : place === 'metadata.finalizers' ? entry : undefined;

    return typeof id === 'string' ? [id] : [];
  });

  return ids.length === list.length && new Set(ids).size === ids.length ? ids : undefined;
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }

  return value;
}

function related(one: string, other: string): boolean {
  const [left, right] = [one.split(SEPARATOR).filter(Boolean), other.split(SEPARATOR).filter(Boolean)];

  return left.slice(0, right.length).every((part, at) => part === right[at]);
}

/** What is wrong with one case, in words; `undefined` when nothing got lost. A change of an input is a TypeError: they are frozen. */
export function lossIn({ base, mine, theirs }: Case): string | undefined {
  frozen([base, mine, theirs]);

  if (!isEqual(leavesOf(patched(base, diff(base, mine))), leavesOf(mine))) {
    return 'diff, then apply, is not the edited object';
  }

  const { merged, conflicts } = threeWayMerge(base, mine, theirs, listKeys);
  const reported = conflicts.map(({ path }) => path.join(SEPARATOR));
  const [before, ours, live, result]: readonly [Leaves, Leaves, Leaves, Leaves] = [leavesOf(base), leavesOf(mine), leavesOf(theirs), leavesOf(merged)];

  for (const { path, base: was, mine: left, theirs: right } of conflicts) {
    if (isEqual(left, right) || isEqual(left, was) || isEqual(right, was)) {
      return `${ path.join('.') } is reported, but not both changed it to different values`;
    }
  }

  for (const path of new Set([...before.keys(), ...ours.keys(), ...live.keys(), ...result.keys()])) {
    const [was, left, right, got] = [before.get(path), ours.get(path), live.get(path), result.get(path)];
    const isReported = reported.some((conflict) => related(path, conflict) || related(conflict, path));
    const shown = path.replaceAll(SEPARATOR, '.');

    if (isReported) {
      continue;
    }

    if (isEqual(left, was) && !isEqual(got, right)) {
      return `${ shown } was not touched by the user, and differs from the server's`;
    }

    if (isEqual(right, was) && !isEqual(got, left)) {
      return `${ shown } was changed by the user alone, and is lost`;
    }

    if (!isEqual(left, was) && !isEqual(right, was) && !isEqual(left, right)) {
      return `${ shown } was changed by both, and nobody is told`;
    }
  }

  if (!conflicts.length) {
    const stored = patched(theirs, diff(theirs, merged));

    if (Object.keys(diff(stored, merged)).length) {
      return 'what is sent on the live version does not store the merged object';
    }

    if (threeWayMerge(base, mine, stored, listKeys).conflicts.length) {
      return 'a second save meets its own change';
    }
  }

  return undefined;
}
