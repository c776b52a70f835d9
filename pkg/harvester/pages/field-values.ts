import cloneDeep from 'lodash/cloneDeep';
import get from 'lodash/get';
import set from 'lodash/set';
import unset from 'lodash/unset';
import type { FormField, KeyListField, RowsField, ScalarField } from '@models/base/declarations';

/** A field of a model's form, over a resource that the page knows only as the model's. */
export type Field = FormField<never>;
export type Scalar = ScalarField<never>;
export type Rows = RowsField<never>;
export type KeyList = KeyListField<never>;

/** One row of a list of objects. */
export type Row = Readonly<Record<string, unknown>>;

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value that a field shows. */
export function readField(resource: object, field: Field): unknown {
  return field.read ? field.read(resource as never) : get(resource, field.path);
}

/** Stores what was typed into a field. An empty text or number leaves no key behind. */
export function writeField(resource: object, field: Field, value: unknown): void {
  if (field.write) {
    field.write(resource as never, value);
  } else {
    put(resource, field, value);
  }
}

function put(target: object, { path, kind }: Field, value: unknown): void {
  if (value === undefined || (value === '' && kind === 'text')) {
    unset(target, path);
  } else {
    set(target, path, value);
  }
}

/** The rows that a field shows; what is no object is shown as a row without anything in it. */
export function readRows(resource: object, field: Rows): readonly Row[] {
  const rows = readField(resource, field);

  return Array.isArray(rows) ? rows.map((row: unknown) => isRow(row) ? row : {}) : [];
}

/** Stores what was typed into one field of one row, and touches nothing else of the row. */
export function writeRow(resource: object, field: Rows, index: number, column: Scalar, value: unknown): void {
  const rows = cloneDeep(readRows(resource, field));
  const row = rows[index];

  if (row) {
    put(row, column, value);
    writeField(resource, field, rows);
  }
}

/** Adds a row as the model makes a new one. */
export function addRow(resource: object, field: Rows): void {
  writeField(resource, field, [...readRows(resource, field), field.newRow(resource as never)]);
}

export function removeRow(resource: object, field: Rows, index: number): void {
  writeField(resource, field, readRows(resource, field).filter((_, at) => at !== index));
}

/** A line of the editor of keys with values: as typed, so that it may be incomplete. */
export interface KeyListRow {
  readonly key: string;
  readonly values: string;
}

/** What a map of texts, each with a list of texts, looks like while it is edited. */
export function keyListRows(map: unknown): readonly KeyListRow[] {
  return isRow(map) ? Object.entries(map).map(([key, values]) => ({ key, values: Array.isArray(values) ? values.join(', ') : '' })) : [];
}

/** The map that typed lines stand for; a line without a key stands for nothing yet, and no line for no map. */
export function keyListMap(rows: readonly KeyListRow[]): Readonly<Record<string, readonly string[]>> | undefined {
  const entries = rows.flatMap(({ key, values }) => key.trim() === '' ? [] : [[
    key.trim(), values.split(',').map((value) => value.trim()).filter((value) => value !== ''),
  ] as const]);

  return entries.length ? Object.fromEntries(entries) : undefined;
}
