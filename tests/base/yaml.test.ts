import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@models/base/kubernetes';
import { diff } from '@models/base/merge';
import { toKubernetesForm } from '@models/base/wire';
import { parseYaml, yamlEdit, YamlProblem } from '@models/base/yaml';

const TYPE = 'example.io.thing';
const MANAGED = [{ manager: 'x' }];

const stored = (version: string, spec: JsonObject): JsonObject => ({
  apiVersion: 'example.io/v1', kind: 'Thing', metadata: { name: 'a', uid: 'u', resourceVersion: version }, spec, status: { ready: true },
});

const steve = (object: JsonObject): JsonObject => ({ id: 'a', type: TYPE, links: { self: 'https://h/v1/things/a' }, ...object });

/** The text as the shell's generator makes it of an instance: without `status`, and without what is empty. */
function generated(object: JsonObject): string {
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(clean);
    }

    if (typeof value !== 'object' || value === null) {
      return value;
    }

    return Object.fromEntries(Object.entries(value).map(([key, nested]) => [key, clean(nested)] as const)
      .filter(([, nested]) => nested !== null && !(typeof nested === 'object' && !Object.keys(nested).length)));
  };
  const { status: _status, links: _links, id: _id, type: _type, ...shown } = object;

  return dump(clean(shown));
}

/** What the user's YAML would change. */
function change({ text, initialYaml, snapshot, instance = snapshot }: { text: string; initialYaml?: string; snapshot: JsonObject; instance?: JsonObject }): JsonObject | undefined {
  const edit = yamlEdit({
    text: parseYaml(text), initialYaml, snapshot: toKubernetesForm(steve(snapshot), TYPE), instance: steve(instance), steveType: TYPE, listKeys: () => undefined,
  });

  return edit && diff(edit.base, edit.edited);
}

describe('yamlEdit', () => {
  const spec = { network: 'a', empty: {}, none: '', list: [], volumes: [{ name: 'v', emptyDir: {} }] };
  const base = stored('1', spec);
  const view = dump({ ...base, metadata: { name: 'a', uid: 'u', resourceVersion: '1', managedFields: MANAGED } });

  it('sees the user\'s change in the text of the YAML page', () => {
    expect(change({ text: view.replace('network: a', 'network: b'), initialYaml: view, snapshot: base })).toStrictEqual({ spec: { network: 'b' } });
  });

  it('honours a deleted empty map there', () => {
    expect(change({ text: view.replace('  empty: {}\n', ''), initialYaml: view, snapshot: base })).toStrictEqual({ spec: { empty: null } });
  });

  it('does not take a text without status for a wish to erase it', () => {
    const { status: _status, ...rest } = base;

    expect(change({ text: dump(rest), initialYaml: view, snapshot: base })).toStrictEqual({});
  });

  it('keeps what the generator left out of a form\'s text', () => {
    expect(change({ text: generated(base).replace('network: a', 'network: b'), initialYaml: generated(base), snapshot: base })).toStrictEqual({ spec: { network: 'b' } });
  });

  it('keeps it as well where the shell passes no initial text', () => {
    expect(change({ text: generated(base).replace('network: a', 'network: b'), snapshot: base })).toStrictEqual({ spec: { network: 'b' } });
  });

  it('stores the form\'s edits and the text\'s edits together', () => {
    const edited = stored('1', { ...spec, network: 'form' });

    expect(change({ text: `${ generated(edited) }\nextra: text\n`, initialYaml: generated(base), snapshot: base, instance: edited })).toStrictEqual({ spec: { network: 'form' }, extra: 'text' });
  });

  it('takes the form\'s edits also when the initial text holds them already', () => {
    const edited = stored('1', { ...spec, network: 'form' });

    expect(change({ text: generated(edited), initialYaml: generated(edited), snapshot: base, instance: edited })).toStrictEqual({ spec: { network: 'form' } });
  });

  it('knows a deletion in a generated text', () => {
    expect(change({ text: generated(base).replace('  network: a\n', ''), initialYaml: generated(base), snapshot: base })).toStrictEqual({ spec: { network: null } });
  });

  it('keeps an empty map inside a list entry that the user changed', () => {
    const text = generated(base).replace('name: v', 'name: w');

    expect(change({ text, initialYaml: generated(base), snapshot: base })).toStrictEqual({ spec: { volumes: [{ name: 'w', emptyDir: {} }] } });
  });

  it('starts from the initial text when it is of the version in the text and the snapshot is older', () => {
    const newer = dump({ ...stored('2', { network: 'x' }), metadata: { name: 'a', uid: 'u', resourceVersion: '2', managedFields: MANAGED } });

    expect(change({ text: newer.replace('network: x', 'network: b'), initialYaml: newer, snapshot: base })).toStrictEqual({ spec: { network: 'b' } });
  });

  it('does not take the milliseconds that the shell adds to a timestamp for a change', () => {
    const condition = { type: 'Ready', lastTransitionTime: '2026-01-01T00:00:00Z' };
    const dated = { ...stored('1', { network: 'a' }), status: { conditions: [condition] } };
    const text = dump(dated).replace(/'(2026-01-01T00:00:00)Z'/, '$1.000Z');

    expect(text).toContain('lastTransitionTime: 2026-01-01T00:00:00.000Z');
    expect(change({ text: text.replace('network: a', 'network: b'), snapshot: dated })).toStrictEqual({ spec: { network: 'b' } });
  });

  it('knows no base for a version that nobody has seen', () => {
    expect(change({ text: view.replace("resourceVersion: '1'", "resourceVersion: '7'"), initialYaml: view, snapshot: base })).toBeUndefined();
  });

  it('reads a version that lost its quotes', () => {
    expect(change({ text: view.replace("resourceVersion: '1'", 'resourceVersion: 1'), initialYaml: view, snapshot: base })).toStrictEqual({});
  });
});

describe('parseYaml', () => {
  it.each([
    ['two documents', 'a: 1\n---\nb: 2\n'],
    ['no document', '# only a comment\n'],
    ['a list', '- a\n'],
  ])('refuses %s', (_reason, text) => {
    expect(() => parseYaml(text)).toThrow(new YamlProblem());
  });

  it('says where the syntax is wrong', () => {
    expect(() => parseYaml('a: [1\nb: 2')).toThrow(expect.objectContaining({ syntax: { reason: 'missed comma between flow collection entries', line: 2, column: 1 } }));
  });

  it('keeps a timestamp a text and knows merge keys', () => {
    expect(parseYaml('at: 2026-01-01T00:00:00Z\nbase: &b {x: 1}\nmore: {<<: *b, y: 2}\n')).toStrictEqual({ at: '2026-01-01T00:00:00Z', base: { x: 1 }, more: { x: 1, y: 2 } });
  });
});
