import { describe, expect, it } from 'vitest';
import type SteveModel from '@shell/plugins/steve/steve-class';
import { SaveError } from '@models/base/save-error';
import { modelFor } from '@models/registry';
import { type AnyModel, type DashboardStore, openDashboard } from '../../scripts/conformance/dashboard-store';
import { sampleObject } from '../../scripts/conformance/sample-object';
import { SAVE_WAYS, saveBy } from '../../scripts/conformance/save-ways';
import { HarvesterApi } from '../../scripts/harvester-api/api';
import { Definitions, type ServedType } from '../../scripts/harvester-api/definitions';
import { STEVE_VERSIONS, type SteveVersion } from '../../scripts/harvester-api/steve/versions';
import type { ApiRequest, Authorize, JsonObject, KubeObject } from '../../scripts/harvester-api/types';

const POOL = 'loadbalancer.harvesterhci.io.ippool';

/** Types of each sort, as far as a Steve treats them differently. */
const TYPES = [
  [POOL, 'has its status in the object'],
  ['k8s.cni.cncf.io.networkattachmentdefinition', 'is in a namespace, where an older Steve finds no object to patch'],
  ['devices.harvesterhci.io.sriovnetworkdevice', 'has a status subresource'],
  ['secret', 'is built-in, and has a `type` of its own'],
] as const;

interface Session {
  readonly api: HarvesterApi;
  readonly dashboard: DashboardStore;
  /** What the dashboard wrote: method, address, answer. */
  readonly writes: string[];
}

interface SessionOptions {
  readonly authorize?: Authorize;
  /** Runs before the dashboard's first write arrives. */
  readonly meanwhile?: (api: HarvesterApi) => void;
}

function typeOf(id: string): ServedType {
  const type = Definitions.all().ofSteve(id);

  if (!type) {
    throw new Error(`There is no type ${ id }.`);
  }

  return type;
}

function classOf(id: string): AnyModel {
  const model = modelFor(id);

  if (!model) {
    throw new Error(`There is no model of ${ id }.`);
  }

  return model;
}

async function open(steveVersion: SteveVersion, id: string, { authorize = () => true, meanwhile }: SessionOptions = {}): Promise<Session> {
  const api = new HarvesterApi({ steveVersion });
  const user = api.as('user', authorize);
  const writes: string[] = [];
  let pending = meanwhile;
  const send = (request: ApiRequest) => {
    if (request.method === 'GET') {
      return user.handle(request);
    }

    pending?.(api);
    pending = undefined;

    const answer = user.handle(request);

    writes.push(`${ request.method } ${ request.url } ${ answer.status }`);

    return answer;
  };

  return { api, writes, dashboard: await openDashboard({ send, modelFor: () => classOf(id) }) };
}

/** Stores a full sample of a type. */
function store({ api }: Session, id: string): KubeObject {
  return api.cluster.create(typeOf(id).resource, sampleObject(typeOf(id)));
}

function stored({ api }: Session, id: string, { metadata: { namespace, name } }: KubeObject): KubeObject | undefined {
  return api.cluster.get(typeOf(id).resource, namespace, name);
}

function idOf({ metadata: { namespace, name } }: KubeObject): string {
  return namespace ? `${ namespace }/${ name }` : name;
}

/** Where Kubernetes has the object. */
function addressOf(id: string, { metadata: { namespace, name } }: KubeObject): string {
  const { group, apiVersion, plural } = typeOf(id);

  return [`${ group ? '/apis' : '/api' }/${ apiVersion }`, ...(namespace ? ['namespaces', namespace] : []), plural, name].join('/');
}

/** The object with a label more, as a save leaves it: nothing else differs but its version. */
function labelled(before: KubeObject, after: KubeObject | undefined): KubeObject {
  return { ...before, metadata: { ...before.metadata, labels: { ...before.metadata.labels, edited: 'yes' }, resourceVersion: after?.metadata.resourceVersion ?? '' } };
}

function addLabel(object: object): void {
  const { metadata } = object as { readonly metadata: { labels?: Record<string, string> } };

  metadata.labels = { ...metadata.labels, edited: 'yes' };
}

type Pool = SteveModel & { spec: { selector: { network: string; priority: number } } };

async function edit({ dashboard }: Session, before: KubeObject): Promise<Pool> {
  return await dashboard.clone(await dashboard.find(POOL, idOf(before))) as Pool;
}

describe.each(STEVE_VERSIONS)('a save on Steve %s', (version) => {
  it.each(TYPES.flatMap(([id, reason]) => SAVE_WAYS.map((way) => [id, reason, way] as const)))('of %s, which %s, changes by %s what the user changed alone', async(id, _reason, way) => {
    const session = await open(version, id);
    const before = store(session, id);

    await saveBy(way, session.dashboard, await session.dashboard.find(id, idOf(before)), addLabel);

    const after = stored(session, id, before);

    expect(after).toStrictEqual(labelled(before, after));
    expect(after?.metadata.resourceVersion).not.toBe(before.metadata.resourceVersion);
    expect(session.writes).toStrictEqual([`PATCH ${ addressOf(id, before) } 200`]);
  });

  it('of a resource that came with a list loses nothing either', async() => {
    const session = await open(version, POOL);
    const before = store(session, POOL);
    const [pool] = await session.dashboard.findAll(POOL);

    expect(pool).toBeDefined();

    if (pool) {
      await saveBy('form', session.dashboard, pool, addLabel);
    }

    const after = stored(session, POOL, before);

    expect(after).toStrictEqual(labelled(before, after));
  });

  it('is rebased when a controller wrote meanwhile: both changes are stored', async() => {
    const status: JsonObject = { total: 9, available: 8, allocated: { '192.0.2.1': 'default/lb' }, lastAllocated: '192.0.2.1' };
    const session = await open(version, POOL, {
      meanwhile({ cluster }) {
        const [live] = cluster.list(typeOf(POOL).resource);

        if (live) {
          cluster.update(typeOf(POOL).resource, { ...live, status });
        }
      },
    });
    const before = store(session, POOL);
    const pool = await edit(session, before);

    pool.spec.selector.network = 'default/mine';
    await pool.save({ skipUIValidation: true });

    const after = stored(session, POOL, before);
    const spec = before.spec as JsonObject;

    expect(after).toStrictEqual({
      ...before,
      metadata: { ...before.metadata, generation: 3, resourceVersion: after?.metadata.resourceVersion },
      spec:     { ...spec, selector: { ...spec.selector as JsonObject, network: 'default/mine' } },
      status,
    });
    expect(session.writes).toStrictEqual([`PATCH ${ addressOf(POOL, before) } 409`, `PATCH ${ addressOf(POOL, before) } 200`]);
  });

  it('is refused with both values when somebody changed the same field meanwhile', async() => {
    const session = await open(version, POOL, {
      meanwhile({ cluster }) {
        const [live] = cluster.list(typeOf(POOL).resource);

        if (live) {
          cluster.update(typeOf(POOL).resource, { ...live, spec: { ...live.spec as JsonObject, selector: { network: 'default/theirs' } } });
        }
      },
    });
    const before = store(session, POOL);
    const pool = await edit(session, before);

    pool.spec.selector.network = 'default/mine';

    const error: unknown = await pool.save({ skipUIValidation: true }).catch((reason: unknown) => reason);

    expect(error instanceof SaveError && error.conflicts.map(({ path, mine, theirs }) => [path, mine, theirs])).toStrictEqual([['spec.selector.network', 'default/mine', 'default/theirs']]);
    expect(stored(session, POOL, before)?.spec).toMatchObject({ selector: { network: 'default/theirs' } });
  });

  it.each(TYPES)('of %s, which %s, is a PUT to Kubernetes where the user may update but not patch', async(id) => {
    const session = await open(version, id, { authorize: ({ verb }) => verb !== 'patch' });
    const before = store(session, id);

    await saveBy('form', session.dashboard, await session.dashboard.find(id, idOf(before)), addLabel);

    const after = stored(session, id, before);

    expect(after).toStrictEqual(labelled(before, after));
    expect(session.writes).toStrictEqual([`PATCH ${ addressOf(id, before) } 403`, `PUT ${ addressOf(id, before) } 200`]);
  });

  it('creates what the form has', async() => {
    const session = await open(version, POOL);
    const spec: JsonObject = { ranges: [{ subnet: '192.0.2.0/24' }], selector: { network: 'default/a', priority: 1 } };
    const pool = await session.dashboard.create({ type: POOL, metadata: { name: 'new', labels: { 'example.io/tier': 'gold' } }, spec });

    await pool.save({ skipUIValidation: true });

    const [created, ...others] = session.api.cluster.list(typeOf(POOL).resource);

    expect([created, others]).toStrictEqual([{
      apiVersion: 'loadbalancer.harvesterhci.io/v1beta1',
      kind:       'IPPool',
      metadata:   {
        name: 'new', labels: { 'example.io/tier': 'gold' }, generation: 1,
        uid: created?.metadata.uid, creationTimestamp: created?.metadata.creationTimestamp, resourceVersion: created?.metadata.resourceVersion,
      },
      spec,
    }, []]);
    expect(session.writes).toStrictEqual(['POST /v1/harvester/loadbalancer.harvesterhci.io.ippools 201']);
  });
});
