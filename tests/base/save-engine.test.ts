import { describe, expect, it } from 'vitest';
import { reactive } from 'vue';
import SteveModel from '@shell/plugins/steve/steve-class';
import ShellSecret from '@shell/models/secret';
import type { SaveError } from '@models/base/save-error';
import { hasSaveEngine, withSaveEngine } from '@models/base/save-engine';
import { type AnyModel, openDashboard } from '../../scripts/conformance/dashboard-store';
import { HarvesterApi } from '../../scripts/harvester-api/api';
import type { ApiRequest, ApiResponse, JsonObject } from '../../scripts/harvester-api/types';

const POOL = 'loadbalancer.harvesterhci.io.ippool';
const POOLS = 'ippools.loadbalancer.harvesterhci.io';
const Pool = withSaveEngine(SteveModel);

type EditedPool = InstanceType<typeof Pool> & {
  spec: { description?: string; selector: { network?: string; priority?: number } };
};

const range = { subnet: '192.168.0.0/24', rangeStart: '192.168.0.10', rangeEnd: '192.168.0.20', gateway: '192.168.0.1' };

interface Setup {
  readonly model?: AnyModel;
  /** Stands between the dashboard and the API: returns an answer of its own, throws, or lets the request through. */
  readonly intercept?: (request: ApiRequest, api: HarvesterApi) => ApiResponse | undefined;
}

/** A form holds its resource in component data: as a reactive proxy. */
function inForm<T extends object>(resource: T): T {
  return reactive(resource) as T;
}

/** A pool with an allocation, a dashboard on it, and what the dashboard sent. */
async function setup({ model = Pool, intercept }: Setup = {}) {
  const api = new HarvesterApi();
  const writes: { method: string; url: string; body: JsonObject }[] = [];
  let gets = 0;

  api.cluster.create(POOLS, {
    apiVersion: 'loadbalancer.harvesterhci.io/v1beta1',
    kind:       'IPPool',
    metadata:   { name: 'pool', finalizers: ['example.io/guard'] },
    spec:       { ranges: [range], selector: { network: 'default/a', priority: 1 } },
    status:     { total: 11, available: 10, lastAllocated: '192.168.0.10', allocated: { '192.168.0.10': 'default/lb' } },
  });

  const dashboard = await openDashboard({
    send(request) {
      if (request.method === 'GET') {
        gets++;
      } else {
        writes.push({ method: request.method, url: request.url, body: JSON.parse(request.body ?? '{}') as JsonObject });
      }

      return intercept?.(request, api) ?? api.handle(request);
    },
    modelFor: () => model,
  });
  const stored = await dashboard.find(POOL, 'pool') as EditedPool;
  const edited = inForm(await dashboard.clone(stored) as EditedPool);

  gets = 0;

  return {
    api, dashboard, stored, edited, writes, gets: () => gets, pool: () => api.cluster.get(POOLS, undefined, 'pool'),
  };
}

/** What a controller does: a write past the dashboard. */
function allocate(api: HarvesterApi, change: (pool: { spec: { selector: JsonObject }; status: { allocated: JsonObject } }) => void): void {
  const pool = structuredClone(api.cluster.get(POOLS, undefined, 'pool'));

  if (pool) {
    change(pool as never);
    api.cluster.update(POOLS, pool);
  }
}

async function refused(saving: Promise<unknown>): Promise<SaveError> {
  try {
    await saving;
  } catch (error) {
    return error as SaveError;
  }

  throw new Error('the save went through');
}

const answer = (status: number, body: object): ApiResponse => ({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe('withSaveEngine', () => {
  it('keeps name and statics, gives the same class for the same class, and does not wrap twice', () => {
    class Thing extends SteveModel { static readonly color = 'blue'; }
    const Saved = withSaveEngine(Thing);

    expect([Saved.name, Saved.color, hasSaveEngine(Saved), hasSaveEngine(Thing)]).toStrictEqual(['Thing', 'blue', true, false]);
    expect(withSaveEngine(Thing)).toBe(Saved);
    expect(withSaveEngine(Saved)).toBe(Saved);
    expect(Saved.prototype instanceof Thing).toBe(true);
  });

  it('saves with one write, a patch of the change and the lock, then one read', async () => {
    const { edited, stored, writes, gets, pool } = await setup();
    const before = pool();

    edited.spec.selector.network = 'default/b';

    expect(await edited.save()).toBe(edited);
    expect(writes).toStrictEqual([{
      method: 'PATCH',
      url:    '/apis/loadbalancer.harvesterhci.io/v1beta1/ippools/pool',
      body:   { spec: { selector: { network: 'default/b' } }, metadata: { resourceVersion: before?.metadata.resourceVersion, uid: before?.metadata.uid } },
    }]);
    expect(gets()).toBe(1);
    expect(pool()).toMatchObject({ metadata: { finalizers: ['example.io/guard'] }, spec: { selector: { network: 'default/b', priority: 1 } }, status: before?.status as JsonObject });
    expect(stored.spec.selector.network).toBe('default/b');
  });

  it('sends nothing when nothing changed', async () => {
    const { edited, writes, gets } = await setup();

    await edited.save();
    expect([writes, gets()]).toStrictEqual([[], 0]);
  });

  it('never meets its own change at a second save', async () => {
    const { edited, writes, pool } = await setup();

    edited.spec.selector.network = 'default/b';
    await edited.save();
    edited.spec.selector.priority = 9;
    await edited.save();

    expect(writes.map(({ body }) => body.spec)).toStrictEqual([{ selector: { network: 'default/b' } }, { selector: { priority: 9 } }]);
    expect(pool()?.spec).toMatchObject({ selector: { network: 'default/b', priority: 9 } });
  });

  it('sends the given part alone when it is asked to update', async () => {
    const { edited, writes, pool } = await setup();

    edited.spec.selector.priority = 9;
    await edited.update({ spec: { description: 'part' } });

    expect(writes.map(({ method, body }) => [method, body.spec])).toStrictEqual([['PATCH', { description: 'part' }]]);
    expect([pool()?.spec, edited.spec]).toMatchObject([{ description: 'part', selector: { priority: 1 } }, { description: 'part', selector: { priority: 9 } }]);
  });

  it('keeps what was typed while a save was on its way', async () => {
    const started: { pool?: EditedPool } = {};
    const { edited, pool } = await setup({
      intercept(request) {
        if (request.method === 'PATCH' && started.pool) {
          started.pool.spec.description = 'typed meanwhile';
          delete started.pool;
        }

        return undefined;
      },
    });

    started.pool = edited;
    edited.spec.selector.network = 'default/b';
    await edited.save();
    expect(edited.spec.description).toBe('typed meanwhile');

    await edited.save();
    expect(pool()?.spec).toMatchObject({ description: 'typed meanwhile' });
  });

  it('lets a controller\'s write and the user\'s change both survive', async () => {
    const { api, edited, pool } = await setup();

    allocate(api, ({ status }) => {
      status.allocated['192.168.0.11'] = 'default/lb2';
    });
    edited.spec.selector.network = 'default/b';
    await edited.save();

    expect(pool()).toMatchObject({ spec: { selector: { network: 'default/b' } }, status: { allocated: { '192.168.0.10': 'default/lb', '192.168.0.11': 'default/lb2' } } });
  });

  it('shows a conflict, keeps the edit, and saves what the user chooses', async () => {
    const { api, edited, pool } = await setup();

    allocate(api, ({ spec }) => {
      spec.selector.network = 'default/c';
      spec.selector.priority = 7;
    });
    edited.spec.selector.network = 'default/b';
    edited.spec.description = 'mine';

    const error = await refused(edited.save());

    expect([error.kind, error.conflicts.map(({ path }) => path), pool()?.spec]).toMatchObject(['conflict', ['spec.selector.network'], { selector: { network: 'default/c' } }]);
    expect(edited.spec).toMatchObject({ description: 'mine', selector: { network: 'default/b' } });

    edited.resolveConflicts(error, { 'spec.selector.network': 'mine' });
    expect(edited.spec.selector).toStrictEqual({ network: 'default/b', priority: 7 });
    await edited.save();
    expect(pool()?.spec).toMatchObject({ description: 'mine', selector: { network: 'default/b', priority: 7 } });
  });

  it('takes the server\'s value where the user chooses it, and keeps the rest of the edit', async () => {
    const { api, edited, pool } = await setup();

    allocate(api, ({ spec }) => {
      spec.selector.network = 'default/c';
    });
    edited.spec.selector.network = 'default/b';
    edited.spec.description = 'mine';
    edited.resolveConflicts(await refused(edited.save()), { 'spec.selector.network': 'theirs' });
    await edited.save();

    expect(pool()?.spec).toMatchObject({ description: 'mine', selector: { network: 'default/c' } });
  });

  it('saves a resource that was never cloned, if it is still what the server has', async () => {
    const { api, dashboard, stored, pool } = await setup();

    stored.setLabel('a', 'b');
    await stored.save();
    expect(pool()?.metadata.labels).toStrictEqual({ a: 'b' });

    allocate(api, ({ spec }) => {
      spec.selector.priority = 7;
    });
    stored.setLabel('c', 'd');
    expect((await refused(stored.save())).kind).toBe('conflict');
    expect(await dashboard.find(POOL, 'pool')).toMatchObject({ spec: { selector: { priority: 7 } } });
  });

  it('says that the resource was deleted meanwhile, and keeps the edit', async () => {
    const { api, edited } = await setup();

    allocate(api, (pool) => Object.assign(pool, { metadata: { ...(pool as unknown as { metadata: object }).metadata, finalizers: [] } }));
    api.cluster.remove(POOLS, undefined, 'pool');
    edited.spec.selector.network = 'default/b';

    expect((await refused(edited.save())).kind).toBe('deleted');
    expect(edited.spec.selector.network).toBe('default/b');
  });

  it('saves by PUT where PATCH is forbidden, and loses nothing', async () => {
    const denied = { kind: 'Status', code: 403, reason: 'Forbidden', message: 'forbidden' };
    const { edited, writes, pool } = await setup({ intercept: ({ method }) => method === 'PATCH' ? answer(403, denied) : undefined });
    const before = pool();

    edited.spec.selector.network = 'default/b';
    await edited.save();
    expect(writes.map(({ method }) => method)).toStrictEqual(['PATCH', 'PUT']);
    expect([pool()?.status, pool()?.metadata.finalizers]).toStrictEqual([before?.status, ['example.io/guard']]);
  });

  it('saves through Steve where the Kubernetes endpoint is out of reach, and loses no status', async () => {
    const { edited, writes, pool } = await setup({
      intercept: ({ url }) => url.startsWith('/apis/') ? { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found' } : undefined,
    });
    const before = pool();

    edited.spec.selector.network = 'default/b';
    await edited.save();
    expect(writes.map(({ method, url }) => `${ method } ${ url }`)).toStrictEqual([
      'PATCH /apis/loadbalancer.harvesterhci.io/v1beta1/ippools/pool', 'PUT /v1/harvester/loadbalancer.harvesterhci.io.ippools/pool',
    ]);
    expect([pool()?.status, pool()?.metadata.finalizers]).toStrictEqual([before?.status, ['example.io/guard']]);
  });

  it('is saved although reading it back fails', async () => {
    let written = false;
    const { edited, pool } = await setup({
      intercept({ method }) {
        if (method === 'GET' && written) {
          throw new Error('Network Error');
        }

        written ||= method === 'PATCH';

        return undefined;
      },
    });

    edited.spec.selector.network = 'default/b';
    await edited.save();
    expect([pool()?.metadata.resourceVersion, pool()?.spec]).toMatchObject([edited.metadata?.resourceVersion, { selector: { network: 'default/b' } }]);
  });

  it('keeps the edit when the server dies in the middle of a save', async () => {
    let dead = false;
    const { edited, pool } = await setup({
      intercept({ method }) {
        dead ||= method === 'PATCH';

        if (dead) {
          throw new Error('Network Error');
        }

        return undefined;
      },
    });

    edited.spec.selector.network = 'default/b';
    const error = await refused(edited.save());

    expect([error.kind, edited.spec.selector.network, pool()?.spec]).toMatchObject(['unreachable', 'default/b', { selector: { network: 'default/a' } }]);
    expect(error.message).toContain('Your edits are kept');
  });

  it('creates with nothing of the original that it was cloned from', async () => {
    const { dashboard, edited, api } = await setup();

    await dashboard.store.dispatch('harvester/cleanForNew', edited);
    edited.metadata = { ...edited.metadata, name: 'copy' };
    await edited.save();

    expect(api.cluster.get(POOLS, undefined, 'copy')).toMatchObject({ spec: { ranges: [range], selector: { network: 'default/a' } } });
    expect(api.cluster.get(POOLS, undefined, 'copy')?.status).toBeUndefined();
    expect(api.cluster.get(POOLS, undefined, 'copy')?.metadata.finalizers).toBeUndefined();
  });

  it('names the fields that the server refuses at a create', async () => {
    const { dashboard } = await setup();
    const created = await dashboard.create({ type: POOL, metadata: { name: 'new' }, spec: { ranges: 'text' } });
    const error = await refused(created.save());

    expect([error.kind, error.causes.map(({ field }) => field)]).toStrictEqual(['invalid', ['spec.ranges']]);
  });

  it('refuses a text that names another resource', async () => {
    const { edited, writes } = await setup();

    expect((await refused(edited.saveYaml('apiVersion: x\nkind: IPPool\nmetadata: {name: other}\n'))).message).toContain('can not be renamed');
    expect(writes).toStrictEqual([]);
  });

  it('creates from a text', async () => {
    const { dashboard, api } = await setup();
    const created = await dashboard.create({ type: POOL, metadata: {} });

    await created.saveYaml('apiVersion: loadbalancer.harvesterhci.io/v1beta1\nkind: IPPool\nmetadata:\n  name: from-text\n  uid: other\nspec:\n  ranges: []\nstatus: {}\n');
    expect(api.cluster.get(POOLS, undefined, 'from-text')).toMatchObject({ spec: { ranges: [] } });
    expect(created.id).toBe('from-text');
  });

  it('keeps a secret\'s own type and the intention of the shell\'s clean-up', async () => {
    const model = withSaveEngine(ShellSecret);
    const api = new HarvesterApi();
    const dashboard = await openDashboard({ send: (request) => api.handle(request), modelFor: () => model });
    const created = await dashboard.create({ type: 'secret', _type: 'kubernetes.io/basic-auth', metadata: { name: 's', namespace: 'default' }, data: { username: 'dQ==', password: 'cA==' } });

    await created.save({ skipUIValidation: true });

    const edited = await dashboard.clone(await dashboard.find('secret', 'default/s'));

    edited.setLabel('a', 'b');
    await edited.save({ skipUIValidation: true });

    expect(api.cluster.get('secrets', 'default', 's')).toMatchObject({ type: 'kubernetes.io/basic-auth', metadata: { labels: { a: 'b' } }, data: { username: 'dQ==', password: 'cA==' } });
  });

  it('takes a socket\'s update as the class without the engine does', async () => {
    const { dashboard, stored } = await setup();

    await dashboard.receive({ ...stored.toJSON(), state: 'norman', name: 'norman', metadata: { ...stored.metadata, resourceVersion: '999' } });
    expect([stored.metadata?.resourceVersion, stored.name]).toStrictEqual(['999', 'pool']);
  });
});

describe('cleanForSave', () => {
  it('keeps the server\'s fields and drops what is only on the wire', async () => {
    const { edited } = await setup();
    const input = edited.toJSON();
    const copy = structuredClone(input);
    const body = edited.cleanForSave(input);

    expect(Object.keys(body).sort()).toStrictEqual(['apiVersion', 'id', 'kind', 'metadata', 'spec', 'status', 'type']);
    expect(Object.keys(body.metadata as object).sort()).toStrictEqual(['creationTimestamp', 'finalizers', 'generation', 'name', 'resourceVersion', 'uid']);
    expect(input).toStrictEqual(copy);
  });

  it('never sends an old status under the version of a newer one', async () => {
    const { api, dashboard, edited } = await setup();

    allocate(api, ({ status }) => {
      status.allocated['192.168.0.11'] = 'default/lb2';
    });
    const live = await dashboard.find(POOL, 'pool');

    // What the shell's own merge of a 409 does.
    edited.metadata = { ...edited.metadata, resourceVersion: live.metadata?.resourceVersion ?? '' };
    expect(edited.cleanForSave(edited.toJSON()).status).toMatchObject({ allocated: { '192.168.0.11': 'default/lb2' } });
  });

  it('sends no field of the server\'s for a new object but owner references', async () => {
    const { edited } = await setup();
    const ownerReferences = [{ apiVersion: 'v1', kind: 'X', name: 'x', uid: 'u' }];
    const data = { ...edited.toJSON(), metadata: { ...edited.metadata, ownerReferences } };

    expect(edited.cleanForSave(data, true).metadata).toStrictEqual({ name: 'pool', ownerReferences });
    expect('status' in edited.cleanForSave(data, true)).toBe(false);
  });
});
