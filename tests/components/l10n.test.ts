import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { MESSAGES } from '@models/base/messages';
import { registry, type ModelClass } from '@models/registry';
import { root } from '../../scripts/shell-resolution';

type Texts = ReadonlyMap<string, string>;

function textsOf(locale: string): Texts {
  const texts = new Map<string, string>();
  const collect = (value: unknown, at: readonly string[]): void => {
    if (typeof value === 'string') {
      texts.set(at.join('.'), value);
    } else {
      Object.entries(value as object).forEach(([key, child]) => { collect(child, [...at, key]); });
    }
  };

  collect(parse(readFileSync(path.join(root, 'pkg/harvester/l10n', `${ locale }.yaml`), 'utf8')), []);

  return texts;
}

function filesBelow(folder: string, extension: RegExp): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => extension.test(file)).map((file) => path.join(root, folder, file));
}

/** The keys that stand as they are in the sources; those put together at run time can't be found this way. */
function keysIn(files: readonly string[]): readonly string[] {
  return [...new Set(files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/['"`](harvesterModels(?:\.[\w-]+)+)['"`]/g)].map(([, key = '']) => key)))];
}

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)/g)].map(([, name]) => name).filter((name) => !['one', 'other'].includes(name ?? '')).sort();

const english = textsOf('en-us');
const chinese = textsOf('zh-hans');
const models: readonly ModelClass[] = Object.values(registry);

function declaredKeys({ columns, formTabs, detailSections, states }: ModelClass): readonly string[] {
  return [
    ...columns.flatMap((column) => typeof column === 'string' ? [] : column.labelKey),
    ...Object.values(states).flatMap(({ labelKey }) => labelKey ?? []),
    ...formTabs.flatMap(({ labelKey, fields }) => [labelKey, ...fields.flatMap((field) => [
      field.labelKey, field.tooltipKey ?? [], field.placeholderKey ?? [], 'addLabelKey' in field ? field.addLabelKey : [],
      ...field.kind === 'rows' ? field.fields.flatMap((inner) => [inner.labelKey, inner.tooltipKey ?? [], inner.placeholderKey ?? []].flat()) : [],
    ].flat())]),
    ...detailSections.flatMap((section) => [
      section.labelKey,
      ...section.kind === 'facts' ? section.facts.map(({ labelKey }) => labelKey) : [],
      ...section.kind === 'table' ? [section.emptyKey, ...section.columns] : [],
    ]),
  ];
}

describe('the extension\'s texts', () => {
  it('stand under the same keys in English and Chinese', () => {
    expect([...chinese.keys()]).toStrictEqual([...english.keys()]);
  });

  it('take the same arguments in English and Chinese', () => {
    const differing = [...english].filter(([key, text]) => !key.startsWith('typeLabel') && !text.includes('plural')
      && placeholders(text).join() !== placeholders(chinese.get(key) ?? '').join());

    expect(differing).toStrictEqual([]);
  });

  it('include the library\'s own messages, word for word in English', () => {
    expect(Object.entries(MESSAGES).filter(([key, text]) => english.get(key) !== text)).toStrictEqual([]);
  });

  it.each(models.map((Model) => [Model.type, Model] as const))('include every key that %s declares', (_type, Model) => {
    expect(declaredKeys(Model).filter((key) => !english.has(key))).toStrictEqual([]);
  });

  it('include every key that a source names', () => {
    const named = keysIn([...filesBelow('models', /\.ts$/), ...filesBelow('pkg/harvester', /\.(ts|vue)$/)]);
    const isGroup = (key: string) => [...english.keys()].some((known) => known.startsWith(`${ key }.`));

    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((key) => !english.has(key) && !isGroup(key))).toStrictEqual([]);
  });
});
