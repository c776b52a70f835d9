import { AGE, DESCRIPTION, NAME, NAMESPACE, STATE, type TableHeader } from '@shell/config/table-headers';
import type { CellValue, Column, StandardColumn } from '@models/base/declarations';
import type { ModelClass } from '@models/registry';

/** A column of a model's own, over rows that the page knows only as the model's. */
export type OwnColumn = Column<never>;

const STANDARD: Readonly<Record<StandardColumn, TableHeader>> = {
  state: STATE, name: NAME, namespace: NAMESPACE, description: DESCRIPTION, age: AGE,
};

/** The columns that the model itself defines, without the shell's standard ones. */
export function ownColumns({ columns }: Pick<ModelClass, 'columns'>): readonly OwnColumn[] {
  return columns.filter((column) => typeof column !== 'string');
}

/** The property of a row that the shell's table finds a column's sort key under. */
export function sortPath({ name }: OwnColumn): string {
  return `sort by ${ name }`;
}

/** What the shell's table is told of a model's columns. */
export function headersOf(Model: Pick<ModelClass, 'columns'>): readonly TableHeader[] {
  return Model.columns.map((column) => typeof column === 'string' ? STANDARD[column] : headerOf(column));
}

function headerOf(column: OwnColumn): TableHeader {
  return {
    name:     column.name,
    labelKey: column.labelKey,
    value:    (row: never) => column.value(row) ?? '',
    sort:     [sortPath(column)],
    search:   [(row: never): CellValue => column.value(row)],
    ...(column.width === undefined ? {} : { width: column.width }),
  };
}
