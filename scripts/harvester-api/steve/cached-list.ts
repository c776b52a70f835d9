import type { ServedType } from '../definitions';
import type { Predicate } from '../kube/selectors';
import type { JsonObject, KubeObject } from '../types';
import { steveError } from './errors';
import { type Condition, parseFilter, splitField } from './filter-query';
import { type Cell, type Column, columnName, columnOf, indexedColumns } from './indexed-columns';

/** A list as Steve's SQL cache answers it. */
export interface CachedList {
  readonly items: readonly KubeObject[];
  /** How many there are in all pages. */
  readonly count: number;
  /** Where the next page starts; empty at the end. */
  readonly next: string;
  /** How often each value of the fields that `summary` names is there. */
  readonly summary?: readonly JsonObject[];
}

/** What a list is made of. */
interface CachedListRequest {
  readonly type: ServedType;
  readonly objects: readonly KubeObject[];
  readonly query: URLSearchParams;
  /** The newest version that the cache has seen of the type; none when there never was an object. */
  readonly revision: string | undefined;
  readonly now: string;
  readonly namespaceNamed: (name: string) => KubeObject | undefined;
}

interface SortKey {
  readonly value: (object: KubeObject) => Cell | undefined;
  readonly descending: boolean;
}

type Columns = ReadonlyMap<string, Column>;

const PROJECT_LABEL = 'field.cattle.io/projectId';

/** Filters, sorts, counts and pages objects by the query of a request. `labelSelector`, `fieldSelector`, `limit` and `continue` are not heeded. */
export function cachedList({ type, objects, query, revision, now, namespaceNamed }: CachedListRequest): CachedList {
  const columns = indexedColumns(type, now);
  const filters = query.getAll('filter').map(parseFilter);
  const wanted = revisionOf(query);
  const summarized = summaryFields(query);
  const tests = [projectTest(type, query, namespaceNamed), ...filters.map((conditions) => anyOf(conditions.map((condition) => testOf(columns, condition))))];
  const chosen = objects.filter((object) => tests.every((test) => test(object)));
  const sorted = sortedBy(chosen, sortKeys(columns, type, query));

  checkRevision(type, wanted, revision);
  const page = pageOf(sorted, query);
  const summary = summarized.length ? summaryOf(columns, type, summarized, page.items, query.has('summarynamespaced')) : undefined;

  return {
    ...(summary && query.has('summaryonly') ? { items: [], next: '' } : page),
    count: sorted.length,
    ...(summary && { summary }),
  };
}

function labelOf({ metadata }: KubeObject, label: string | undefined): string | undefined {
  return label === undefined ? undefined : metadata.labels?.[label];
}

function isLabel(field: readonly string[]): boolean {
  return field.length > 2 && field[0] === 'metadata' && field[1] === 'labels';
}

function anyOf(tests: readonly Predicate[]): Predicate {
  return (object) => !tests.length || tests.some((test) => test(object));
}

function testOf(columns: Columns, condition: Condition): Predicate {
  const { field, operator } = condition;

  if (!isLabel(field)) {
    const column = columnOf(columns, field);

    return (object) => compare(column(object), condition);
  }
  const holdsWithout = ['absent', '!=', '!~', 'notin', 'notcontains'].includes(operator);

  return (object) => {
    const value = labelOf(object, field[2]);

    return value === undefined ? holdsWithout : compare(value, condition);
  };
}

function compare(cell: Cell, { operator, values: [value = '', ...more] }: Condition): boolean {
  switch (operator) {
    case '=': return equals(cell, escaped(value));
    case '!=': return !equals(cell, escaped(value));
    case '~': return folded(cell).includes(folded(value));
    case '!~': return !folded(cell).includes(folded(value));
    case 'in': return [value, ...more].some((one) => equals(cell, one));
    case 'notin': return ![value, ...more].some((one) => equals(cell, one));
    case '<': return isBefore(cell, value);
    case '>': return isBefore(cell, value, -1);
    case 'contains': return String(cell).split('|').includes(value);
    case 'notcontains': return !String(cell).split('|').includes(value);
    default: return operator === 'exists';
  }
}

/** A column of numbers compares as such, one of texts exactly. */
function equals(cell: Cell, value: string): boolean {
  return typeof cell === 'number' ? cell === Number(value) : cell === value;
}

/** Steve escapes what would be a wildcard even where there are none, so that `=` finds no value with one. */
function escaped(value: string): string {
  return value.replace(/[\\_%]/g, '\\$&');
}

/** A text is compared with the number's own text, as SQLite does: `10` comes before `9.0`. */
function isBefore(cell: Cell, value: string, sign = 1): boolean {
  const number = Math.fround(Number(value));

  return order(cell, typeof cell === 'number' ? number : `${ number }.0`, (text) => text) * sign < 0;
}

/** Numbers come before texts. */
function order(a: Cell, b: Cell, textOf: (cell: string) => string): number {
  if (typeof a === 'number' || typeof b === 'number') {
    return typeof a === typeof b ? Number(a) - Number(b) : typeof a === 'number' ? -1 : 1;
  }
  const [left, right] = [textOf(a), textOf(b)];

  return left < right ? -1 : left > right ? 1 : 0;
}

/** Only ASCII letters have a case in SQLite. */
function folded(cell: Cell): string {
  return String(cell).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** `projectsornamespaces=a,b`, or with `!` after the name to leave them out. A namespace is asked for itself, any other object for its own. */
function projectTest(type: ServedType, query: URLSearchParams, namespaceNamed: CachedListRequest['namespaceNamed']): Predicate {
  const only = query.get('projectsornamespaces');
  const names = only || query.get('projectsornamespaces!');

  if (!names) {
    return () => true;
  }
  if (!type.namespaced && type.kind !== 'Namespace') {
    throw sqlError(type, 'SQL logic error: no such column: f.metadata.namespace (1)');
  }
  const wanted = new Set<string | undefined>(names.split(','));

  return (object) => {
    const namespace = type.kind === 'Namespace' ? object : namespaceNamed(object.metadata.namespace ?? '');

    return namespace !== undefined && (wanted.has(namespace.metadata.name) || wanted.has(labelOf(namespace, PROJECT_LABEL))) === Boolean(only);
  };
}

/** What the database itself refuses. */
function sqlError({ group, version, kind }: ServedType, message: string): Error {
  return steveError(500, 'ServerError', `listbyoptions ${ group }/${ version }, Kind=${ kind }: ${ message }`);
}

function sortKeys(columns: Columns, type: ServedType, query: URLSearchParams): readonly SortKey[] {
  const keys = (query.get('sort') ?? '').split(',').flatMap((part): SortKey[] => {
    const [, inside] = /^ip\((.+)\)$/.exec(part) ?? [];
    const text = inside ?? part;
    const name = text.replace(/^-/, '');

    if (!name) {
      return [];
    }
    const value = sortValue(columns, splitField(name));

    return [{ descending: text.startsWith('-'), value: inside === undefined ? value : (object) => addressNumber(value(object)) }];
  });

  return keys.length ? keys : [{ value: columnOf(columns, [type.namespaced ? 'id' : 'metadata.name']), descending: false }];
}

function sortValue(columns: Columns, field: readonly string[]): SortKey['value'] {
  return isLabel(field) && field.length === 3 ? (object) => labelOf(object, field[2]) : columnOf(columns, field);
}

function addressNumber(value: Cell | undefined): Cell | undefined {
  const parts = String(value ?? '').split('.').map(Number);

  return parts.length === 4 && parts.every((part) => part >= 0 && part < 256) ? parts.reduce((sum, part) => sum * 256 + part, 0) : value;
}

/** A label that is not there comes after all that are. */
function sortedBy(objects: readonly KubeObject[], keys: readonly SortKey[]): readonly KubeObject[] {
  const rows = objects.map((object) => ({ object, values: keys.map(({ value }) => value(object)) }));

  rows.sort((a, b) => {
    for (const [index, { descending }] of keys.entries()) {
      const [left, right] = [a.values[index], b.values[index]];
      const difference = left === undefined || right === undefined ? Number(left === undefined) - Number(right === undefined) : order(left, right, folded);

      if (difference) {
        return descending ? -difference : difference;
      }
    }

    return 0;
  });

  return rows.map(({ object }) => object);
}

function pageOf(objects: readonly KubeObject[], query: URLSearchParams): Pick<CachedList, 'items' | 'next'> {
  const size = Math.max(intOf(query.get('pagesize')) ?? 0, 0);
  const start = size * Math.max((intOf(query.get('page')) ?? 1) - 1, 0);

  return size ? { items: objects.slice(start, start + size), next: start + size < objects.length ? String(start + size) : '' } : { items: objects, next: '' };
}

function intOf(text: string | null): number | undefined {
  return text !== null && /^[-+]?\d+$/.test(text) ? Number(text) : undefined;
}

function revisionOf(query: URLSearchParams): string {
  const revision = query.get('revision') ?? '';

  if (revision && intOf(revision) === undefined) {
    throw steveError(400, 'invalid revision query param', `value ${ revision } for revision query param is not valid`);
  }

  return revision;
}

/** A version that the cache has not seen yet may be seen by another server: the client is to ask again. */
function checkRevision(type: ServedType, wanted: string, revision: string | undefined): void {
  if (wanted && revision === undefined) {
    throw sqlError(type, 'strconv.ParseInt: parsing "": invalid syntax');
  }
  if (wanted && Number(revision) < Number(wanted)) {
    throw steveError(400, 'unknown revision', 'unknown revision');
  }
}

function summaryFields(query: URLSearchParams): readonly (readonly string[])[] {
  const asked = query.getAll('summary');
  const fields = (asked[0] ?? '').split(',');

  if (asked.length > 1) {
    throw steveError(500, 'ServerError', `got ${ asked.length } summary parameters, at most 1 is allowed`);
  }
  if (!asked.length) {
    return [];
  }
  if (fields.includes('')) {
    throw steveError(500, 'ServerError', 'unable to parse requirement: empty summary parameter doesn\'t make sense');
  }

  return fields.map(splitField);
}

function summaryOf(columns: Columns, type: ServedType, fields: readonly (readonly string[])[], objects: readonly KubeObject[], perNamespace: boolean): JsonObject[] {
  if (perNamespace && !type.namespaced) {
    throw sqlError(type, 'SQL logic error: no such column: f1.metadata.namespace (1)');
  }

  return fields.flatMap((field) => {
    const value = sortValue(columns, field);
    const counts: Record<string, { total: number; namespace?: Record<string, number> }> = {};

    for (const object of objects) {
      const key = String(value(object) ?? '');
      const namespace = object.metadata.namespace ?? '';

      if (key) {
        const entry = counts[key] ??= { total: 0, ...(perNamespace && { namespace: {} }) };

        entry.total += 1;
        if (entry.namespace) {
          entry.namespace[namespace] = (entry.namespace[namespace] ?? 0) + 1;
        }
      }
    }

    return Object.keys(counts).length ? [{ property: columnName(field), counts }] : [];
  }).sort((a, b) => (a.property.toLowerCase() < b.property.toLowerCase() ? -1 : 1));
}
