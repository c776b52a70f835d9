import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SHELL_LINES } from '../../../scripts/matrix/shell-lines';
import { HOSTS, NODES, SHELLS, withRows } from '../../../scripts/matrix/tables';
import { root } from '../../../scripts/shell-resolution';

const table = { name: 'shells', header: ['shell', 'result'] } as const;

function document(...rows: readonly string[]): string {
  return ['before', '<!-- matrix:shells -->', '| shell | result |', '|---|---|', ...rows, '<!-- /matrix:shells -->', 'after', ''].join('\n');
}

describe('withRows', () => {
  it.each([
    { reason: 'an empty table', before: [], added: [['3.0.0', '5 passed']], after: ['| 3.0.0 | 5 passed |'] },
    { reason: 'a row that is there is replaced', before: ['| 3.0.0 | **1 failed**, 4 passed |'], added: [['3.0.0', '5 passed']], after: ['| 3.0.0 | 5 passed |'] },
    { reason: 'the other rows stay', before: ['| 3.0.0 | 5 passed |'], added: [['3.0.4', '5 passed']], after: ['| 3.0.0 | 5 passed |', '| 3.0.4 | 5 passed |'] },
    { reason: 'versions are ordered as numbers', before: ['| 3.0.10 | 5 passed |'], added: [['3.0.4', '5 passed']], after: ['| 3.0.4 | 5 passed |', '| 3.0.10 | 5 passed |'] },
    { reason: 'nothing to add', before: ['| 3.0.0 | 5 passed |'], added: [], after: ['| 3.0.0 | 5 passed |'] },
  ])('keeps the rest of the document: $reason', ({ before, added, after }) => {
    expect(withRows(document(...before), table, added)).toBe(document(...after));
  });

  it('refuses a document without a place for it', () => {
    expect(() => withRows('text', table, [])).toThrow('<!-- matrix:shells --> and <!-- /matrix:shells --> are missing');
  });

  it.each([SHELLS, NODES, HOSTS])('finds the table of $name in the documents that show it', (shown) => {
    for (const file of shown.files) {
      const text = readFileSync(path.join(root, file), 'utf8');

      expect(withRows(text, shown, [])).toBe(text);
    }
  });
});

describe('The shell lines', () => {
  it('end with the one that the project is built on', () => {
    expect(SHELL_LINES.at(-1)?.shell).toBe((createRequire(import.meta.url)('@rancher/shell/package.json') as { readonly version: string }).version);
  });
});
