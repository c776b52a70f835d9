import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json';
import { compiled, sources } from '../../scripts/package/entries';
import { root } from '../../scripts/shell-resolution';

const { exports, typesVersions } = manifest;

/** Files that are there, rather than built from one source each. */
const OTHERS = ['./l10n/*.yaml', './package.json'];

describe('exports of the package', () => {
  it('are the entries and one path for each model of the registry', () => {
    const expected = Object.fromEntries(Object.entries(sources()).map(([entry, source]) => [entry, { types: `./${ compiled(source, 'd.ts') }`, default: `./${ compiled(source, 'js') }` }]));

    expect(Object.fromEntries(Object.entries(exports).filter(([entry]) => !OTHERS.includes(entry)))).toStrictEqual(expected);
  });

  it('lead to sources that are there', () => {
    expect(Object.values(sources()).filter((source) => !existsSync(path.join(root, source)))).toStrictEqual([]);
  });

  it('are found by TypeScript without exports too, as in the shell\'s skeleton of an extension', () => {
    const paths: Readonly<Record<string, readonly string[]>> = typesVersions['*'];
    const resolved = (entry: string) => (paths[entry] ?? paths['*']?.map((pattern) => pattern.replace('*', entry)))?.[0]?.replace(/(?:\.d\.ts)?$/, '.d.ts');
    const entries = Object.entries(sources()).filter(([entry]) => entry !== '.');

    expect(Object.fromEntries(entries.map(([entry]) => [entry, resolved(entry.slice('./'.length))])))
      .toStrictEqual(Object.fromEntries(entries.map(([entry, source]) => [entry, `./${ compiled(source, 'd.ts') }`])));
  });
});
