import type { Definitions, ServedType } from '../definitions';
import type { Storage } from '../kube/storage';
import type { Authorize, JsonObject, KubeObject } from '../types';
import { summarize } from './summary';

interface Tally {
  count: number;
  errors: number;
  transitioning: number;
}

/** How many objects of each type there are, in all and per namespace, and how many of them are not well. */
export function countsOf(definitions: Definitions, storage: Storage, authorize: Authorize): JsonObject {
  const counted = definitions.types.filter((type) => authorize({ verb: 'list', resource: type.resource }));

  return Object.fromEntries(counted.map((type) => [type.steveId, countOf(type, storage)]));
}

/** The count of one type. */
export function countOf(type: ServedType, storage: Storage): JsonObject {
  const objects = storage.count(type.resource) ? storage.list(type.resource) : [];
  const namespaces = new Map<string, KubeObject[]>();

  for (const object of objects) {
    const { namespace } = object.metadata;

    if (namespace) {
      const group = namespaces.get(namespace) ?? [];

      group.push(object);
      namespaces.set(namespace, group);
    }
  }

  return {
    summary: tally(objects),
    ...(namespaces.size && { namespaces: Object.fromEntries([...namespaces].map(([namespace, group]) => [namespace, tally(group)])) }),
  };
}

/** Numbers that are zero are left out. */
function tally(objects: readonly KubeObject[]): JsonObject {
  const total: Tally = { count: objects.length, errors: 0, transitioning: 0 };
  const states: Record<string, number> = {};

  for (const object of objects) {
    const { error, transitioning } = summarize(object);
    const state = error ? 'error' : transitioning ? 'in-progress' : '';

    total.errors += error ? 1 : 0;
    total.transitioning += transitioning ? 1 : 0;
    if (state) {
      states[state] = (states[state] ?? 0) + 1;
    }
  }

  return {
    ...(total.count && { count: total.count }),
    ...(Object.keys(states).length && { states }),
    ...(total.errors && { errors: total.errors }),
    ...(total.transitioning && { transitioning: total.transitioning }),
  };
}
