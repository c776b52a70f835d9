import { beforeAll, describe, expect, it } from 'vitest';
import SteveModel from '@shell/plugins/steve/steve-class';
import ShellNode from '@shell/models/cluster/node';
import ShellClusterRole from '@shell/models/rbac.authorization.k8s.io.clusterrole';
import ShellClusterRoleBinding from '@shell/models/rbac.authorization.k8s.io.clusterrolebinding';
import ShellConfigMap from '@shell/models/configmap';
import ShellCronJob from '@shell/models/batch.cronjob';
import ShellDaemonSet from '@shell/models/apps.daemonset';
import ShellDeployment from '@shell/models/apps.deployment';
import ShellHorizontalPodAutoscaler from '@shell/models/autoscaling.horizontalpodautoscaler';
import ShellIngress from '@shell/models/networking.k8s.io.ingress';
import ShellJob from '@shell/models/batch.job';
import ShellPersistentVolume from '@shell/models/persistentvolume';
import ShellPersistentVolumeClaim from '@shell/models/persistentvolumeclaim';
import ShellPod from '@shell/models/pod';
import ShellRole from '@shell/models/rbac.authorization.k8s.io.role';
import ShellRoleBinding from '@shell/models/rbac.authorization.k8s.io.rolebinding';
import ShellService from '@shell/models/service';
import ShellStatefulSet from '@shell/models/apps.statefulset';
import { withSaveEngine } from '@models/base/save-engine';
import { modelFor } from '@models/registry';
import { BUILT_IN_SAMPLES } from '../../scripts/conformance/built-in-samples';
import { type AnyModel, openDashboard } from '../../scripts/conformance/dashboard-store';
import { differences, storedText } from '../../scripts/conformance/differences';
import { type Edit, EDIT_KINDS, type EditKind, editsOf } from '../../scripts/conformance/edits';
import { otherContents } from '../../scripts/conformance/sample-object';
import { SAVE_WAYS, saveBy, type SaveWay } from '../../scripts/conformance/save-ways';
import { Definitions, type ServedType } from '../../scripts/harvester-api/definitions';
import { OPEN_TYPES } from '../../scripts/harvester-api/built-in/kinds';
import type { JsonObject, KubeObject } from '../../scripts/harvester-api/types';
import { collectionOf, idOf, IS_NEWEST_SHELL, servedType, storeSample } from '../support/desk';
import { request, succeed, type TestServer } from '../support/test-server';

/** The shell's own classes of the built-in kinds, which the Harvester store puts on the engine. */
const SHELL_MODELS: Readonly<Record<string, AnyModel>> = {
  'apps.daemonset': ShellDaemonSet,
  'apps.deployment': ShellDeployment,
  'apps.statefulset': ShellStatefulSet,
  'autoscaling.horizontalpodautoscaler': ShellHorizontalPodAutoscaler,
  'batch.cronjob': ShellCronJob,
  'batch.job': ShellJob,
  configmap: ShellConfigMap,
  'networking.k8s.io.ingress': ShellIngress,
  node: ShellNode,
  persistentvolume: ShellPersistentVolume,
  persistentvolumeclaim: ShellPersistentVolumeClaim,
  // An older shell's pod is saved by its workload form alone: `save()` takes a `spec.template` for granted that only that form puts there.
  ...(IS_NEWEST_SHELL ? { pod: ShellPod } : {}),
  'rbac.authorization.k8s.io.clusterrole': ShellClusterRole,
  'rbac.authorization.k8s.io.clusterrolebinding': ShellClusterRoleBinding,
  'rbac.authorization.k8s.io.role': ShellRole,
  'rbac.authorization.k8s.io.rolebinding': ShellRoleBinding,
  service: ShellService,
};

function classOf(type: string): AnyModel {
  return modelFor(type) ?? withSaveEngine(SHELL_MODELS[type] ?? SteveModel);
}

/** Types of whose contents a user can change nothing, with the reason. */
const NO_FIELD: Readonly<Record<string, string>> = {
  namespace:                                'its spec is the finalizers that Kubernetes keeps there',
  'devices.harvesterhci.io.node':           'its spec is empty',
  'devices.harvesterhci.io.pcidevice':      'its spec is empty',
  'devices.harvesterhci.io.usbdevice':      'it is all status',
  'harvesterhci.io.upgradelog':             'its one field may not be changed',
  'network.harvesterhci.io.clusternetwork': 'it is all status',
  'network.harvesterhci.io.vlanstatus':     'it is all status',
};

const STATUS_PLACES = ['object', 'subresource', 'required', 'none'] as const;
type StatusPlace = (typeof STATUS_PLACES)[number];

function statusPlaceOf({ builtIn, statusSubresource, schema }: ServedType): StatusPlace {
  if (statusSubresource) {
    return 'subresource';
  }

  const properties = schema?.properties;
  const required = schema?.required;

  if (builtIn || !(properties && Object.hasOwn(properties as JsonObject, 'status'))) {
    return 'none';
  }

  return Array.isArray(required) && required.includes('status') ? 'required' : 'object';
}

const types = Definitions.all().types.filter(({ crd, kind }) => crd || kind in BUILT_IN_SAMPLES);
const rows = types.map((type) => [type.steveId, statusPlaceOf(type), type] as const);

const NAME = 'every-type';

/** The largest objects, of 70 KB, are saved two dozen times. */
const ROW_TIMEOUT = 120_000;

function urlOf(type: ServedType): string {
  return `${ collectionOf(type) }/${ NAME }`;
}

interface Chosen extends Edit {
  /** What the server stores of exactly this change: it drops and fills in by itself. */
  readonly stored: KubeObject;
}

/** The first edit of a kind that the server accepts and that changes what it says it does. */
async function choose(server: TestServer, type: ServedType, before: KubeObject, kind: EditKind): Promise<Chosen | undefined> {
  for (const edit of editsOf(kind, before, otherContents(type))) {
    const changed = structuredClone(before);

    edit.change(changed);

    const { status, object } = await request(server, 'PUT', `${ urlOf(type) }?dryRun=All`, changed);
    const paths = status === 200 ? differences(before, object).map(({ path }) => path) : [];

    if (paths.length && paths.every((path) => path.startsWith(edit.path))) {
      return { ...edit, stored: object };
    }
  }

  return undefined;
}

/** An edit of each kind that the object offers. */
async function chooseEdits(server: TestServer, type: ServedType, sample: KubeObject): Promise<readonly Chosen[]> {
  const chosen: Chosen[] = [];

  for (const kind of EDIT_KINDS) {
    const edit = await choose(server, type, sample, kind);

    if (edit) {
      chosen.push(edit);
    }
  }

  return chosen;
}

interface Saved {
  readonly stored: KubeObject;
  /** Where it differs from what was meant. */
  readonly losses: readonly string[];
}

/** Makes one edit of the sample by one way. `current` is what the way before left, whose change is taken back first. */
async function save(server: TestServer, type: ServedType, sample: KubeObject, current: KubeObject, edit: Chosen, way: SaveWay): Promise<Saved> {
  const url = urlOf(type);

  await succeed(server, 'PUT', url, { ...sample, metadata: { ...sample.metadata, resourceVersion: current.metadata.resourceVersion } });

  const dashboard = await dashboardOf(server);

  await saveBy(way, dashboard, await dashboard.find(type.steveId, idOf(type, NAME)), edit.change);

  const stored = await succeed(server, 'GET', url);
  const losses = differences(edit.stored, stored).map(({ path }) => path);

  return { stored, losses: losses.length || storedText(edit.stored) === storedText(stored) ? losses : ['its text'] };
}

const dashboards = new WeakMap<TestServer, ReturnType<typeof openDashboard>>();

function dashboardOf(server: TestServer): ReturnType<typeof openDashboard> {
  const dashboard = dashboards.get(server) ?? openDashboard({ send: (asked) => server.send(asked), modelFor: classOf }, '/v1');

  dashboards.set(server, dashboard);

  return dashboard;
}

/** Saves a full object of every type in every way, one edit of each kind, and compares what is stored byte for byte. */
export function describeEveryType(server: TestServer, ways: readonly SaveWay[] = SAVE_WAYS): void {
  describe(`a full object on ${ server.name }`, () => {
    // A claim may grow only if there is a class that says so.
    beforeAll(async() => {
      await storeSample(server, servedType('storage.k8s.io.storageclass'), 'sample');
    });

    it('has its status in each of the places where there can be one', () => {
      expect(STATUS_PLACES.map((place) => rows.some(([, where]) => where === place))).toStrictEqual(STATUS_PLACES.map(() => true));
      expect(types.filter(({ crd }) => crd)).toHaveLength(88 + OPEN_TYPES.length);
    });

    it.each(rows)('%s, status: %s, loses nothing', async(steveId, place, type) => {
      const sample = await storeSample(server, type, NAME);
      const edits = await chooseEdits(server, type, sample);
      const losses: string[] = [];
      let current = sample;

      expect([edits.some(({ kind }) => kind === 'a field changed'), sample.status === undefined]).toStrictEqual([!(steveId in NO_FIELD), place === 'none']);

      for (const edit of edits) {
        for (const way of ways) {
          const saved = await save(server, type, sample, current, edit, way);

          current = saved.stored;
          losses.push(...saved.losses.map((path) => `${ way }: ${ edit.kind } at ${ edit.path }: ${ path }`));
        }
      }

      expect(losses).toStrictEqual([]);
    }, ROW_TIMEOUT);
  });
}
