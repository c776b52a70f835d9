import { describe, expect, it } from 'vitest';
import { canonical } from '../../scripts/harvester-api/objects';
import type { ApiRequest, Json, JsonObject } from '../../scripts/harvester-api/types';
import { embeddedServer } from '../support/test-server';
import { clusterServer } from './support/cluster-server';

const MERGE = 'application/merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const API = '/apis/loadbalancer.harvesterhci.io/v1beta1';
const POOLS = `${ API }/ippools`;
const STEVE = '/v1/loadbalancer.harvesterhci.io.ippools';
const MAPS = '/api/v1/namespaces/default/configmaps';
const SECRETS = '/api/v1/namespaces/default/secrets';
const UID = '11111111-2222-3333-4444-555555555555';

const pool = (name: string, rest: JsonObject = {}): JsonObject => ({
  apiVersion: 'loadbalancer.harvesterhci.io/v1beta1', kind: 'IPPool', metadata: { name }, spec: { ranges: [{ subnet: '10.0.0.0/24' }] }, ...rest,
});
const configMap = (metadata: JsonObject, rest: JsonObject = {}): JsonObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: '1' }, ...rest });
const merge = (url: string, ...changes: Json[]): Row[] => changes.map((change) => ['PATCH', url, change, MERGE]);
const ask = (...urls: string[]): Row[] => urls.map((url) => ['GET', url]);

/** Method, address, body (a text is sent as it is), content type, what is accepted. */
type Row = [method: string, url: string, body?: Json | undefined, contentType?: string | undefined, accept?: string];

/** In this order, from nothing. */
const REQUESTS: readonly Row[] = [
  ['POST', POOLS, pool('same', { status: { total: 1, available: 1, lastAllocated: '', allocated: { '10.0.0.1': 'default/lb' } } })],
  ...ask(`${ POOLS }/same`, `${ STEVE }/same`, '/v1/harvester/x', `${ POOLS }/none`, `${ STEVE }/none`, `${ POOLS }/same/status`, `${ POOLS }/same/scale`),
  ...merge(`${ POOLS }/same?dryRun=All`, { spec: { description: 'x' } }),
  ...merge(`${ POOLS }/same?dryRun=Some`, { spec: { description: 'x' } }),
  ...merge(`${ POOLS }/same?fieldValidation=Warn`, { spec: { nope: 'x' } }),
  ...merge(`${ POOLS }/same?fieldValidation=Odd`, { spec: { nope: 'x' } }),
  ...merge(`${ POOLS }/same`, { spec: { ranges: 'x' } }, { spec: null }, { kind: 'Other' }, { metadata: { name: 'other' } }, { metadata: { uid: UID } }, { metadata: { resourceVersion: '1' } }, { metadata: { resourceVersion: 'x' } }),
  ...merge(`${ POOLS }/same`, { metadata: { labels: { 'bad key!': 'x' } } }, { metadata: { labels: { ok: 'bad value!' } } }, { metadata: { annotations: { 'bad key!': 'x' } } }, { metadata: { finalizers: ['a b/c'] } }),
  ...merge(`${ POOLS }/same`, { metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'x', uid: '' }] } }, { metadata: { creationTimestamp: '2020-01-01T00:00:00Z' } }, { metadata: { generation: 77 } }),
  ...merge(`${ POOLS }/same`, { metadata: { deletionTimestamp: '2020-01-01T00:00:00Z' } }, '{', '[]', '', '"x"'),
  ...merge(`${ POOLS }/none`, {}),
  ...merge(POOLS, {}),
  ['PATCH', `${ POOLS }/same`, [], JSON_PATCH],
  ['PATCH', `${ POOLS }/same`, [{ op: 'test', path: '/spec/description', value: 'no' }], JSON_PATCH],
  ['PATCH', `${ POOLS }/same`, [{ op: 'replace', path: '/spec/a/b', value: 'no' }], JSON_PATCH],
  ['PATCH', `${ POOLS }/same`, {}, JSON_PATCH],
  ['PATCH', `${ POOLS }/same`, {}, STRATEGIC],
  ['PATCH', `${ POOLS }/same`, {}],
  ['PATCH', `${ POOLS }/same`, {}, 'text/plain'],
  ...[pool('same'), pool('other'), { ...pool('same'), apiVersion: 'v1' }, '{', ''].map((body): Row => ['PUT', `${ POOLS }/same`, body]),
  ['PUT', `${ POOLS }/none`, pool('none')],
  ['PUT', `${ POOLS }/none`, pool('none', { metadata: { name: 'none', uid: UID, resourceVersion: '1' } })],
  ['PUT', `${ STEVE }/none`, pool('none', { metadata: { name: 'none', resourceVersion: '1' } })],
  ['PUT', POOLS, pool('same')],
  ...[pool('same'), pool('Bad_Name'), pool(''), pool('x'.repeat(254)), {}, '[]', 'x', ''].map((body): Row => ['POST', POOLS, body]),
  ['POST', POOLS, pool('same-2', { metadata: { name: 'same-2', resourceVersion: '5' } })],
  ['POST', POOLS, pool('same-3', { metadata: { name: 'same-3', namespace: 'default' } })],
  ['POST', `${ POOLS }/same`, pool('same')],
  ...[pool('same'), pool('Bad_Name'), 'x', '', '[]', { spec: 5, metadata: { name: 'same-4' } }].map((body): Row => ['POST', STEVE, body]),
  ['POST', `${ STEVE }/same?action=nope`, {}],
  ['OPTIONS', POOLS],
  ['OPTIONS', `${ POOLS }/same`],
  ['HEAD', `${ POOLS }/same`],
  ...ask('/apis/nope.io/v1/things/x', '/v4/x', '/v1/nope', '/v1/nope/x/y', '/v1/schemas/nope', '/v1/schemaDefinitions/nope', `${ API }/nope`, '/apis/loadbalancer.harvesterhci.io/v9/ippools', '/apis/loadbalancer.harvesterhci.io', '/api/v1/nope', '/apis/apps/v1/nope', '/apis/apps'),
  ...['labelSelector=%3D%3D%3D', 'fieldSelector=metadata.name%3Dsame', 'fieldSelector=spec.x%3D1', 'limit=x', 'continue=x', 'continue=ab!c', 'continue=abcd', 'resourceVersion=x'].map((query): Row => ['GET', `${ POOLS }?${ query }`]),
  ['GET', `${ POOLS }/same`, undefined, undefined, 'text/html'],
  ['GET', '/api/v1/namespaces/default', undefined, undefined, 'text/html'],
  ['GET', `${ POOLS }/same`, undefined, undefined, 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'],
  ...ask(`${ STEVE }/same?exclude=metadata.managedFields`, `${ STEVE }/same?link=nope`),
  ['POST', MAPS, configMap({ name: 'same' })],
  ['POST', MAPS, configMap({ name: 'same' })],
  ...merge(`${ MAPS }/same`, { data: { 'bad key': 'x' } }, { immutable: true }, { data: { a: '2' } }),
  ['PATCH', `${ MAPS }/same`, { metadata: { labels: { x: 'y' } } }, STRATEGIC],
  ['PUT', `${ MAPS }/same`, configMap({ name: 'same' }, { data: {} })],
  ['POST', '/api/v1/namespaces/nowhere/configmaps', configMap({ name: 'x' })],
  ['POST', MAPS, configMap({ name: 'x', namespace: 'other' })],
  ['POST', '/v1/configmaps', configMap({ name: 'x' })],
  ['POST', '/api/v1/configmaps', configMap({ name: 'x', namespace: 'default' })],
  ...ask('/v1/configmaps/default/same', '/v1/configmaps/default/none', '/v1/configmaps/nowhere', '/api/v1/namespaces/nowhere/configmaps', '/api/v1/configmaps/x', `${ MAPS }/same/status`),
  ['POST', `${ MAPS }/same`, {}],
  ['DELETE', `${ MAPS }/same`],
  ['DELETE', `${ MAPS }/same`],
  ['POST', SECRETS, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'same' }, stringData: { a: 'b' } }],
  ['POST', SECRETS, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'same-2' }, data: { a: '!!' } }],
  ...merge(`${ SECRETS }/same`, { type: 'other' }, { stringData: { c: 'd' } }),
  ['POST', '/api/v1/namespaces', { metadata: { name: 'same' } }],
  ...ask('/api/v1/namespaces/same', '/v1/namespaces/same', '/v1/userpreferences'),
  ...merge('/api/v1/namespaces/same', { metadata: { labels: { a: 'b' } } }),
  ['DELETE', `${ POOLS }/none`],
  ['DELETE', `${ STEVE }/none`],
  ['DELETE', `${ POOLS }/same?dryRun=All`],
  ['DELETE', `${ POOLS }/same`, { preconditions: { uid: 'nope' } }],
  ['DELETE', `${ POOLS }/same`, { propagationPolicy: 'Odd' }],
  ['DELETE', `${ POOLS }/same`],
];

function toRequest([method, url, body, contentType = 'application/json', accept = 'application/json']: Row): ApiRequest {
  return {
    method, url, headers: { accept, 'host': 'harvester.example', ...(body === undefined ? {} : { 'content-type': contentType }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  };
}

/** An answer without what is never the same twice. */
function comparable({ status, body }: { readonly status: number; readonly body: string }): string {
  const text = body.startsWith('{') ? JSON.stringify(canonical(JSON.parse(body, (key, value: Json) => key === 'managedFields' ? undefined : value) as Json)) : body;

  return `${ status } ${ text }`
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '{uid}')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '{time}')
    .replace(/"(resourceVersion|revision)":"\d+"/g, '"$1":"{version}"')
    .replace(/"\d+[smhd](\d+[smh])?"/g, '"{age}"');
}

describe('A real control plane and the embedded API', () => {
  const [real, embedded] = [clusterServer(), embeddedServer()];

  it.each(REQUESTS.map((row, index) => [index, row[0], row[1].slice(0, 80), JSON.stringify(row[2] ?? '').slice(0, 60), row] as const))('answer alike: #%i %s %s %s', async(_index, _method, _url, _body, row) => {
    const request = toRequest(row);
    const expected = comparable(await real.send(request));

    expect(comparable(await embedded.send(request))).toBe(expected);
  });
});
