import type { ServedType } from '../definitions';
import type { Json, KubeObject } from '../types';
import { ageOf } from './age';
import { builtInCells } from './built-in-cells';
import { jsonPath } from './json-path';

/** A column of a table, as the API server describes it. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

const NAME_TEXT = 'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names';
const CREATION_TEXT = 'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata';
const SHARED_TEXTS: Readonly<Record<string, string>> = { $name: NAME_TEXT, $creation: CREATION_TEXT };

const NAME: Column = { name: 'Name', type: 'string', format: 'name', description: NAME_TEXT, priority: 0 };
const AGE: Column = { name: 'Age', type: 'date', format: '', description: CREATION_TEXT, priority: 0 };

/** The columns of a type's table. */
export function columnsOf(type: ServedType): readonly Column[] {
  if (type.builtIn) {
    return type.builtIn.columns.map(({ name, type: columnType, format = '', description = '', priority = 0 }) => ({
      name, type: columnType, format, description: SHARED_TEXTS[description] ?? description, priority,
    }));
  }

  return type.columns.length
    ? [NAME, ...type.columns.map(({ name, type: columnType, format = '', description, priority = 0, jsonPath: path }) => ({
      name, type: columnType, format, description: description ?? `Custom resource definition column (in JSONPath format): ${ path }`, priority,
    }))]
    : [NAME, AGE];
}

/** An object's cells, in the order of the columns. `dates`: whether those of a custom resource are shown as how long ago they were, or as what they are. */
export function cellsOf(type: ServedType, object: KubeObject, now: string, dates: 'age' | 'time' = 'age'): Json[] {
  const { name, creationTimestamp } = object.metadata;

  if (type.builtIn) {
    return builtInCells(type.resource, type.builtIn.columns, object, now);
  }

  return type.columns.length
    ? [name, ...type.columns.map((column) => customCell(column.type, jsonPath(object, column.jsonPath), dates === 'age' ? now : undefined))]
    : [name, dates === 'age' ? ageOf(creationTimestamp, now) : creationTimestamp];
}

/** A cell of a CRD's column; null when the value is not of the column's type. */
function customCell(columnType: string, values: readonly Json[], now: string | undefined): Json {
  const [value] = values;

  if (value === undefined || value === null) {
    return null;
  }
  switch (columnType) {
    case 'integer': return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number': return typeof value === 'number' ? value : null;
    case 'boolean': return typeof value === 'boolean' ? value : null;
    case 'date': return typeof value === 'string' && value ? (now === undefined ? value : ageOf(value, now)) : null;
    default: return values.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(',');
  }
}
