import { describe, expect, it } from 'vitest';
import { Definitions } from '../../../../scripts/harvester-api/definitions';
import { ageOf } from '../../../../scripts/harvester-api/kube/age';
import { jsonPath } from '../../../../scripts/harvester-api/kube/json-path';
import { mergeKeysOf } from '../../../../scripts/harvester-api/kube/merge-keys';
import { dnsLabel, dnsSubdomain, qualifiedName } from '../../../../scripts/harvester-api/kube/names';
import { applyPatch, JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH } from '../../../../scripts/harvester-api/kube/patch';
import { labelSelector } from '../../../../scripts/harvester-api/kube/selectors';
import type { Json, JsonObject, KubeObject } from '../../../../scripts/harvester-api/types';

const noKeys = () => undefined;

function serviceKeys() {
  const type = Definitions.all().ofResource('services');

  return type ? mergeKeysOf(type) : noKeys;
}

describe('applyPatch', () => {
  it.each<[string, JsonObject, Json, JsonObject]>([
    ['sets and removes keys', { a: 1, b: { c: 1, d: 2 } }, { a: null, b: { c: 3 } }, { b: { c: 3, d: 2 } }],
    ['replaces lists whole', { l: [1, 2] }, { l: [3] }, { l: [3] }],
    ['keeps an empty object apart from none', { a: 1 }, { e: {} }, { a: 1, e: {} }],
  ])('merges: %s', (_what, stored, patch, expected) => {
    expect(applyPatch(stored, { mediaType: MERGE_PATCH, body: JSON.stringify(patch) }, noKeys)).toStrictEqual(expected);
  });

  it.each<[string, Json, JsonObject]>([
    ['adds to a list', [{ op: 'add', path: '/l/-', value: 2 }], { l: [1, 2] }],
    ['adds what a replacement does not find', [{ op: 'replace', path: '/new', value: 2 }], { l: [1], new: 2 }],
  ])('applies operations: %s', (_what, patch, expected) => {
    expect(applyPatch({ l: [1] }, { mediaType: JSON_PATCH, body: JSON.stringify(patch) }, noKeys)).toStrictEqual(expected);
  });

  it.each<[string, Json]>([
    ['a test that fails', [{ op: 'test', path: '/l/0', value: 5 }]],
    ['a removal of nothing', [{ op: 'remove', path: '/none' }]],
    ['an unknown operation', [{ op: 'swap', path: '/l' }]],
  ])('refuses %s with 422', (_what, patch) => {
    expect(() => applyPatch({ l: [1] }, { mediaType: JSON_PATCH, body: JSON.stringify(patch) }, noKeys)).toThrow('the server rejected our request due to an error in our request');
  });

  it.each<[string, Json, Json]>([
    ['merges entries by key, in the order of the patch', [{ port: 81 }, { port: 80, name: 'a' }], [{ port: 81 }, { port: 80, name: 'a', protocol: 'TCP' }]],
    ['removes an entry', [{ port: 80, $patch: 'delete' }], []],
    ['replaces the list', [{ port: 82 }, { $patch: 'replace' }], [{ port: 82 }]],
  ])('merges strategically: %s', (_what, ports, expected) => {
    const stored = { spec: { ports: [{ port: 80, protocol: 'TCP' }] } };

    expect(applyPatch(stored, { mediaType: STRATEGIC_PATCH, body: JSON.stringify({ spec: { ports } }) }, serviceKeys())).toStrictEqual({ spec: { ports: expected } });
  });
});

describe('ageOf', () => {
  it.each([
    ['2026-01-01T00:00:05Z', '5s'],
    ['2026-01-01T00:01:59Z', '119s'],
    ['2026-01-01T00:03:20Z', '3m20s'],
    ['2026-01-01T02:00:00Z', '120m'],
    ['2026-01-01T04:10:00Z', '4h10m'],
    ['2026-01-02T01:00:00Z', '25h'],
    ['2026-01-03T03:00:00Z', '2d3h'],
    ['2026-03-01T00:00:00Z', '59d'],
    ['2028-01-21T00:00:00Z', '2y20d'],
    ['2025-12-31T23:59:00Z', '<invalid>'],
  ])('at %s is %s', (now, age) => {
    expect(ageOf('2026-01-01T00:00:00Z', now)).toBe(age);
  });
});

describe('jsonPath', () => {
  const root = { metadata: { annotations: { 'a.b/c': 'x' } }, status: { conditions: [{ type: 'A', status: 'False' }, { type: 'Ready', status: 'True' }], list: [{ n: 1 }, { n: 2 }] } };

  it.each<[string, Json[]]>([
    ['.metadata.annotations.a\\.b/c', ['x']],
    [".status.conditions[?(@.type=='Ready')].status", ['True']],
    ['.status.conditions[?(@.type=="None")].status', []],
    ['.status.list[*].n', [1, 2]],
    ['.status.list[1].n', [2]],
    ['.spec.none', []],
  ])('finds %s', (path, expected) => {
    expect(jsonPath(root, path)).toStrictEqual(expected);
  });
});

describe('labelSelector', () => {
  const object: KubeObject = { apiVersion: 'v1', kind: 'X', metadata: { name: 'x', uid: '', resourceVersion: '', creationTimestamp: '', labels: { tier: 'gold', size: '3' } } };

  it.each([
    ['tier=gold', true],
    ['tier==iron', false],
    ['tier!=iron', true],
    ['none!=x', true],
    ['tier in (gold,iron)', true],
    ['tier notin (gold)', false],
    ['none notin (gold)', true],
    ['tier', true],
    ['!tier', false],
    ['size>2,size<4', true],
    ['tier=gold,size=4', false],
  ])('%s is %s', (text, matches) => {
    expect(labelSelector(text)(object)).toBe(matches);
  });
});

describe('names', () => {
  it.each([
    ['a dot in a label', dnsLabel, 'a.b', 'must not contain dots'],
    ['a label that is too long', dnsLabel, 'a'.repeat(64), 'must be no more than 63 characters'],
    ['a subdomain that is too long', dnsSubdomain, 'a'.repeat(254), 'must be no more than 253 characters'],
    ['an empty prefix', qualifiedName, '/x', 'prefix part must be non-empty'],
  ])('refuses %s', (_what, rule, name, message) => {
    expect(rule(name)).toContain(message);
  });

  it('accepts what Harvester names things', () => {
    expect([...dnsSubdomain('pool-1.example'), ...dnsLabel('longhorn-system'), ...qualifiedName('network.harvesterhci.io/vlan-id')]).toStrictEqual([]);
  });
});

describe('Definitions', () => {
  it('finds a type by every name that the API has for it', () => {
    const all = Definitions.all();
    const type = all.ofResource('network-attachment-definitions.k8s.cni.cncf.io');

    expect(type).toBeDefined();
    expect([
      all.ofSteve('k8s.cni.cncf.io.networkattachmentdefinition'),
      all.ofSteve('k8s.cni.cncf.io.network-attachment-definitions'),
      all.ofPath('k8s.cni.cncf.io/v1', 'network-attachment-definitions'),
      all.ofKind('k8s.cni.cncf.io/v1', 'NetworkAttachmentDefinition'),
    ]).toStrictEqual([type, type, type, type]);
  });

  it('has no two types of one name', () => {
    const names = Definitions.all().types.map(({ steveId }) => steveId);

    expect(new Set(names).size).toBe(names.length);
  });
});
