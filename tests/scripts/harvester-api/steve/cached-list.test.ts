import { describe, expect, it } from 'vitest';
import { Definitions, type ServedType } from '../../../../scripts/harvester-api/definitions';
import { cachedList } from '../../../../scripts/harvester-api/steve/cached-list';
import type { JsonObject, KubeObject } from '../../../../scripts/harvester-api/types';

const NOW = '2026-01-02T00:00:00Z';

function typeOf(id: string): ServedType {
  const type = Definitions.all().ofSteve(id);

  if (!type) {
    throw new Error(`There is no type ${ id }.`);
  }

  return type;
}

function object({ apiVersion, kind }: ServedType, id: string, labels: Readonly<Record<string, string>>, content: JsonObject = {}): KubeObject {
  const [name = '', namespace] = id.split('/').reverse();

  return { ...content, apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }), labels, uid: id, resourceVersion: '7', creationTimestamp: '2026-01-01T00:00:00Z' } };
}

const NAMESPACE = typeOf('namespace');
const NAMESPACES = [object(NAMESPACE, 'a1', { 'field.cattle.io/projectId': 'p1' }), object(NAMESPACE, 'b1', { 'field.cattle.io/projectId': 'p2' }), object(NAMESPACE, 'c1', {})];
const POOL = typeOf('loadbalancer.harvesterhci.io.ippool');
const POOLS = [
  object(POOL, 'alpha', { tier: 'gold', num: '5' }, { spec: { description: 'First_one' } }),
  object(POOL, 'beta', { tier: 'silver', num: '10' }, { spec: { description: 'second' } }),
  object(POOL, 'delta', { tier: 'Gold' }),
  object(POOL, 'gamma', { other: 'x_y' }, { spec: { description: 'THIRD' } }),
];
const MAP = typeOf('configmap');
const data = (size: number): JsonObject => ({ data: Object.fromEntries(Array.from({ length: size }, (_, index) => [`k${ index }`, 'v'])) });
const MAPS = [object(MAP, 'a1/m1', {}, data(3)), object(MAP, 'b1/m1', {}, data(11)), object(MAP, 'b1/m2', {}, data(2)), object(MAP, 'c1/m1', {}, data(0))];
const OBJECTS = new Map([[POOL, POOLS], [MAP, MAPS], [NAMESPACE, NAMESPACES]]);

function list(type: ServedType, query: string, revision: string | undefined = '7') {
  return cachedList({
    type, query: new URLSearchParams(query), revision, now: NOW, objects: OBJECTS.get(type) ?? [], namespaceNamed: (name) => NAMESPACES.find(({ metadata }) => metadata.name === name),
  });
}

function ids(type: ServedType, query: string): readonly string[] {
  return list(type, query).items.map(({ metadata: { namespace, name } }) => [...(namespace === undefined ? [] : [namespace]), name].join('/'));
}

function filtered(filter: string): readonly string[] {
  return ids(POOL, `filter=${ encodeURIComponent(filter) }`);
}

// What is asked here was asked of Steve 0.7.17 with its SQL cache too, where it has the feature, with the same answers.
describe('the filter of a cached list', () => {
  it.each([
    ['is exact', 'metadata.name=alpha', ['alpha']],
    ['matches no part', 'metadata.name=alph', []],
    ['heeds letter case', 'metadata.name=Alpha', []],
    ['matches a part with a tilde, whatever its letter case', 'metadata.name~ALP', ['alpha']],
    ['leaves parts out', 'metadata.name!~a', []],
    ['takes one of a set', 'metadata.name in (alpha,beta,none)', ['alpha', 'beta']],
    ['takes none of a set', 'metadata.name notin (alpha,beta)', ['delta', 'gamma']],
    ['holds when one of its conditions does', 'metadata.name=alpha,metadata.labels[tier]=silver', ['alpha', 'beta']],
    ['finds a label', 'metadata.labels[tier]=gold', ['alpha']],
    ['finds what lacks the label when it asks for another value', 'metadata.labels[tier]!=gold', ['beta', 'delta', 'gamma']],
    ['finds what lacks the label outside of a set', 'metadata.labels[tier] notin (gold,silver)', ['delta', 'gamma']],
    ['finds what has a label', 'metadata.labels[other]', ['gamma']],
    ['finds what has it not', '!metadata.labels[tier]', ['gamma']],
    ['finds no value with an underscore: Steve escapes it', 'metadata.labels[other]=x_y', []],
    ['finds it in a set', 'metadata.labels[other] in (x_y)', ['gamma']],
    ['finds it as a part', 'metadata.labels[other]~x_y', ['gamma']],
    ['compares labels as texts', 'metadata.labels[num]<6', ['alpha', 'beta']],
    ['knows no wildcards', 'metadata.name~"%"', []],
    ['knows the state', 'metadata.state.name=active', ['alpha', 'beta', 'delta', 'gamma']],
    ['knows the cells of the table', 'metadata.fields[1]=second', ['beta']],
    ['knows the id', 'id=alpha', ['alpha']],
    ['is no filter when it is empty', '', ['alpha', 'beta', 'delta', 'gamma']],
  ])('%s', (_what, filter, expected) => {
    expect(filtered(filter)).toStrictEqual(expected);
  });

  it.each(['spec.description=x', 'metadata.uid=x', 'metadata.namespace=x', 'metadata.fields[9]=x', 'metadata.annotations[x/y]=z'])('refuses a field without a column: %s', (filter) => {
    const column = filter.split('=')[0] ?? '';

    expect(() => filtered(filter)).toThrow(expect.objectContaining({ code: 422, reason: 'InvalidBodyContent', message: `column is invalid [${ column }]: supplied column is invalid` }));
  });

  it('compares the numbers of a column as numbers', () => {
    expect(ids(MAP, 'filter=metadata.fields[1]%3E2')).toStrictEqual(['a1/m1', 'b1/m1']);
  });

  it('holds when each of several filters does', () => {
    expect(ids(POOL, 'filter=metadata.labels[tier]&filter=metadata.name!=beta')).toStrictEqual(['alpha', 'delta']);
  });

  it('does not heed what only a live list does', () => {
    expect(ids(POOL, 'labelSelector=tier%3Dgold&fieldSelector=metadata.name%3Dbeta&limit=1&continue=2')).toHaveLength(4);
  });
});

describe('the order of a cached list', () => {
  it.each([
    ['by name unless told otherwise', '', ['alpha', 'beta', 'delta', 'gamma']],
    ['backwards', 'sort=-metadata.name', ['gamma', 'delta', 'beta', 'alpha']],
    ['by a cell, then by name, whatever the letter case', 'sort=metadata.fields[1],metadata.name', ['delta', 'alpha', 'beta', 'gamma']],
    ['by a label, what lacks it last', 'sort=metadata.labels[num],metadata.name', ['beta', 'alpha', 'delta', 'gamma']],
    ['by a label backwards, what lacks it first', 'sort=-metadata.labels[num],-metadata.name', ['gamma', 'delta', 'alpha', 'beta']],
    ['by nothing', 'sort=,-', ['alpha', 'beta', 'delta', 'gamma']],
  ])('is %s', (_what, query, expected) => {
    expect(ids(POOL, query)).toStrictEqual(expected);
  });

  it('is by id in namespaces, and by numbers where a column has numbers', () => {
    expect(ids(MAP, '')).toStrictEqual(['a1/m1', 'b1/m1', 'b1/m2', 'c1/m1']);
    expect(ids(MAP, 'sort=-metadata.fields[1]')).toStrictEqual(['b1/m1', 'a1/m1', 'b1/m2', 'c1/m1']);
  });
});

describe('the pages of a cached list', () => {
  it.each([
    ['page=1&pagesize=3', ['alpha', 'beta', 'delta'], '3'],
    ['page=2&pagesize=3', ['gamma'], ''],
    ['page=3&pagesize=3', [], ''],
    ['page=0&pagesize=3', ['alpha', 'beta', 'delta'], '3'],
    ['page=x&pagesize=3', ['alpha', 'beta', 'delta'], '3'],
    ['page=2&pagesize=0', ['alpha', 'beta', 'delta', 'gamma'], ''],
    ['pagesize=4', ['alpha', 'beta', 'delta', 'gamma'], ''],
  ])('%s', (query, expected, next) => {
    const page = list(POOL, query);

    expect([page.items.map(({ metadata }) => metadata.name), page.next, page.count]).toStrictEqual([expected, next, 4]);
  });
});

describe('the projects of a cached list', () => {
  it.each([
    ['projectsornamespaces=p1', ['a1/m1'], ['a1']],
    ['projectsornamespaces=a1,p2', ['a1/m1', 'b1/m1', 'b1/m2'], ['a1', 'b1']],
    ['projectsornamespaces!=p1', ['b1/m1', 'b1/m2', 'c1/m1'], ['b1', 'c1']],
    ['projectsornamespaces!=p1,c1', ['b1/m1', 'b1/m2'], ['b1']],
    ['projectsornamespaces=', ['a1/m1', 'b1/m1', 'b1/m2', 'c1/m1'], ['a1', 'b1', 'c1']],
  ])('%s chooses objects by their namespaces, and namespaces by themselves', (query, maps, namespaces) => {
    expect([ids(MAP, query), ids(NAMESPACE, query)]).toStrictEqual([maps, namespaces]);
  });

  it('are a mistake on a type that has no namespaces', () => {
    expect(() => list(POOL, 'projectsornamespaces=p1')).toThrow(expect.objectContaining({ code: 500 }));
  });
});

describe('the revision of a cached list', () => {
  it.each([
    ['8', '7', 400, 'unknown revision'],
    ['x', '7', 400, 'value x for revision query param is not valid'],
    ['1', undefined, 500, 'listbyoptions loadbalancer.harvesterhci.io/v1beta1, Kind=IPPool: strconv.ParseInt: parsing "": invalid syntax'],
  ])('%s is refused when the cache is at %s', (asked, revision, code, message) => {
    expect(() => cachedList({ type: POOL, objects: [], query: new URLSearchParams({ revision: asked }), revision, now: NOW, namespaceNamed: () => undefined }))
      .toThrow(expect.objectContaining({ code, message }));
  });

  it('is no matter when the cache has come that far', () => {
    expect(list(POOL, 'revision=7').count).toBe(4);
  });
});

describe('the summary of a cached list', () => {
  it('counts the values of fields, without empty ones', () => {
    expect(list(POOL, 'summary=metadata.state.name,metadata.labels[tier]').summary).toStrictEqual([
      { property: 'metadata.labels.tier', counts: { gold: { total: 1 }, silver: { total: 1 }, Gold: { total: 1 } } },
      { property: 'metadata.state.name', counts: { active: { total: 4 } } },
    ]);
  });

  it('counts per namespace when asked to, and can be all there is', () => {
    const { items, count, summary } = list(MAP, 'summary=metadata.name&summaryonly&summarynamespaced&filter=metadata.name=m1');

    expect([items, count, summary]).toStrictEqual([[], 3, [{ property: 'metadata.name', counts: { m1: { total: 3, namespace: { a1: 1, b1: 1, c1: 1 } } } }]]);
  });

  it('refuses what it can not count', () => {
    expect(() => list(POOL, 'summary=spec.nonsense')).toThrow(expect.objectContaining({ code: 422 }));
    expect(() => list(POOL, 'summary=')).toThrow(expect.objectContaining({ code: 500 }));
  });
});
