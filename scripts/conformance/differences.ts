import isEqual from 'lodash/isEqual';
import { SERVERS_OWN } from '../../models/base/field-changes';
import { isObject } from '../../models/base/kubernetes';
import { canonical } from '../harvester-api/objects';
import type { Json, KubeObject } from '../harvester-api/types';

/** A value that differs between two versions of an object; `undefined` stands for "not there". */
export interface Difference {
  /** `status.conditions[0].lastUpdateTime` */
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** A stored object as one text, byte for byte, but for what each write changes: keys in order, nothing left out. */
export function storedText({ metadata, ...contents }: KubeObject): string {
  const { resourceVersion: _version, generation: _generation, managedFields: _fields, ...own } = metadata;

  return JSON.stringify(canonical({ ...contents, metadata: own }));
}

/** Compares two versions of a stored object, but for what each write changes. */
export function differences(before: Json | undefined, after: Json | undefined, path = ''): Difference[] {
  if (SERVERS_OWN.has(path) || isEqual(before, after)) {
    return [];
  }

  if (isObject(before) && isObject(after)) {
    const [left, right] = [before, after];

    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) => differences(left[key], right[key], path ? `${ path }.${ key }` : key));
  }

  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((entry, at) => differences(entry, after[at], `${ path }[${ at }]`));
  }

  return [{ path, before, after }];
}
