import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Store } from 'vuex';
import SteveModel from '@shell/plugins/steve/steve-class';
import { SaveError, type SaveErrorKind } from '@models/base/save-error';
import { withSaveEngine } from '@models/base/save-engine';
import { openDashboard } from '../../scripts/conformance/dashboard-store';
import { HarvesterApi } from '../../scripts/harvester-api/api';
import type { ApiRequest, ApiResponse, JsonObject, KubeObject } from '../../scripts/harvester-api/types';

const POOL = 'loadbalancer.harvesterhci.io.ippool';
const POOLS = 'ippools.loadbalancer.harvesterhci.io';
const KEPT = 'our edits are kept';
const Pool = withSaveEngine(SteveModel);

type EditedPool = InstanceType<typeof Pool> & { spec: { selector: { network: string } } };

/** Stands between the dashboard and the API: an answer of its own, an error for a connection that broke, or nothing to let the request through. */
type Intercept = (request: ApiRequest, api: HarvesterApi) => ApiResponse | Error | undefined;

const json = { 'content-type': 'application/json' };

function status(code: number, message: string, more: JsonObject = {}, headers: Readonly<Record<string, string>> = {}): ApiResponse {
  return { status: code, headers: { ...json, ...headers }, body: JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code, ...more }) };
}

/** What a proxy answers. */
function page(code: number, text: string): ApiResponse {
  return { status: code, headers: { 'content-type': 'text/html' }, body: `<html><body><h1>${ text }</h1></body></html>` };
}

/** A pool whose network is edited in a form, and what the dashboard sends. */
async function setup(intercept: Intercept) {
  const api = new HarvesterApi();
  const writes: string[] = [];
  const logout = vi.fn();

  api.cluster.create(POOLS, {
    apiVersion: 'loadbalancer.harvesterhci.io/v1beta1',
    kind:       'IPPool',
    metadata:   { name: 'pool', finalizers: ['example.io/guard'] },
    spec:       { ranges: [{ subnet: '192.168.0.0/24' }], selector: { network: 'default/a' } },
    status:     { total: 11, available: 10, lastAllocated: '192.168.0.10', allocated: { '192.168.0.10': 'default/lb' } },
  });

  let armed = false;
  const dashboard = await openDashboard({
    send(request) {
      if (request.method !== 'GET') {
        writes.push(request.method);
      }

      const answer = armed ? intercept(request, api) : undefined;

      if (answer instanceof Error) {
        throw answer;
      }

      return answer ?? api.handle(request);
    },
    modelFor: () => Pool,
  });

  dashboard.store.registerModule('auth', { namespaced: true, actions: { logout } });

  const edited = await dashboard.clone(await dashboard.find(POOL, 'pool')) as EditedPool;

  edited.spec.selector.network = 'default/b';
  armed = true;

  return {
    api, dashboard, edited, writes, logout, pool: () => api.cluster.get(POOLS, undefined, 'pool') as { readonly spec: { readonly selector: JsonObject }; readonly status: JsonObject } | undefined,
  };
}

function withoutFinalizers(api: HarvesterApi): KubeObject {
  const pool = structuredClone(api.cluster.get(POOLS, undefined, 'pool'));

  if (!pool) {
    throw new Error('there is no pool');
  }

  return { ...pool, metadata: { ...pool.metadata, finalizers: [] } };
}

async function refusalOf(saving: Promise<unknown>): Promise<SaveError> {
  const error: unknown = await saving.then(() => undefined, (reason: unknown) => reason);

  if (!(error instanceof SaveError)) {
    throw new Error(`not a SaveError: ${ JSON.stringify(error) }`);
  }

  return error;
}

const isWrite = ({ method }: ApiRequest) => method !== 'GET';
const always = (answer: ApiResponse): Intercept => (request) => isWrite(request) ? answer : undefined;
const cut = () => new Error('Network Error');
const timeout = () => Object.assign(new Error('timeout of 90000ms exceeded'), { code: 'ECONNABORTED' });

afterEach(() => {
  vi.useRealTimers();
});

describe('a save that is refused', () => {
  it.each<[reason: string, intercept: Intercept, kind: SaveErrorKind, code: number | undefined, says: string, writes: readonly string[]]>([
    ['the session ended (Rancher)', always({ status: 401, headers: json, body: '{"type":"error","status":"401","message":"must authenticate"}' }), 'unauthorized', 401, 'not logged in any more', ['PATCH']],
    ['the session ended (Kubernetes)', always(status(401, 'Unauthorized', { reason: 'Unauthorized' })), 'unauthorized', 401, 'log in again', ['PATCH']],
    ['the role allows neither PATCH nor PUT', always(status(403, 'ippools is forbidden', { reason: 'Forbidden' })), 'forbidden', 403, 'ippools is forbidden', ['PATCH', 'PUT']],
    ['the object is too large (API server)', always(status(413, 'limit is 3145728', { reason: 'RequestEntityTooLarge' })), 'invalid', 413, 'larger than the server accepts', ['PATCH']],
    ['the object is too large (proxy)', always(page(413, 'Request Entity Too Large')), 'invalid', 413, 'larger than the server accepts', ['PATCH']],
    ['no form of a change is accepted', always(status(415, 'unsupported media type')), 'failed', 415, 'does not accept changes', ['PATCH', 'PUT']],
    ['a method is forbidden by a proxy', always(page(405, 'Method Not Allowed')), 'failed', 405, 'could not be saved: ', ['PATCH', 'PUT']],
    ['the schema minds', always(status(422, 'IPPool "pool" is invalid: spec.ranges: Required value', { reason: 'Invalid' })), 'invalid', 422, 'Required value', ['PATCH']],
    ['a webhook minds', always(status(400, 'admission webhook "validator" denied the request: overlap')), 'invalid', 400, 'overlap', ['PATCH']],
    ['a webhook does not answer', always(status(500, 'Internal error occurred: failed calling webhook "v": admission webhook timed out')), 'invalid', 500, 'timed out', ['PATCH']],
    ['the API server breaks down', always(status(500, 'etcdserver: no leader', { reason: 'InternalError' })), 'failed', 500, 'was not stored', ['PATCH']],
    ['the API server is starting', always(status(503, 'apiserver is starting', { reason: 'ServiceUnavailable' })), 'failed', 503, 'was not stored', ['PATCH', 'PATCH']],
    ['a proxy breaks down', always(page(500, 'Internal Server Error')), 'failed', 500, 'was not stored', ['PATCH', 'PATCH']],
    ['a proxy does not reach the server', always(page(502, 'Bad Gateway')), 'unreachable', undefined, 'was not stored', ['PATCH', 'PATCH']],
    ['the connection is cut before anything arrives', (request) => isWrite(request) ? cut() : undefined, 'unreachable', undefined, 'was not stored', ['PATCH', 'PATCH']],
    ['the request runs into its time-out', (request) => isWrite(request) ? timeout() : undefined, 'unreachable', undefined, 'was not stored', ['PATCH', 'PATCH']],
    ['the connection is gone for good', cut, 'unreachable', undefined, 'may or may not be stored', ['PATCH']],
    ['a login page answers with 200', always(page(200, 'Log in')), 'unreachable', undefined, 'was not stored', ['PATCH', 'PATCH']],
    ['a login page answers everything', () => page(200, 'Log in'), 'unreachable', undefined, 'may or may not be stored', ['PATCH']],
    ['half a JSON answers', always({ status: 200, headers: json, body: '{"kind":"IPPool","meta' }), 'unreachable', undefined, 'was not stored', ['PATCH', 'PATCH']],
  ])('says why when %s, keeps the edits and stores nothing', async(_reason, intercept, kind, code, says, writes) => {
    const { edited, pool, writes: sent, logout } = await setup(intercept);
    const before = pool();
    const error = await refusalOf(edited.save());

    expect({ kind: error.kind, code: error.code, writes: sent }).toStrictEqual({ kind, code, writes });
    expect(error.message).toContain(says);
    expect(error.message).toContain(KEPT);
    expect(edited.spec.selector.network).toBe('default/b');
    expect(pool()).toStrictEqual(before);
    expect(logout).not.toHaveBeenCalled();
  });

  it('gives every request a time-out: nobody waits for a server that never answers', async() => {
    const { dashboard, edited } = await setup(() => undefined);
    const store = dashboard.store as Store<object> & { $axios(options: { readonly timeout?: number }): Promise<object> };
    const send = vi.spyOn(store, '$axios');

    await edited.save();

    const timeouts = send.mock.calls.map(([{ timeout: limit }]) => limit);

    expect(timeouts).toStrictEqual([90_000, 90_000]);
  });

  it('is saved by a second click once the server is well again', async() => {
    let ill = true;
    const { edited, pool } = await setup((request) => ill && isWrite(request) ? status(500, 'etcdserver: no leader') : undefined);

    await refusalOf(edited.save());
    ill = false;
    await edited.save();

    expect(pool()).toMatchObject({ spec: { selector: { network: 'default/b' } }, status: { available: 10 } });
  });

  it.each<[reason: string, answer: ApiResponse]>([
    ['of the API server', status(401, 'Unauthorized', { reason: 'Unauthorized' })],
    ['of Rancher', { status: 401, headers: json, body: '{"type":"error","status":"401","message":"must authenticate"}' }],
  ])('leaves the page to the user at a 401 %s while a new resource is saved', async(_reason, answer) => {
    const { dashboard, logout } = await setup(always(answer));
    const pool = await dashboard.create({ type: POOL, metadata: { name: 'new' }, spec: { ranges: [] } });
    const error = await refusalOf(pool.save({ skipUIValidation: true }));

    expect([error.kind, error.code]).toStrictEqual(['unauthorized', 401]);
    expect(logout).not.toHaveBeenCalled();
  });
});

describe('a creation that is refused', () => {
  it('is not said to be gone when it is its namespace that is not there', async() => {
    const { dashboard } = await setup(always(status(404, 'namespaces "nowhere" not found', { reason: 'NotFound', details: { name: 'nowhere', kind: 'namespaces' } })));
    const pool = await dashboard.create({ type: POOL, metadata: { name: 'new' }, spec: { ranges: [] } });
    const error = await refusalOf(pool.save({ skipUIValidation: true }));

    expect([error.kind, error.code]).toStrictEqual(['invalid', 404]);
    expect(error.message).toContain('namespaces "nowhere" not found');
  });
});

describe('a save whose answer is lost', () => {
  const stored: Intercept = (request, api) => {
    if (isWrite(request)) {
      api.handle(request);
    }

    return undefined;
  };

  it.each<[reason: string, lost: ApiResponse | Error]>([
    ['the connection is cut', cut()],
    ['the request runs into its time-out', timeout()],
    ['a proxy gives up waiting', page(504, 'Gateway Time-out')],
    ['the API server gives up waiting', status(504, 'Timeout: request did not complete within the allotted timeout', { reason: 'Timeout' })],
    ['etcd gives up waiting', status(500, 'etcdserver: request timed out', { reason: 'InternalError' })],
    ['the answer is half a JSON', { status: 200, headers: json, body: '{"kind":"IPPool","meta' }],
  ])('is found to be stored, and not sent again, when %s', async(_reason, lost) => {
    const { edited, pool, writes } = await setup((request, api) => {
      stored(request, api);

      return isWrite(request) ? lost : undefined;
    });

    await edited.save();

    expect(writes).toStrictEqual(['PATCH']);
    expect(pool()).toMatchObject({ spec: { selector: { network: 'default/b' } }, status: { available: 10 } });
  });

  it('does not take somebody else\'s change for its own', async() => {
    let first = true;
    const { edited, pool, writes } = await setup((request, api) => {
      if (!isWrite(request) || !first) {
        return undefined;
      }

      first = false;
      const live = structuredClone(api.cluster.get(POOLS, undefined, 'pool'));

      if (live) {
        api.cluster.update(POOLS, { ...live, status: { total: 11, available: 9, lastAllocated: '192.168.0.11', allocated: { '192.168.0.10': 'default/lb', '192.168.0.11': 'default/next' } } });
      }

      return cut();
    });

    await edited.save();

    expect(writes).toStrictEqual(['PATCH', 'PATCH']);
    expect(pool()).toMatchObject({ spec: { selector: { network: 'default/b' } }, status: { available: 9 } });
  });
});

describe('a server that asks to be left alone for a while', () => {
  const tooMany = (details: JsonObject, headers: Readonly<Record<string, string>> = {}) => status(429, 'too many requests', { reason: 'TooManyRequests', details }, headers);

  it.each<[where: string, answer: ApiResponse, waits: number]>([
    ['in the body', tooMany({ retryAfterSeconds: 3 }), 3000],
    ['in the header, in seconds', tooMany({}, { 'retry-after': '4' }), 4000],
    ['in the header of a proxy', { ...page(429, 'Too Many Requests'), headers: { 'content-type': 'text/html', 'retry-after': '2' } }, 2000],
    ['nowhere', tooMany({}), 1000],
  ])('is asked again after the time that it says %s', async(_where, answer, waits) => {
    let refused = 0;
    const { edited, writes, pool } = await setup((request) => isWrite(request) && refused++ === 0 ? answer : undefined);

    vi.useFakeTimers();
    const saving = edited.save();

    await vi.advanceTimersByTimeAsync(waits - 1);
    expect(writes).toStrictEqual(['PATCH']);
    await vi.advanceTimersByTimeAsync(1);
    await saving;

    expect(writes).toStrictEqual(['PATCH', 'PATCH']);
    expect(pool()).toMatchObject({ spec: { selector: { network: 'default/b' } } });
  });

  it('takes a date for the time', async() => {
    vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z'), toFake: ['Date'] });
    const { edited, writes } = await setup(always(tooMany({}, { 'retry-after': 'Thu, 01 Jan 2026 00:10:00 GMT' })));

    expect((await refusalOf(edited.save())).message).toContain('try again in 600 s');
    expect(writes).toStrictEqual(['PATCH']);
  });

  it('is not waited for longer than half a minute in all', async() => {
    const { edited, writes, pool } = await setup(always(tooMany({ retryAfterSeconds: 12 })));
    const before = pool();

    vi.useFakeTimers();
    const refusal = refusalOf(edited.save());

    await vi.advanceTimersByTimeAsync(60_000);
    const error = await refusal;

    expect([error.kind, error.code, writes.length]).toStrictEqual(['busy', 429, 3]);
    expect(error.message).toContain('try again in 12 s');
    expect(pool()).toStrictEqual(before);
  });
});

describe('a resource that was deleted while it was edited', () => {
  async function deleted() {
    const all = await setup(() => undefined);
    const { metadata } = all.api.cluster.update(POOLS, withoutFinalizers(all.api));

    all.api.handle({ method: 'DELETE', url: '/apis/loadbalancer.harvesterhci.io/v1beta1/ippools/pool', headers: {} });

    return { ...all, uid: metadata.uid };
  }

  it('is said to be gone, and is created again from what the user has', async() => {
    const { edited, pool, uid, writes } = await deleted();

    expect((await refusalOf(edited.save())).kind).toBe('deleted');
    expect(pool()).toBeUndefined();

    await edited.saveAsNew();

    expect(pool()).toMatchObject({ metadata: { name: 'pool' }, spec: { selector: { network: 'default/b' }, ranges: [{ subnet: '192.168.0.0/24' }] } });
    expect(edited.metadata?.uid).not.toBe(uid);
    expect(writes).toStrictEqual(['PATCH', 'POST']);
  });

  it('takes neither status nor finalizers along: what allocated addresses starts anew', async() => {
    const { edited, pool } = await deleted();

    await edited.saveAsNew();

    expect(pool()?.status).toBeUndefined();
    expect(pool()).not.toHaveProperty('metadata.finalizers');
  });

  it('is edited on as the new one', async() => {
    const { edited, pool, writes } = await deleted();

    await edited.saveAsNew();
    edited.spec.selector.network = 'default/c';
    await edited.save();

    expect(pool()).toMatchObject({ spec: { selector: { network: 'default/c' } } });
    expect(writes).toStrictEqual(['POST', 'PATCH']);
  });

  it('is not created twice: somebody else who was faster is left alone', async() => {
    const { edited, api, pool } = await deleted();

    api.cluster.create(POOLS, { apiVersion: 'loadbalancer.harvesterhci.io/v1beta1', kind: 'IPPool', metadata: { name: 'pool' }, spec: { ranges: [], selector: { network: 'default/theirs' } } });

    expect((await refusalOf(edited.saveAsNew())).code).toBe(409);
    expect(pool()).toMatchObject({ spec: { selector: { network: 'default/theirs' } } });
  });
});
