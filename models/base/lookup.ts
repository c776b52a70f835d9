import { toRaw } from 'vue';
import type { Getters } from '@shell/plugins/steve/steve-class';
import { LiveIndex } from './index-by';

/** The answer when a type's list was never loaded: neither "none" nor "one", and never to be shown as either. */
export const NOT_LOADED: unique symbol = Symbol('not loaded');
export type NotLoaded = typeof NOT_LOADED;

/** How items of a type are found: keys carry the namespace (`namespace/name`) wherever the type is namespaced. */
export interface Relation<T> {
  readonly type: string;
  key(item: T): string | undefined;
}

/** How a model reaches other resources: through an index over the store's list, never by a scan. */
export interface Lookup {
  /** The items under a key; `NOT_LOADED` until the type's list is in the store. */
  many<T>(relation: Relation<T>, key: string): readonly T[] | NotLoaded;
  /** The first item under a key; `undefined` when there is none, `NOT_LOADED` until the type's list is in the store. */
  one<T>(relation: Relation<T>, key: string): T | undefined | NotLoaded;
}

/** The group under a key in one relation's index over one list. Indexes live as long as the list they are built on. */
const indexes = new WeakMap<object, Map<object, LiveIndex<object>>>();

function indexOf(list: readonly object[], relation: Relation<never>): LiveIndex<object> {
  const raw = toRaw(list);
  let ofList = indexes.get(raw);

  if (!ofList) {
    ofList = new Map();
    indexes.set(raw, ofList);
  }

  let index = ofList.get(relation);

  if (!index) {
    // A relation states what the items of its type are; the store itself is untyped.
    index = new LiveIndex<object>(list, (item) => relation.key(item as never));
    ofList.set(relation, index);
  }

  return index;
}

/** Looks up in lists handed over as they are: what tests and tools use. A type without a list is not loaded. */
export function listLookup(listFor: (type: string) => readonly object[] | undefined): Lookup {
  const many = <T>(relation: Relation<T>, key: string): readonly T[] | NotLoaded => {
    const list = listFor(relation.type);

    return list ? indexOf(list, relation).many(key) as readonly T[] : NOT_LOADED;
  };

  return {
    many,
    one: (relation, key) => {
      const found = many(relation, key);

      return found === NOT_LOADED ? NOT_LOADED : found[0];
    },
  };
}

/** Looks up in a shell store. `all` is asked only for a type whose list is loaded: the shell would register an empty one. */
export function storeLookup(getters: Getters): Lookup {
  return listLookup((type) => {
    const list = getters.haveAll?.(type) ? getters.all?.(type) : undefined;

    return Array.isArray(list) ? list : undefined;
  });
}
