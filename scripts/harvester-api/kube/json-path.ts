import { isObject, textOf } from '../objects';
import type { Json } from '../types';

const STEP = /\.?([^.[\]]+)|\[(\d+|\*)\]|\['([^']+)'\]|\[\?\(@\.([\w.]+)\s*==\s*["']([^"']*)["']\)\]/y;

/** The values that a printer column's JSONPath finds: keys, `\.` in keys, indices, `[*]`, and `[?(@.type=="Ready")]`. */
export function jsonPath(root: Json, path: string): Json[] {
  const text = path.replaceAll('\\.', '\u0000');
  let found: Json[] = [root];

  STEP.lastIndex = 0;
  for (let match = STEP.exec(text); match; match = STEP.exec(text)) {
    const [, key, index, quoted, field, wanted] = match;

    if (index !== undefined || field !== undefined) {
      found = found.flatMap((value) => items(value, index, field, wanted));
    } else {
      const name = (key ?? quoted ?? '').replaceAll('\u0000', '.');

      found = found.flatMap((value) => {
        const item = isObject(value) ? value[name] : undefined;

        return item === undefined ? [] : [item];
      });
    }
  }

  return found;
}

function items(value: Json, index: string | undefined, field: string | undefined, wanted: string | undefined): Json[] {
  if (!Array.isArray(value)) {
    return [];
  }
  if (field !== undefined) {
    return value.filter((item) => isObject(item) && textOf(item[field]) === wanted);
  }

  return index === '*' ? value : value.slice(Number(index), Number(index) + 1);
}
