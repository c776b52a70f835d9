import { describe, expect, it } from 'vitest';
import { dump } from 'js-yaml';
import SteveModel from '@shell/plugins/steve/steve-class';
import { withSaveEngine } from '@models/base/save-engine';
import { SaveError } from '@models/base/save-error';
import { openDashboard } from '../../scripts/conformance/dashboard-store';
import { HarvesterApi, type HarvesterApiOptions } from '../../scripts/harvester-api/api';
import { type AdmissionRule, type ApiRequest, type ApiResponse, Denied, type JsonObject } from '../../scripts/harvester-api/types';

const POOL = 'loadbalancer.harvesterhci.io.ippool';
const POOLS = 'ippools.loadbalancer.harvesterhci.io';
const Pool = withSaveEngine(SteveModel);

type EditedPool = InstanceType<typeof Pool> & { spec: Record<string, unknown> & { selector: { network?: string; priority?: unknown } } };

interface Setup extends HarvesterApiOptions {
  readonly intercept?: (request: ApiRequest) => ApiResponse | Error | undefined;
}

const status = (code: number, message: string): ApiResponse => ({
  status: code, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code }),
});

async function setup({ intercept, ...options }: Setup = {}) {
  const api = new HarvesterApi(options);
  const writes: string[] = [];

  api.cluster.create(POOLS, {
    apiVersion: 'loadbalancer.harvesterhci.io/v1beta1',
    kind:       'IPPool',
    metadata:   { name: 'pool' },
    spec:       { ranges: [{ subnet: '192.168.0.0/24' }], selector: { network: 'default/a', priority: 1 } },
    status:     { total: 11, available: 10, lastAllocated: '192.168.0.10', allocated: { '192.168.0.10': 'default/lb' }, conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }] },
  });

  const dashboard = await openDashboard({
    send(request) {
      const answer = intercept?.(request);

      if (request.method !== 'GET') {
        writes.push(`${ request.method } ${ request.url }`);
      }

      if (answer instanceof Error) {
        throw answer;
      }

      return answer ?? api.handle(request);
    },
    modelFor: () => Pool,
  });

  return {
    api, dashboard, writes, edited: await dashboard.clone(await dashboard.find(POOL, 'pool')) as EditedPool, pool: () => structuredClone(nonNull(api.cluster.get(POOLS, undefined, 'pool'))),
  };
}

function webhook(rule: Pick<AdmissionRule, 'mutate' | 'validate'>): AdmissionRule {
  return { resource: POOLS, operations: ['UPDATE'], webhook: 'example.io', ...rule };
}

function nonNull<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error('there is no object');
  }

  return value;
}

const isTrial = ({ url }: ApiRequest) => url.includes('dryRun=All');

describe('reviewSave', () => {
  it('tells what the user changed, asks the server, and stores nothing', async() => {
    const { edited, pool, writes } = await setup();
    const before = pool();

    edited.spec.selector.network = 'default/b';

    expect(await edited.reviewSave()).toStrictEqual({
      changes: [{ path: 'spec.selector.network', before: 'default/a', after: 'default/b', origin: 'user' }], checked: true, refusal: undefined,
    });
    expect(writes).toStrictEqual(['PATCH /apis/loadbalancer.harvesterhci.io/v1beta1/ippools/pool?dryRun=All&fieldValidation=Strict']);
    expect(pool()).toStrictEqual(before);
  });

  it('does not get in the way of the save', async() => {
    const { edited, pool } = await setup();

    edited.spec.selector.network = 'default/b';
    await edited.reviewSave();
    await edited.save();

    expect(pool()).toMatchObject({ spec: { selector: { network: 'default/b', priority: 1 } }, status: { available: 10 } });
  });

  it('asks nothing when nothing changed', async() => {
    const { edited, writes } = await setup();

    expect(await edited.reviewSave()).toStrictEqual({ changes: [], checked: true, refusal: undefined });
    expect(writes).toStrictEqual([]);
  });

  it('tells what the server would change besides', async() => {
    const { edited } = await setup({
      admission: [webhook({ mutate: ({ object }) => ({ ...nonNull(object), metadata: { ...nonNull(object).metadata, labels: { 'example.io/by': 'webhook' } } }) })],
    });

    edited.spec.selector.network = 'default/b';

    expect((await edited.reviewSave()).changes).toStrictEqual([
      { path: 'metadata.labels["example.io/by"]', before: undefined, after: 'webhook', origin: 'server' },
      { path: 'spec.selector.network', before: 'default/a', after: 'default/b', origin: 'user' },
    ]);
  });

  it('tells what the server would ignore', async() => {
    const { edited } = await setup({
      admission: [webhook({ mutate: ({ object }) => ({ ...nonNull(object), spec: { ranges: [{ subnet: '192.168.0.0/24' }], selector: { network: 'default/a', priority: 1 } } }) })],
    });

    edited.spec.selector.network = 'default/b';

    expect((await edited.reviewSave()).changes).toStrictEqual([{ path: 'spec.selector.network', before: 'default/a', after: 'default/a', origin: 'ignored' }]);
  });

  it('names the field that the server does not know, before anything is stored', async() => {
    const { edited, pool } = await setup();
    const before = pool();
    const text = dump(pool());
    const { changes, checked, refusal } = await edited.reviewSave({ text: text.replace('network: default/a', 'netwrok: default/b'), initial: text });

    expect(changes.map(({ path }) => path)).toStrictEqual(['spec.selector.network', 'spec.selector.netwrok']);
    expect([checked, refusal?.kind, refusal?.causes]).toStrictEqual([true, 'invalid', [{ field: 'spec.selector.netwrok', message: 'unknown field' }]]);
    expect(refusal?.message).toContain('It says: unknown field "spec.selector.netwrok"');
    expect(pool()).toStrictEqual(before);
  });

  it('does not mind an unknown field that was stored before', async() => {
    const { edited, writes } = await setup({
      intercept: (request) => request.url.includes('Strict') ? status(422, ' "" is invalid: patch: Invalid value: "{}": strict decoding error: unknown field "spec.legacy"') : undefined,
    });

    edited.spec.selector.network = 'default/b';

    expect(await edited.reviewSave()).toMatchObject({ checked: true, refusal: undefined, changes: [{ path: 'spec.selector.network' }] });
    expect(writes.map((write) => write.split('?')[1])).toStrictEqual(['dryRun=All&fieldValidation=Strict', 'dryRun=All']);
  });

  it('tells what a webhook would refuse', async() => {
    const { edited, pool } = await setup({ admission: [webhook({
      validate() {
        throw new Denied('ranges overlap');
      },
    })] });
    const before = pool();

    edited.spec.selector.network = 'default/b';

    const { changes, checked, refusal } = await edited.reviewSave();

    expect([changes.map(({ path }) => path), checked, refusal?.kind]).toStrictEqual([['spec.selector.network'], true, 'invalid']);
    expect(refusal?.message).toContain('ranges overlap');
    expect(pool()).toStrictEqual(before);
  });

  it('tells of a field that somebody else changed too', async() => {
    const { api, edited, pool } = await setup();
    const live = pool();

    api.cluster.update(POOLS, { ...live, spec: { ranges: [{ subnet: '192.168.0.0/24' }], selector: { network: 'default/c', priority: 1 } } });
    edited.spec.selector.network = 'default/b';

    const { refusal } = await edited.reviewSave();

    expect([refusal?.kind, refusal?.conflicts.map(({ path }) => path)]).toStrictEqual(['conflict', ['spec.selector.network']]);
  });

  it('is about the live object when others changed other fields meanwhile', async() => {
    const { api, edited, pool } = await setup();
    const live = pool();

    api.cluster.update(POOLS, { ...live, spec: { ranges: [{ subnet: '192.168.0.0/24' }], selector: { network: 'default/a', priority: 9 } } });
    edited.spec.selector.network = 'default/b';

    expect(await edited.reviewSave()).toStrictEqual({
      changes: [{ path: 'spec.selector.network', before: 'default/a', after: 'default/b', origin: 'user' }], checked: true, refusal: undefined,
    });
  });

  it.each<[reason: string, answer: ApiResponse | Error]>([
    ['a webhook can not be asked without storing', status(400, 'admission webhook "v" does not support dry run')],
    ['the Kubernetes endpoint is not there', { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found' }],
    ['the method is not there', { status: 405, headers: {}, body: '' }],
    ['the server breaks down', status(500, 'etcdserver: no leader')],
    ['the connection is cut', new Error('Network Error')],
    ['a proxy answers', { status: 502, headers: { 'content-type': 'text/html' }, body: '<html></html>' }],
    ['the answer is no object', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' }],
  ])('says quietly that only the save will tell when %s, and stores nothing', async(_reason, answer) => {
    const { edited, pool } = await setup({ intercept: (request) => isTrial(request) ? answer : undefined });
    const before = pool();

    edited.spec.selector.network = 'default/b';

    expect(await edited.reviewSave()).toStrictEqual({
      changes: [{ path: 'spec.selector.network', before: 'default/a', after: 'default/b', origin: 'user' }], checked: false, refusal: undefined,
    });
    expect(pool()).toStrictEqual(before);
  });

  it('asks by PUT where PATCH is forbidden, and stores nothing', async() => {
    const { edited, pool, writes } = await setup({ intercept: ({ method }) => method === 'PATCH' ? status(403, 'ippools is forbidden') : undefined });
    const before = pool();

    edited.spec.selector.network = 'default/b';

    expect(await edited.reviewSave()).toMatchObject({ checked: true, refusal: undefined });
    expect(writes.map((write) => write.split(' ')[0])).toStrictEqual(['PATCH', 'PUT']);
    expect(pool()).toStrictEqual(before);
  });

  it('says of a text that is no YAML where it breaks', async() => {
    const { edited, writes } = await setup();
    const { refusal } = await edited.reviewSave({ text: 'a: [' });

    expect(refusal?.kind).toBe('invalid');
    expect(writes).toStrictEqual([]);
  });
});

describe('reviewSave of a new resource', () => {
  const create = (spec: JsonObject) => ({ type: POOL, metadata: { name: 'new' }, spec });

  it('tells what would be created, and creates nothing', async() => {
    const { api, dashboard, writes } = await setup();
    const pool = await dashboard.create(create({ ranges: [{ subnet: '10.0.0.0/24' }] })) as EditedPool;
    const { changes, checked, refusal } = await pool.reviewSave();

    expect([checked, refusal]).toStrictEqual([true, undefined]);
    expect(changes.filter(({ origin }) => origin === 'user').map(({ path }) => path)).toStrictEqual(['metadata.name', 'spec.ranges[0].subnet']);
    expect(writes).toStrictEqual(['POST /apis/loadbalancer.harvesterhci.io/v1beta1/ippools?dryRun=All&fieldValidation=Strict']);
    expect(api.cluster.get(POOLS, undefined, 'new')).toBeUndefined();
  });

  it.each<[reason: string, spec: JsonObject, field: string]>([
    ['misses', {}, 'spec.ranges'],
    ['does not know', { ranges: [{ subnet: '10.0.0.0/24', gatway: '10.0.0.1' }] }, 'spec.ranges[0].gatway'],
  ])('names the field that the server %s', async(_reason, spec, field) => {
    const { dashboard } = await setup();
    const pool = await dashboard.create(create(spec)) as EditedPool;
    const { refusal } = await pool.reviewSave();

    expect([refusal?.kind, refusal?.causes.map((cause) => cause.field)]).toStrictEqual(['invalid', [field]]);
  });

  it('says quietly that only the save will tell when the namespace is not there yet', async() => {
    const { dashboard } = await setup({ intercept: (request) => isTrial(request) ? {
      ...status(404, 'namespaces "new" not found'),
      body: JSON.stringify({ kind: 'Status', status: 'Failure', message: 'namespaces "new" not found', reason: 'NotFound', details: { name: 'new', kind: 'namespaces' }, code: 404 }),
    } : undefined });
    const pool = await dashboard.create(create({ ranges: [{ subnet: '10.0.0.0/24' }] })) as EditedPool;

    expect(await pool.reviewSave()).toMatchObject({ checked: false, refusal: undefined, changes: [{ path: 'metadata.name' }, { path: 'spec.ranges[0].subnet' }] });
  });

  it('says that the name is taken', async() => {
    const { dashboard } = await setup();
    const pool = await dashboard.create({ ...create({ ranges: [{ subnet: '10.0.0.0/24' }] }), metadata: { name: 'pool' } }) as EditedPool;

    expect((await pool.reviewSave()).refusal?.message).toContain('already exists');
  });
});

/** What a save was rejected with. */
async function refusalOf(save: Promise<unknown>): Promise<SaveError> {
  const error: unknown = await save.then(() => undefined, (reason: unknown) => reason);

  if (error instanceof SaveError) {
    return error;
  }

  throw new Error('the save was not refused');
}

describe('resolveYamlConflicts', () => {
  it.each<[reason: string, side: 'mine' | 'theirs', whole: boolean, stored: string]>([
    ['mine, in a text that came whole from the Kubernetes endpoint', 'mine', true, 'default/b'],
    ['theirs, in such a text', 'theirs', true, 'default/c'],
    ['mine, in a text that does not show everything', 'mine', false, 'default/b'],
    ['theirs, in such a text', 'theirs', false, 'default/c'],
  ])('goes on with %s, keeps the other edits and what happened meanwhile', async(_reason, side, whole, stored) => {
    const { api, edited, pool } = await setup();
    const { status: shown, ...rest } = pool();
    const initial = dump(whole ? { ...rest, metadata: { ...rest.metadata, managedFields: [] }, status: shown } : rest);
    const text = initial.replace('network: default/a', 'network: default/b').replace('priority: 1', 'priority: 7');
    const live = pool();

    api.cluster.update(POOLS, { ...live, spec: { ranges: [{ subnet: '192.168.0.0/24' }], selector: { network: 'default/c', priority: 1 } }, status: { ...live.status as JsonObject, available: 9 } });

    const error = await refusalOf(edited.saveYaml(text, initial));
    const next = edited.resolveYamlConflicts(error, { 'spec.selector.network': side }, { text, initial });

    expect(error.conflicts.map(({ path }) => path)).toStrictEqual(['spec.selector.network']);
    await edited.saveYaml(next.text, next.initial);
    expect(pool()).toMatchObject({ spec: { selector: { network: stored, priority: 7 } }, status: { total: 11, available: 9, allocated: { '192.168.0.10': 'default/lb' } } });
  });
});

describe('saveAsNew', () => {
  it('creates the resource once more from a text, without what the server decides', async() => {
    const { api, edited, pool } = await setup();
    const before = pool();
    const initial = dump(before);
    const text = initial.replace('network: default/a', 'network: default/b');

    api.cluster.remove(POOLS, undefined, 'pool');

    const error = await refusalOf(edited.saveYaml(text, initial));

    expect([error.kind, error.code]).toStrictEqual(['deleted', 404]);
    await edited.saveAsNew({ text, initial });
    expect(pool()).toMatchObject({ spec: { selector: { network: 'default/b', priority: 1 } } });
    expect(pool().metadata.uid).not.toBe(before.metadata.uid);
    expect(pool().status).toBeUndefined();
  });
});
