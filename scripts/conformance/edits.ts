import { isObject } from '../../models/base/kubernetes';
import { valueAt } from '../harvester-api/objects';
import type { Json, JsonObject, KubeObject } from '../harvester-api/types';
import { counterpart, MAP_KEY_PREFIX } from './sample-object';
import type { Change } from './save-ways';

/** What users do to objects. */
export const EDIT_KINDS = ['a label added', 'a field changed', 'a field removed', 'a list entry removed', 'a map key removed', 'a map emptied', 'text data added'] as const;
export type EditKind = (typeof EDIT_KINDS)[number];

export interface Edit {
  readonly kind: EditKind;
  /** Where the stored object changes: `spec.ports`. */
  readonly path: string;
  readonly change: Change;
}

type Path = readonly string[];

interface Place {
  readonly path: Path;
  readonly value: Json;
  /** True for a value of a map or a list, false for one of a struct's fields. */
  readonly isEntry: boolean;
}

/**
 * Not edited: who the object is, what controllers write, the key that Steve has another name for, and the one that no form of the shell
 * shows, as its models have a property of that name.
 */
const NOT_CONTENTS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'status', 'type', 'description']);

/** Every value in an object's contents, the shallow ones first. */
function placesIn(object: KubeObject): readonly Place[] {
  const places: Place[] = Object.entries(object).flatMap(([key, value]) => value === undefined || NOT_CONTENTS.has(key) ? [] : [{ path: [key], value, isEntry: false }]);

  // Grows while it is walked.
  for (const { path, value } of places) {
    places.push(...childrenOf(path, value));
  }

  return places;
}

function childrenOf(path: Path, value: Json): readonly Place[] {
  if (Array.isArray(value)) {
    return value.map((entry, at) => ({ path: [...path, String(at)], value: entry, isEntry: true }));
  }

  return isObject(value) ? Object.entries(value).flatMap(([key, child]) => child === undefined ? [] : [{ path: [...path, key], value: child, isEntry: isMapOfSample(value) }]) : [];
}

function isScalar(value: Json | undefined): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** A map, as opposed to a struct: samples mark its keys. */
function isMapOfSample(value: Json): value is JsonObject {
  const keys = isObject(value) ? Object.keys(value) : [];

  return keys.length > 0 && keys.every((key) => key.startsWith(MAP_KEY_PREFIX));
}

/** A path as `differences` writes it. */
function pathText(path: Path): string {
  return path.map((key, at) => /^\d+$/.test(key) ? `[${ key }]` : `${ at ? '.' : '' }${ key }`).join('');
}

/** The change that puts `value` at a path; `undefined` removes what is there. */
function writing(path: Path, value: Json | undefined): Change {
  return (object) => {
    const parent = path.slice(0, -1).reduce((at: unknown, key) => Reflect.get(Object(at), key), object);
    const key = path.at(-1) ?? '';

    if (typeof parent !== 'object' || parent === null) {
      throw new Error(`the form or text has no ${ pathText(path) }`);
    }

    if (value === undefined) {
      Reflect.deleteProperty(parent, key);
    } else {
      Reflect.set(parent, key, structuredClone(value));
    }
  };
}

function edit(kind: EditKind, path: Path, value: Json | undefined): Edit {
  return { kind, path: pathText(path), change: writing(path, value) };
}

/** The edit that every type takes. */
export const ADD_LABEL = edit('a label added', ['metadata', 'labels', 'example.io/edited'], 'yes');

/** The edits of a kind that an object offers, with the values of `other`; the server decides which of them it takes. */
export function editsOf(kind: EditKind, object: KubeObject, other: JsonObject): readonly Edit[] {
  switch (kind) {
    case 'a label added':
      return [ADD_LABEL];
    case 'text data added':
      return object.kind === 'Secret' ? [{ kind, path: 'data.added', change: writing(['stringData'], { added: 'as text' }) }] : [];
    default:
      return placesIn(object).flatMap((place) => editOf(kind, place, other));
  }
}

function editOf(kind: EditKind, { path, value, isEntry }: Place, others: JsonObject): readonly Edit[] {
  switch (kind) {
    case 'a field changed': {
      const found = valueAt(others, path);
      const other = isScalar(found) && found !== value ? found : counterpart(value);

      return !isScalar(value) || other === undefined ? [] : [edit(kind, path, other)];
    }
    case 'a field removed':
      return isEntry || isObject(value) ? [] : [edit(kind, path, undefined)];
    case 'a list entry removed':
      return Array.isArray(value) && value.length > 1 ? [edit(kind, path, value.slice(1))] : [];
    case 'a map key removed': {
      const [key, other] = isMapOfSample(value) ? Object.keys(value) : [];

      return key === undefined || other === undefined ? [] : [edit(kind, [...path, key], undefined)];
    }
    default:
      return isMapOfSample(value) ? [edit(kind, path, {})] : [];
  }
}
