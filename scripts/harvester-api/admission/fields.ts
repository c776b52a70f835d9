import { isObject, listAt, objectAt } from '../objects';
import type { JsonObject, KubeObject } from '../types';

/** The objects of the list at a key; entries of another kind are dropped. */
export const objectsAt = (parent: JsonObject | undefined, key: string): readonly JsonObject[] => listAt(parent, key).filter(isObject);

/** The texts of the list at a key; entries of another kind are dropped. */
export const stringsAt = (parent: JsonObject | undefined, key: string): readonly string[] => listAt(parent, key).filter((entry) => typeof entry === 'string');

/** The number at a key, or 0: Go's zero value. */
export function numberAt(parent: JsonObject | undefined, key: string): number {
  const value = parent?.[key];

  return typeof value === 'number' ? value : 0;
}

/** The map of texts at a key; entries of another kind are dropped. */
export function stringMapAt(parent: JsonObject | undefined, key: string): { [key: string]: string } {
  return Object.fromEntries(Object.entries(objectAt(parent, key)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Whether the object's status has this condition with status `True`. */
export function isConditionTrue(object: JsonObject, type: string): boolean {
  return objectsAt(objectAt(object, 'status'), 'conditions').some((condition) => condition.type === type && condition.status === 'True');
}

/** `namespace/name`. */
export const fullName = (object: KubeObject): string => `${ object.metadata.namespace ?? '' }/${ object.metadata.name }`;
