import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../shell-resolution';

/** A table in a document, between two comments that name it. */
export interface DocumentTable {
  readonly name: 'shells' | 'nodes' | 'hosts';
  /** From the top of the project. */
  readonly files: readonly string[];
  readonly header: readonly string[];
}

export const SHELLS: DocumentTable = { name: 'shells', files: ['README.md', 'docs/matrix.md'], header: ['shell', 'Rancher', 'Harvester', 'result', 'date'] };
export const NODES: DocumentTable = { name: 'nodes', files: ['docs/matrix.md'], header: ['Node', 'shell', 'result', 'date'] };
export const HOSTS: DocumentTable = { name: 'hosts', files: ['docs/matrix.md'], header: ['host', 'Rancher', 'result', 'date'] };

/** The cells of a row; the first says which row it is. */
export type Row = readonly string[];

function line(cells: Row): string {
  return `| ${ cells.join(' | ') } |`;
}

function inOrder([a = '']: Row, [b = '']: Row): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** A document with these rows put in place of, or between, those that its table has. @throws Error when it has no such table */
export function withRows(text: string, { name, header }: Pick<DocumentTable, 'name' | 'header'>, rows: readonly Row[]): string {
  const [start, end] = [`<!-- matrix:${ name } -->`, `<!-- /matrix:${ name } -->`];
  const [before, rest] = text.split(start);
  const [block, after] = rest?.split(end) ?? [];

  if (before === undefined || block === undefined || after === undefined) {
    throw new Error(`no place for the table: ${ start } and ${ end } are missing`);
  }

  const former = block.split('\n').filter((text) => text.startsWith('| ')).slice(1).map((text) => text.slice(2, -2).split(' | '));
  const all = new Map([...former, ...rows].map((row) => [row[0], row]));

  return [`${ before }${ start }`, line(header), `|${ '---|'.repeat(header.length) }`, ...[...all.values()].sort(inOrder).map(line), `${ end }${ after }`].join('\n');
}

/** Puts rows into every document that shows the table. */
export function writeRows(table: DocumentTable, rows: readonly Row[]): void {
  for (const file of table.files) {
    const document = path.join(root, file);

    writeFileSync(document, withRows(readFileSync(document, 'utf8'), table, rows));
  }
}
