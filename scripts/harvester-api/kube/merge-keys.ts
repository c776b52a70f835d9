import { openApiDefinition } from '../built-in/kinds';
import type { ServedType } from '../definitions';
import { isObject, textOf } from '../objects';
import type { JsonObject } from '../types';
import type { MergeKeys } from './patch';

/** How lists of a built-in kind merge, from its OpenAPI definition. A list of plain values has the key `''`. */
export function mergeKeysOf(type: ServedType): MergeKeys {
  const root = openApiDefinition(type.builtIn?.definition ?? '');

  return (path) => {
    const found = path.reduce<JsonObject | undefined>(step, root);

    if (!textOf(found?.['x-kubernetes-patch-strategy'] ?? '').includes('merge')) {
      return undefined;
    }
    const key = found?.['x-kubernetes-patch-merge-key'];

    return typeof key === 'string' ? key : '';
  };
}

/** The definition of a property; a list's entries stand for the list. */
function step(parent: JsonObject | undefined, key: string): JsonObject | undefined {
  const struct = parent && resolve(isObject(parent.items) ? parent.items : parent);
  const property = struct && isObject(struct.properties) ? struct.properties[key] : undefined;

  return isObject(property) ? property : undefined;
}

function resolve(schema: JsonObject): JsonObject {
  return typeof schema.$ref === 'string' ? openApiDefinition(schema.$ref) : schema;
}
