import { describe, expect, it, vi } from 'vitest';
import SteveModel from '@shell/plugins/steve/steve-class';
import ShellCronJob from '@shell/models/batch.cronjob';
import ShellDeployment from '@shell/models/apps.deployment';
import ShellNamespace from '@shell/models/namespace';
import ShellStorageClass from '@shell/models/storage.k8s.io.storageclass';
import { withSaveEngine } from '@models/base/save-engine';
import { Namespace } from '@models/core/namespace';
import { IPPool } from '@models/loadbalancer.harvesterhci.io/ip-pool';
import { StorageClass } from '@models/storage.k8s.io/storage-class';
import type { DashboardStore } from '../../scripts/conformance/dashboard-store';
import { differences } from '../../scripts/conformance/differences';
import { saveBy, type Change, type SaveWay } from '../../scripts/conformance/save-ways';
import type { JsonObject, KubeObject } from '../../scripts/harvester-api/types';
import { type Classes, collectionOf, type Desk, idOf, openDesk, servedType, type Side, storeSample, TOLD_SIDES } from '../support/desk';
import { succeed, type TestServer } from '../support/test-server';

/** A type, and its classes. */
interface Subject extends Classes {
  readonly type: string;
  /** What a sample of it needs to make sense. */
  readonly contents?: JsonObject;
}

const POOL: Subject = {
  type:     'loadbalancer.harvesterhci.io.ippool',
  contents: {
    spec:   { description: 'front', ranges: [{ subnet: '192.168.0.0/24', rangeStart: '192.168.0.10', rangeEnd: '192.168.0.20', gateway: '192.168.0.1' }], selector: { network: 'default/a', priority: 1 } },
    status: {
      total: 11, available: 10, lastAllocated: '192.168.0.10', allocated: { '192.168.0.10': 'default/lb' },
      conditions: [{ type: 'Ready', status: 'True', reason: 'Sample', message: 'ok', lastTransitionTime: '2026-01-01T00:00:00Z', lastUpdateTime: '2026-01-02T00:00:00Z' }],
    },
  },
  stock: SteveModel,
  ours:  IPPool,
};
const DEPLOYMENT: Subject = { type: 'apps.deployment', stock: ShellDeployment, ours: withSaveEngine(ShellDeployment) };
const CRON_JOB: Subject = { type: 'batch.cronjob', stock: ShellCronJob, ours: withSaveEngine(ShellCronJob) };
const NAMESPACE: Subject = { type: 'namespace', stock: ShellNamespace, ours: Namespace };
const STORAGE_CLASS: Subject = { type: 'storage.k8s.io.storageclass', stock: ShellStorageClass, ours: StorageClass };
const CLASSES = new Map([POOL, DEPLOYMENT, CRON_JOB, NAMESPACE, STORAGE_CLASS].map((subject) => [subject.type, subject]));

/** What came of one way of writing. */
interface Outcome {
  /** The requests that write: method, endpoint and what the body is. */
  readonly sent: readonly string[];
  /** What is stored differently than the user meant it. */
  readonly lost: readonly string[];
}

interface WritePath extends Record<Side, Outcome> {
  readonly path: string;
  readonly subject: Subject;
  /** What the user does, to the rows of a list. */
  act(rows: readonly SteveModel[], dashboard: DashboardStore): unknown;
  /** What the user means by it. */
  readonly meant: Change;
  /** How many rows are chosen; one by default. */
  readonly rows?: number;
}

const STEVE_PUT = 'PUT Steve json';
const STEVE_YAML = 'PUT Steve yaml';
const ENGINE = 'PATCH Kubernetes merge-patch+json';
const STRANGE_PUT = 'PUT Kubernetes json with Steve\'s keys';
const STRIPPED = ['metadata.finalizers', 'status'];
const UPDATE_TIME = 'status.conditions[0].lastUpdateTime';

/** The object as its fields are written here, whoever's it is: a model, a text, a stored object. */
interface Fields {
  spec: { description?: string; paused?: boolean; suspend?: boolean; replicas?: number; selector?: { network?: string }; template?: { metadata: { annotations: Record<string, string> } } };
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
}

function fields(object: object): Fields {
  return object as Fields;
}

const describePool: Change = (object) => {
  fields(object).spec.description = 'edited';
};

const labelPool: Change = (object) => {
  fields(object).metadata.labels['example.io/added'] = 'yes';
};

const nothing: Change = () => undefined;

/** Calls a method that a model of the shell has beside the common ones. */
function call(model: SteveModel | undefined, method: string, ...args: readonly unknown[]): unknown {
  return Reflect.apply(Reflect.get(model ?? {}, method) as (...args: readonly unknown[]) => unknown, model, [...args]);
}

function inForm(way: SaveWay): WritePath['act'] {
  return ([row], dashboard) => row && saveBy(way, dashboard, row, describePool);
}

/** Changes a clone, as a form has it, and saves it by a call. */
function onClone(change: Change, save: (edited: SteveModel) => Promise<unknown>): WritePath['act'] {
  return async([row], dashboard) => {
    if (row) {
      const edited = await dashboard.clone(row);

      change(edited);
      await save(edited);
    }
  };
}

const STRATEGIC = { 'content-type': 'application/strategic-merge-patch+json' };
const PART = { spec: { description: 'edited' } };

const PATHS: readonly WritePath[] = [
  {
    path: 'a form', subject: POOL, act: inForm('form'), meant: describePool,
    stock: { sent: [STEVE_PUT], lost: STRIPPED }, ours: { sent: [ENGINE], lost: [] },
  },
  {
    path: 'a form in which nothing was changed', subject: POOL, act: onClone(nothing, (edited) => edited.save()), meant: nothing,
    stock: { sent: [STEVE_PUT], lost: STRIPPED }, ours: { sent: [], lost: [] },
  },
  {
    path: 'labels and annotations in a form', subject: POOL, meant: (object) => {
      const { metadata } = fields(object);

      metadata.labels = { 'cattle.io/creator': 'norman', own: 'label' };
      metadata.annotations = { 'field.cattle.io/description': 'a sample', own: 'annotation' };
    },
    act: onClone((edited) => {
      call(edited as SteveModel, 'setLabels', { own: 'label' });
      call(edited as SteveModel, 'setAnnotations', { own: 'annotation' });
    }, (edited) => edited.save()),
    stock: { sent: [STEVE_PUT], lost: STRIPPED }, ours: { sent: [ENGINE], lost: [] },
  },
  {
    path: 'a YAML page', subject: POOL, act: inForm('yaml'), meant: describePool,
    stock: { sent: [STEVE_YAML], lost: [UPDATE_TIME] }, ours: { sent: [ENGINE], lost: [] },
  },
  {
    path: '"Edit as YAML" of a form that was filled in', subject: POOL, act: inForm('form as yaml'), meant: describePool,
    stock: { sent: [STEVE_YAML], lost: ['status'] }, ours: { sent: [ENGINE], lost: [] },
  },
  {
    path: 'the text behind "Edit as YAML"', subject: POOL, act: inForm('yaml of form'), meant: describePool,
    stock: { sent: [STEVE_YAML], lost: ['status'] }, ours: { sent: [ENGINE], lost: [] },
  },
  {
    path: 'a row of a list, changed in place', subject: POOL, meant: labelPool, act: ([row]) => {
      row?.setLabel('example.io/added', 'yes');

      return row?.save();
    },
    stock: { sent: [STEVE_PUT], lost: STRIPPED }, ours: { sent: [ENGINE], lost: [] },
  },
  {
    path: '`replace()`', subject: POOL, act: onClone(describePool, (edited) => edited.replace()), meant: describePool,
    stock: { sent: [STEVE_PUT], lost: STRIPPED }, ours: { sent: [ENGINE], lost: [] },
  },
  {
    path: '`update(part)`', subject: POOL, act: onClone(nothing, (edited) => edited.update(PART)), meant: describePool,
    stock: { sent: ['PATCH Steve strategic-merge-patch+json', '415'], lost: ['spec.description'] }, ours: { sent: [ENGINE], lost: [] },
  },
  {
    path: '`save({ method: \'patch\', data })`', subject: POOL, meant: describePool,
    act: onClone(nothing, (edited) => edited.save({ method: 'patch', data: PART, headers: STRATEGIC })),
    stock: { sent: ['PATCH Steve strategic-merge-patch+json', '415'], lost: ['spec.description'] }, ours: { sent: [ENGINE], lost: [] },
  },
  {
    path: '`save({ url, method: \'put\' })` to its own address', subject: POOL, meant: describePool,
    act: onClone(describePool, (edited) => edited.save({ url: edited.linkFor('update') ?? '', method: 'put' })),
    stock: { sent: [STEVE_PUT], lost: STRIPPED }, ours: { sent: [ENGINE], lost: [] },
  },
  {
    path: '`save({ url })` to the Kubernetes endpoint', subject: POOL, meant: describePool,
    act: onClone(describePool, (edited) => edited.save({ url: edited.linkFor('view') ?? '' })),
    stock: { sent: [STRANGE_PUT], lost: STRIPPED }, ours: { sent: [STRANGE_PUT], lost: [] },
  },
  {
    path: '`save({ url })` to Steve, with a query of the caller\'s', subject: POOL, meant: describePool,
    act: onClone(describePool, (edited) => edited.save({ url: `${ edited.linkFor('update') ?? '' }?fieldManager=caller` })),
    stock: { sent: [STEVE_PUT], lost: STRIPPED }, ours: { sent: [STEVE_PUT], lost: [UPDATE_TIME] },
  },
  {
    path: '`patch(operations)`', subject: POOL, meant: describePool,
    act: ([row]) => row?.patch([{ op: 'add', path: '/spec/description', value: 'edited' }]),
    stock: { sent: ['PATCH Kubernetes json-patch+json'], lost: [] }, ours: { sent: ['PATCH Kubernetes json-patch+json'], lost: [] },
  },
  {
    path: '`patch(part)` of a storage class: "Reset default"', subject: STORAGE_CLASS, meant: (object) => {
      Object.assign(fields(object).metadata.annotations, { 'storageclass.kubernetes.io/is-default-class': 'false', 'storageclass.beta.kubernetes.io/is-default-class': 'false' });
    },
    act: async([row]) => {
      row?.setAnnotation('storageclass.kubernetes.io/is-default-class', 'true');
      await call(row, 'resetDefault');
    },
    stock: { sent: ['PATCH Kubernetes strategic-merge-patch+json'], lost: [] }, ours: { sent: ['PATCH Kubernetes strategic-merge-patch+json'], lost: [] },
  },
  {
    path: 'the + of a workload', subject: DEPLOYMENT, act: ([row]) => call(row, 'scaleUp'), meant: (object) => {
      fields(object).spec.replicas = 3;
    },
    stock: { sent: [STEVE_PUT], lost: ['metadata.finalizers'] }, ours: { sent: [ENGINE], lost: [] },
  },
  {
    path: 'the action "Resume" of a workload', subject: DEPLOYMENT, act: ([row]) => call(row, 'resume'), meant: (object) => {
      delete fields(object).spec.paused;
    },
    stock: { sent: [STEVE_PUT], lost: ['metadata.finalizers'] }, ours: { sent: [ENGINE], lost: [] },
  },
  {
    path: 'the dialog "Redeploy", on two workloads', subject: DEPLOYMENT, rows: 2, meant: (object) => {
      const { template } = fields(object).spec;

      Object.assign(template?.metadata.annotations ?? {}, { 'cattle.io/timestamp': '2026-01-01T00:00:00Z' });
    },
    async act(rows) {
      for (const row of rows) {
        const { template } = fields(row).spec;

        Object.assign(template?.metadata.annotations ?? {}, { 'cattle.io/timestamp': '2026-01-01T00:00:00Z' });
        await row.save();
      }
    },
    stock: { sent: [STEVE_PUT, STEVE_PUT], lost: ['metadata.finalizers', 'metadata.finalizers'] }, ours: { sent: [ENGINE, ENGINE], lost: [] },
  },
  {
    path: 'the action "Resume" of a cron job', subject: CRON_JOB, act: ([row]) => call(row, 'resume'), meant: (object) => {
      fields(object).spec.suspend = false;
    },
    stock: { sent: [STEVE_PUT], lost: ['metadata.finalizers'] }, ours: { sent: [ENGINE], lost: [] },
  },
  {
    path: 'the bulk action "Enable Istio auto injection", on two namespaces', subject: NAMESPACE, rows: 2,
    act: (rows) => call(rows[0], 'enableAutoInjection', rows), meant: (object) => {
      fields(object).metadata.labels['istio-injection'] = 'enabled';
    },
    stock: { sent: [STEVE_PUT, STEVE_PUT], lost: ['metadata.finalizers', 'metadata.finalizers'] }, ours: { sent: [ENGINE, ENGINE], lost: [] },
  },
  {
    path: 'the dialog "Move" of a namespace', subject: NAMESPACE, meant: (object) => {
      fields(object).metadata.labels['field.cattle.io/projectId'] = 'p-1';
      fields(object).metadata.annotations['field.cattle.io/projectId'] = 'local:p-1';
    },
    act: ([row]) => {
      row?.setLabel('field.cattle.io/projectId', 'p-1');
      row?.setAnnotation('field.cattle.io/projectId', 'local:p-1');

      return row?.save();
    },
    stock: { sent: [STEVE_PUT], lost: ['metadata.finalizers'] }, ours: { sent: [ENGINE], lost: [] },
  },
];

const desks = new WeakMap<TestServer, Readonly<Record<Side, Promise<Desk>>>>();

function deskOf(server: TestServer, side: Side): Promise<Desk> {
  const open = desks.get(server) ?? { stock: openDesk(server, 'stock', CLASSES), ours: openDesk(server, 'ours', CLASSES) };

  desks.set(server, open);

  return open[side];
}

async function outcomeOf(server: TestServer, path: WritePath, side: Side, name: string): Promise<Outcome> {
  const { subject, rows = 1 } = path;
  const type = servedType(subject.type);
  const { dashboard, sent } = await deskOf(server, side);
  const names = Array.from({ length: rows }, (_, index) => `${ name }-${ index }`);
  const urls = names.map((each) => `${ collectionOf(type) }/${ each }`);
  const before: KubeObject[] = [];
  const found: SteveModel[] = [];

  for (const each of names) {
    before.push(await storeSample(server, type, each, subject.contents));
    found.push(await dashboard.find(subject.type, idOf(type, each)));
  }

  sent.length = 0;

  // Some actions of the shell do not wait for the save, and none says more of a failure than the stored object does.
  await Promise.resolve(path.act(found, dashboard)).catch(() => undefined);
  await vi.waitFor(() => {
    expect(sent.length).toBeGreaterThanOrEqual(path[side].sent.length);
  }, { timeout: 10_000, interval: 20 });

  const stored = await Promise.all(urls.map((url) => succeed(server, 'GET', url)));
  const lost = stored.flatMap((object, index) => {
    const expected = structuredClone(before[index] ?? {});

    path.meant(expected);

    return differences(expected, object).map((difference) => difference.path);
  });

  return { sent: [...sent], lost };
}

/** Every way by which a dashboard writes: what goes on the wire, and what it costs, with the shell's classes and with ours. */
export function describeWritePaths(server: TestServer): void {
  describe(`what is sent and stored on ${ server.name } by`, () => {
    it.each(PATHS.map((path, index) => [path.path, index, path] as const))('%s is what the table says of it', async(_name, index, path) => {
      for (const side of TOLD_SIDES) {
        expect({ [side]: await outcomeOf(server, path, side, `write-path-${ index }-${ side }`) }).toStrictEqual({ [side]: path[side] });
      }
    });
  });
}
