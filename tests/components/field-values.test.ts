import { describe, expect, it } from 'vitest';
import { fieldPaths, placeMessages } from '../../pkg/harvester/pages/field-messages';
import { addRow, keyListMap, keyListRows, removeRow, writeField, writeRow, type Rows, type Scalar } from '../../pkg/harvester/pages/field-values';

const NAME: Scalar = { kind: 'text', path: 'name', labelKey: 'name' };
const ITEMS: Rows = { kind: 'rows', path: 'spec.items', labelKey: 'items', addLabelKey: 'add', fields: [{ kind: 'text', path: 'name', labelKey: 'name' }], newRow: () => ({ kind: 'new' }) };

describe('writeField', () => {
  it.each([
    ['text', 'typed', { spec: { value: 'typed' } }, 'makes the keys on the way'],
    ['text', '', { spec: {} }, 'an empty text leaves no key'],
    ['number', 0, { spec: { value: 0 } }, 'zero is a value'],
    ['number', undefined, { spec: {} }, 'an empty number leaves no key'],
    ['checkbox', false, { spec: { value: false } }, 'no is a value'],
  ] as const)('stores a %s field\'s %j', (kind, typed, expected, _reason) => {
    const resource = { spec: {} };

    writeField(resource, { kind, path: 'spec.value', labelKey: 'value' }, typed);

    expect(resource).toStrictEqual(expected);
  });

  it('leaves writing to a field that knows how', () => {
    const resource = { spec: { config: '' } };

    writeField(resource, { ...NAME, write: (target: { spec: { config: string } }, value: unknown) => { target.spec.config = JSON.stringify(value); } }, 'x');

    expect(resource.spec.config).toBe('"x"');
  });
});

describe('rows', () => {
  it('keep what the form does not know of a row', () => {
    const resource = { spec: { items: [{ name: 'a', other: 1 }, { name: 'b' }] } };

    writeRow(resource, ITEMS, 0, NAME, 'changed');

    expect(resource.spec.items).toStrictEqual([{ name: 'changed', other: 1 }, { name: 'b' }]);
  });

  it('are added as the model makes them, and removed one by one', () => {
    const resource = { spec: {} };

    addRow(resource, ITEMS);
    addRow(resource, ITEMS);
    removeRow(resource, ITEMS, 0);

    expect(resource).toStrictEqual({ spec: { items: [{ kind: 'new' }] } });
  });
});

describe('keyListMap', () => {
  it.each([
    [[{ key: 'app', values: 'web, api' }], { app: ['web', 'api'] }, 'values are separated by commas'],
    [[{ key: 'app', values: '' }], { app: [] }, 'a key without values is a key'],
    [[{ key: ' ', values: 'web' }], undefined, 'a line without a key stands for nothing yet'],
    [[], undefined, 'no line, no map'],
  ])('reads %j', (rows, expected, _reason) => {
    expect(keyListMap(rows)).toStrictEqual(expected);
  });

  it('is undone by keyListRows', () => {
    expect(keyListMap(keyListRows({ app: ['web', 'api'], tier: ['front'] }))).toStrictEqual({ app: ['web', 'api'], tier: ['front'] });
  });
});

describe('placeMessages', () => {
  const paths = fieldPaths([NAME, ITEMS], { spec: { items: [{}, {}] } });

  it.each([
    ['spec.items[1].name', 'spec.items[1].name', 'at the field itself'],
    ['spec.items[1].unknown', 'spec.items', 'at the closest field around'],
    ['spec.items[7].name', 'spec.items', 'at the list, for a row that is not there'],
    ['namespace', undefined, 'nowhere, though a field\'s path begins like it'],
  ])('puts a message about %s at %s', (path, field, _reason) => {
    const { at, elsewhere } = placeMessages([{ path, text: 'wrong' }], paths);

    expect([...at.keys()]).toStrictEqual(field === undefined ? [] : [field]);
    expect(elsewhere).toStrictEqual(field === undefined ? ['wrong'] : []);
  });

  it('says the same thing once', () => {
    expect(placeMessages([{ path: 'name', text: 'wrong' }, { path: 'name', text: 'wrong' }], paths).at.get('name')).toStrictEqual(['wrong']);
  });
});
