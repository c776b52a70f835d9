import { isObject, textOf, valueAt } from '../objects';
import type { Json, JsonObject, KubeObject } from '../types';

interface Filter {
  readonly field: readonly string[];
  readonly match: string;
  readonly negated: boolean;
}

/** A list as Steve without its SQL cache answers it. */
export interface SteveList {
  readonly items: readonly KubeObject[];
  /** How many there are in all pages. */
  readonly count: number;
  /** How many pages; 0 when the list is not paged. */
  readonly pages: number;
}

/** Filters, sorts and pages objects by the query of the request. `project` names the project of a namespace. */
export function steveList(objects: readonly KubeObject[], query: URLSearchParams, project: (namespace: string) => string | undefined): SteveList {
  const filters = query.getAll('filter').map(parseFilter);
  const chosen = objects.filter((object) => filters.every((alternatives) => alternatives.some((filter) => matches(object, filter.field, filter.match) !== filter.negated)));
  const sorted = inNamespaces(sortedBy(chosen, query.get('sort') ?? ''), query, project);

  return { ...paged(sorted, query), count: sorted.length };
}

/** `a=b,c!=d`: either is enough; whatever has not exactly one operator is passed over. */
function parseFilter(text: string): Filter[] {
  return text.split(',').flatMap((part) => {
    const [field, match, ...more] = part.split(/!?=/);

    return field === undefined || match === undefined || more.length ? [] : [{ field: field.split('.'), match, negated: part.includes('!=') }];
  });
}

/** Contained in a string or bool; numbers never match. Keys that are not found may be inside a list on the way. */
function matches(value: Json, field: readonly string[], match: string): boolean {
  let found: Json | undefined;
  let length = field.length;

  for (; length > 0 && found === undefined; length -= 1) {
    found = valueAt(value, field.slice(0, length));
  }
  const inside = field.slice(found === undefined ? 0 : length + 1).reverse();

  if (typeof found === 'string' || typeof found === 'boolean') {
    return !inside.length && textOf(found).includes(match);
  }

  return Array.isArray(found) && matchesInList(found, inside, match);
}

function matchesInList(list: readonly Json[], field: readonly string[], match: string): boolean {
  return list.some((item) => {
    if (Array.isArray(item)) {
      return matchesInList(item, field, match);
    }

    return isObject(item) ? matches(item, field, match) : typeof item !== 'number' && item !== null && textOf(item).includes(match);
  });
}

/** Splits at dots, but not in brackets: `metadata.labels[example.io/tier]`. */
function splitField(field: string): string[] {
  return field.split(/\.(?![^[]*\])|[[\]]/).filter(Boolean);
}

function sortedBy(objects: readonly KubeObject[], sort: string): readonly KubeObject[] {
  const keys = sort.split(',').filter((key) => key.replace(/^-/, '')).map((key) => ({ field: splitField(key.replace(/^-/, '')), sign: key.startsWith('-') ? -1 : 1 }));

  if (!keys.length) {
    return objects;
  }
  const rows = objects.map((object) => ({ object, values: keys.map(({ field }) => sortValue(object, field)) }));

  rows.sort((a, b) => {
    for (const [index, { sign }] of keys.entries()) {
      const left = a.values[index] ?? '';
      const right = b.values[index] ?? '';

      if (left !== right) {
        return left < right ? -sign : sign;
      }
    }

    return 0;
  });

  return rows.map(({ object }) => object);
}

function sortValue(object: JsonObject, field: readonly string[]): string {
  const value = field.reduce<Json | undefined>((current, key) => (Array.isArray(current) ? current[Number(key)] : isObject(current) ? current[key] : undefined), object);

  return typeof value === 'string' ? value : '';
}

/** `projectsornamespaces=a,b`, or with `!` after the name to leave them out. */
function inNamespaces(objects: readonly KubeObject[], query: URLSearchParams, project: (namespace: string) => string | undefined): readonly KubeObject[] {
  const only = query.get('projectsornamespaces');
  const wanted = (only || query.get('projectsornamespaces!') || '').split(',').filter(Boolean);

  if (!wanted.length) {
    return objects;
  }

  return objects.filter(({ metadata: { namespace } }) => {
    const projectName = namespace === undefined ? undefined : project(namespace);

    return namespace !== undefined && projectName !== undefined && (wanted.includes(namespace) || wanted.includes(projectName)) === Boolean(only);
  });
}

function paged(objects: readonly KubeObject[], query: URLSearchParams): Pick<SteveList, 'items' | 'pages'> {
  const size = intOf(query.get('pagesize')) ?? 0;
  const page = Math.max(intOf(query.get('page')) ?? 1, 1);

  return size > 0
    ? { items: objects.slice(size * (page - 1), size * page), pages: Math.ceil(objects.length / size) }
    : { items: objects, pages: 0 };
}

function intOf(text: string | null): number | undefined {
  return text !== null && /^[-+]?\d+$/.test(text) ? Number(text) : undefined;
}
