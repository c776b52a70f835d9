import { dump, load } from 'js-yaml';
import { describe, expect, it, vi } from 'vitest';
import SteveModel from '@shell/plugins/steve/steve-class';
import ShellCronJob from '@shell/models/batch.cronjob';
import { withSaveEngine } from '@models/base/save-engine';
import { IPPool } from '@models/loadbalancer.harvesterhci.io/ip-pool';
import { differences } from '../../scripts/conformance/differences';
import { pageText } from '../../scripts/conformance/save-ways';
import type { JsonObject, KubeObject } from '../../scripts/harvester-api/types';
import { collectionOf, type Desk, openDesk, servedType, type Side, storeSample, TOLD_SIDES } from '../support/desk';
import { request, succeed, type TestServer } from '../support/test-server';

const POOL = 'loadbalancer.harvesterhci.io.ippool';
const CRON_JOB = 'batch.cronjob';
const CLASSES = new Map([
  [POOL, { stock: SteveModel, ours: IPPool }],
  [CRON_JOB, { stock: ShellCronJob, ours: withSaveEngine(ShellCronJob) }],
]);

const SPEC = { description: 'front', ranges: [{ subnet: '192.168.0.0/24', rangeStart: '192.168.0.10', rangeEnd: '192.168.0.20', gateway: '192.168.0.1' }] };
const STATUS = { total: 11, available: 10, lastAllocated: '192.168.0.10', allocated: { '192.168.0.10': 'default/lb' } };

interface Outcome {
  readonly sent: readonly string[];
  /** What the new object has that it should not have, or lacks. */
  readonly wrong: readonly string[];
}

interface CreatePath extends Record<Side, Outcome> {
  readonly path: string;
  /** Creates `name`; `original` is a pool that is in use. */
  act(desk: Desk, name: string, original: SteveModel): Promise<unknown>;
  /** What of metadata the user gave or saw, beside the name. */
  readonly metadata?: JsonObject;
}

/** What the create form's `save` is called with. */
function toCollection(created: SteveModel): { url: string } {
  return { url: created.schema?.linkFor('collection') ?? '' };
}

/** Fills a text's name in. */
function named(text: unknown, name: string): string {
  const object = load(String(text)) as KubeObject;

  return dump({ ...object, metadata: { ...object.metadata, name } });
}

const CLONED = { labels: { tier: 'sample' }, annotations: { 'example.io/note': '' } };
const BY_FORM: Outcome = { sent: ['POST Steve json'], wrong: [] };

const PATHS: readonly CreatePath[] = [
  {
    path: 'a form', stock: BY_FORM, ours: BY_FORM, metadata: { labels: { own: 'label' } },
    async act({ dashboard }, name) {
      const created = await dashboard.create({ type: POOL, metadata: { name, labels: { own: 'label' } }, spec: SPEC });

      await created.save(toCollection(created));
    },
  },
  {
    path: '"Clone"', stock: BY_FORM, ours: BY_FORM, metadata: CLONED,
    async act({ dashboard }, name, original) {
      const clone = await dashboard.clone(original);

      Reflect.apply(Reflect.get(clone, 'cleanForNew') as () => void, clone, []);
      clone.metadata = { ...clone.metadata, name };
      await clone.save(toCollection(clone));
    },
  },
  {
    path: '"Clone" as YAML', stock: { sent: ['POST Steve yaml'], wrong: ['metadata.finalizers'] }, ours: BY_FORM, metadata: CLONED,
    async act({ dashboard }, name, original) {
      const text: unknown = Reflect.apply(Reflect.get(original, 'cleanYaml') as (yaml: string, mode: string) => unknown, original, [await pageText(original), 'clone']);
      const created = await dashboard.create({ type: POOL, metadata: {} });

      await created.saveYaml(named(text, name));
    },
  },
  {
    path: 'a YAML page', stock: { sent: ['POST Steve yaml'], wrong: [] }, ours: BY_FORM,
    async act({ dashboard }, name) {
      const created = await dashboard.create({ type: POOL, metadata: {} });

      await created.saveYaml(dump({ apiVersion: 'loadbalancer.harvesterhci.io/v1beta1', kind: 'IPPool', metadata: { name }, spec: SPEC }));
    },
  },
  {
    path: 'a YAML page, from the text of a pool that is in use', stock: { sent: ['POST Steve yaml'], wrong: ['metadata.finalizers', 'status'] }, ours: BY_FORM,
    async act({ dashboard }, name) {
      const created = await dashboard.create({ type: POOL, metadata: {} });

      await created.saveYaml(dump({ apiVersion: 'loadbalancer.harvesterhci.io/v1beta1', kind: 'IPPool', metadata: { name, finalizers: ['example.io/guard'] }, spec: SPEC, status: STATUS }));
    },
  },
];

/** An object without what the server gives to each. */
function given({ metadata, ...contents }: KubeObject): JsonObject {
  const { uid: _uid, resourceVersion: _version, generation: _generation, creationTimestamp: _created, managedFields: _fields, ...own } = metadata;

  return { ...contents, metadata: own };
}

async function outcomeOf(server: TestServer, path: CreatePath, side: Side, name: string): Promise<Outcome> {
  const type = servedType(POOL);
  const desk = await openDesk(server, side, CLASSES);

  await storeSample(server, type, `${ name }-original`, { spec: SPEC, status: STATUS });

  const original = await desk.dashboard.find(POOL, `${ name }-original`);

  await path.act(desk, name, original);

  const expected = { apiVersion: type.apiVersion, kind: type.kind, metadata: { ...path.metadata, name }, spec: SPEC };

  return { sent: [...desk.sent], wrong: differences(expected, given(await succeed(server, 'GET', `${ collectionOf(type) }/${ name }`))).map((difference) => difference.path) };
}

/** Every way by which a dashboard creates, and the two requests that write but send no object. */
export function describeCreatePaths(server: TestServer): void {
  describe(`on ${ server.name }`, () => {
    it.each(PATHS.map((path, index) => [path.path, index, path] as const))('what %s creates is what the table says of it', async(_name, index, path) => {
      expect({
        stock: await outcomeOf(server, path, 'stock', `create-path-${ index }-stock`),
        ours:  await outcomeOf(server, path, 'ours', `create-path-${ index }-ours`),
      }).toStrictEqual({ stock: path.stock, ours: path.ours });
    });

    it.each(TOLD_SIDES)('"Run now" of a cron job creates a job that it owns: %s', async(side) => {
      const cronJob = await storeSample(server, servedType(CRON_JOB), `run-now-${ side }`);
      const { dashboard, sent } = await openDesk(server, side, CLASSES);
      const row = await dashboard.find(CRON_JOB, `default/run-now-${ side }`);

      // Afterwards it opens the job's page, and there is no router here.
      await Promise.resolve(Reflect.apply(Reflect.get(row, 'runNow') as () => Promise<void>, row, [])).catch(() => undefined);

      const { object } = await request(server, 'GET', collectionOf(servedType('batch.job')));
      const jobs = (object.items as KubeObject[]).filter(({ metadata }) => metadata.name.startsWith(`run-now-${ side }-`));

      expect(sent).toStrictEqual(['POST Steve json']);
      expect(jobs.map(({ metadata }) => metadata.ownerReferences)).toStrictEqual([[
        { apiVersion: 'batch/v1', kind: 'CronJob', name: cronJob.metadata.name, uid: cronJob.metadata.uid, controller: true },
      ]]);
    });

    it.each(['stock', 'ours'] as const)('`doAction` sends what the action is given, and no object: %s', async(side) => {
      await storeSample(server, servedType(POOL), `do-action-${ side }`, { spec: SPEC, status: STATUS });

      const { dashboard, writes } = await openDesk(server, side, CLASSES);
      const row = await dashboard.find(POOL, `do-action-${ side }`);

      Reflect.set(row, 'actions', { restart: `${ row.linkFor('self') ?? '' }?action=restart` });
      await row.doAction('restart', { force: true });

      expect(writes.map(({ method, body }) => [method, body])).toStrictEqual([['POST', '{"force":true}']]);
    });

    it.each(['stock', 'ours'] as const)('`remove` sends no object, and a finalizer holds it: %s', async(side) => {
      await storeSample(server, servedType(POOL), `remove-${ side }`, { spec: SPEC, status: STATUS });

      const { dashboard, writes } = await openDesk(server, side, CLASSES);

      await (await dashboard.find(POOL, `remove-${ side }`)).remove();
      expect(writes.map(({ method, body }) => [method, body])).toStrictEqual([['DELETE', undefined]]);
      await vi.waitFor(async() => {
        expect(await succeed(server, 'GET', `${ collectionOf(servedType(POOL)) }/remove-${ side }`)).toMatchObject({ metadata: { deletionTimestamp: expect.any(String) as string }, status: STATUS });
      });
    });
  });
}
