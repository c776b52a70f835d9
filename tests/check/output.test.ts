import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newOffences, readBaseline, writeBaseline } from '../../scripts/check/baseline';
import { junit } from '../../scripts/check/junit';
import { isOffender, plainRow, type Row } from '../../scripts/check/row';
import { sentBeyond } from '../../scripts/check/sent';
import { table } from '../../scripts/check/table';
import type { ApiRequest, Json, KubeObject } from '../../scripts/harvester-api/types';
import { checkout, type Checkout } from './support/checkout';

function row(changes: Partial<Row> = {}): Row {
  return { type: 'x.io.y', file: 'pkg/a/models/x.io.y.js', base: 'SteveModel', loses: [], sends: [], losesAsYaml: [], staleStatus: false, throws: [], error: null, facts: true, ...changes };
}

const OFFENDERS: readonly (readonly [string, Partial<Row>, string])[] = [
  ['loses', { loses: ['status'] }, 'loses status'],
  ['loses as YAML', { losesAsYaml: ['status'] }, 'loses status as YAML'],
  ['sends', { sends: ['__clone'] }, 'sends __clone'],
  ['overwrites', { staleStatus: true }, 'overwrites status with an old one'],
  ['throws', { throws: ['isReady'] }, 'throws in isReady'],
  ['can not be loaded', { error: 'can not be loaded: <it> "is" & was' }, 'error'],
];

describe('an offender', () => {
  it('is no model that does nothing wrong', () => {
    expect(isOffender(row())).toBe(false);
  });

  it.each(OFFENDERS)('is one that %s', (_kind, changes) => {
    expect(isOffender(row(changes))).toBe(true);
  });
});

describe('a baseline', () => {
  let folder: Checkout;
  let file: string;

  beforeEach(() => {
    folder = checkout({ 'README.md': '' });
    file = path.join(folder.dir, 'baseline.json');
  });

  afterEach(() => { folder.remove(); });

  it.each(OFFENDERS)('accepts a model that %s, and nothing else of it', (_kind, changes, offence) => {
    writeBaseline(file, [row(changes), row({ file: 'clean.js' })]);

    const baseline = readBaseline(file) ?? {};

    expect(baseline).toStrictEqual({ 'pkg/a/models/x.io.y.js': [offence] });
    expect(newOffences(row(changes), baseline)).toStrictEqual([]);
    expect(newOffences(row({ ...changes, sends: [...changes.sends ?? [], 'links'] }), baseline)).toStrictEqual(['sends links']);
    expect(newOffences(row({ ...changes, file: 'another.js' }), baseline)).toStrictEqual([offence]);
  });

  it('is not there before it is written, and says so when it is none', () => {
    expect(readBaseline(file)).toBeUndefined();
    writeFileSync(file, '[]');
    expect(() => readBaseline(file)).toThrow(`${ file } is no baseline; write it anew with --update-baseline.`);
    writeBaseline(file, []);
    expect(readFileSync(file, 'utf8')).toBe('{\n  "accepted": {}\n}\n');
  });
});

describe('a row for programs', () => {
  it('has what the form does, and what YAML does only where it does something', () => {
    expect(Object.keys(plainRow(row({ note: 'for people' })))).toStrictEqual(['type', 'file', 'base', 'loses', 'sends', 'staleStatus', 'throws', 'error', 'facts']);
    expect(plainRow(row({ losesAsYaml: ['status'] }))).toHaveProperty('losesAsYaml', ['status']);
  });
});

describe('the table', () => {
  const rows = [row({ loses: ['status'], staleStatus: true }), row({ file: 'clean.js' }), row({ file: 'norman.js', note: 'saves through Norman (/v3), not to Kubernetes' })];

  it('has a line per model, what is wrong below it, and a summary', () => {
    expect(table(rows, {}, false).split('\n')).toStrictEqual([
      '✗ pkg/a/models/x.io.y.js  SteveModel',
      '    loses   status',
      '    stale   after a conflict, an old status goes over the live one',
      '✓ clean.js                SteveModel',
      '- norman.js               SteveModel',
      '    note    saves through Norman (/v3), not to Kubernetes',
      '',
      '3 models, 1 offender: 1 lose data, 1 overwrite a live status',
    ]);
  });

  it('marks what the baseline accepts', () => {
    expect(table(rows, { 'pkg/a/models/x.io.y.js': ['loses status', 'overwrites status with an old one'] }, false)).toMatch(/^~ [\s\S]*\(1 accepted by the baseline\)$/);
  });

  it('is coloured where it is asked to be', () => {
    expect(table(rows, {}, true)).toContain('\u001b[31m✗');
    expect(table(rows, {}, false)).not.toContain('\u001b');
  });
});

describe('the JUnit report', () => {
  it('has a case per model, a failure per offender, and text that is XML', () => {
    expect(junit([row({ error: 'can not be loaded: <it> "is" & was' }), row({ file: 'clean.js' }), row({ file: 'norman.js', note: 'Norman' })], {}).split('\n')).toStrictEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites tests="3" failures="1">',
      '  <testsuite name="harvester-models check" tests="3" failures="1">',
      '    <testcase classname="pkg/a/models/x.io.y.js" name="x.io.y" file="pkg/a/models/x.io.y.js"><failure message="can not be loaded: &lt;it&gt; &quot;is&quot; &amp; was">can not be loaded: &lt;it&gt; &quot;is&quot; &amp; was</failure></testcase>',
      '    <testcase classname="clean.js" name="x.io.y" file="clean.js"></testcase>',
      '    <testcase classname="norman.js" name="x.io.y" file="norman.js"><skipped message="Norman"/></testcase>',
      '  </testsuite>',
      '</testsuites>',
      '',
    ]);
  });
});

describe('what is sent beyond an edit', () => {
  const expected: KubeObject = {
    apiVersion: 'v1', kind: 'Thing', metadata: { name: 'a', uid: 'u', resourceVersion: '1', creationTimestamp: 'now', labels: { edited: 'yes' } }, spec: { a: 1, list: [1, 2] }, status: { ready: true },
  };
  const bare = { ...expected, metadata: { name: 'a', resourceVersion: '1', labels: { edited: 'yes' } }, status: undefined };

  it.each<readonly [string, string, Json, readonly string[]]>([
    ['nothing, in a whole object without what the server writes', 'PUT', bare, []],
    ['what only the server writes', 'PUT', expected, ['metadata.creationTimestamp', 'metadata.uid', 'status']],
    ['what is in no stored object', 'PUT', { ...bare, __clone: true, links: {} }, ['__clone', 'links']],
    ['what differs', 'PUT', { ...bare, spec: { a: 2, list: [1, 3] } }, ['spec.a', 'spec.list[]']],
    ['nothing, where something is left out', 'PUT', { ...bare, spec: { list: [1, 2] } }, []],
    ['nothing, in a merge patch of the edit with its lock', 'PATCH', { metadata: { resourceVersion: '1', uid: 'u', labels: { edited: 'yes' } } }, []],
    ['more than the edit, in a merge patch', 'PATCH', { metadata: { labels: { edited: 'yes' } }, spec: { a: 1, gone: null } }, ['spec.a']],
    ['more than the edit, in a JSON patch', 'PATCH', [{ op: 'test', path: '/spec/b' }, { op: 'add', path: '/metadata/labels/edited', value: 'yes' }, { op: 'replace', path: '/metadata/annotations/a~1b', value: '' }], ['metadata.annotations.a/b']],
  ])('is %s', (_reason, method, body, sent) => {
    const request: ApiRequest = { method, url: '/', headers: {}, body: JSON.stringify(body) };

    expect(sentBeyond(request, expected, 'metadata.labels.edited')).toStrictEqual(sent);
  });
});
