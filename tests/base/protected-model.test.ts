import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import isEqual from 'lodash/isEqual';
import get from 'lodash/get';
import omit from 'lodash/omit';
import { reactive } from 'vue';
import HybridModel from '@shell/plugins/steve/hybrid-class';
import NormanModel from '@shell/plugins/steve/norman-class';
import SteveModel, { type SaveOptions } from '@shell/plugins/steve/steve-class';
import { protectedModel } from '@models/base/protected-model';
import { SaveError } from '@models/base/save-error';
import { hasSaveEngine } from '@models/base/save-engine';
import { type AnyModel, openDashboard } from '../../scripts/conformance/dashboard-store';
import { HarvesterApi } from '../../scripts/harvester-api/api';
import type { ApiRequest, ApiResponse, JsonObject, KubeObject } from '../../scripts/harvester-api/types';

type Data = Record<string, unknown> & { metadata: Record<string, unknown>; spec: Record<string, unknown>; status?: unknown };
type Pool = SteveModel & { spec: Record<string, unknown> & { description?: string } };

const POOL = 'loadbalancer.harvesterhci.io.ippool';
const POOLS = 'ippools.loadbalancer.harvesterhci.io';
const OWNER = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: '11111111-1111-4111-8111-111111111111' };

const STORED: JsonObject = {
  apiVersion: 'loadbalancer.harvesterhci.io/v1beta1',
  kind:       'IPPool',
  metadata:   { name: 'pool', finalizers: ['example.io/guard'], ownerReferences: [OWNER] },
  spec:       {
    description: 'before', selector: { network: 'default/a', priority: 1 }, ranges: [{ subnet: '192.168.0.0/24', rangeStart: '192.168.0.10', rangeEnd: '192.168.0.20', gateway: '192.168.0.1' }],
  },
  status: { total: 11, available: 10, lastAllocated: '192.168.0.10', allocated: { '192.168.0.10': 'default/lb' }, conditions: [{ type: 'Ready', status: 'True', lastUpdateTime: '2026-01-01T00:00:00Z' }] },
};

interface Setup {
  /** Runs before a request is answered; an answer of its own is the server's. */
  readonly intercept?: (request: ApiRequest, api: HarvesterApi) => ApiResponse | undefined;
}

/** A stored pool, in a form of a dashboard that has this class for it. */
async function setup(Model: AnyModel, { intercept }: Setup = {}) {
  const api = new HarvesterApi();
  const writes: { readonly method: string; readonly url: string; readonly body: JsonObject }[] = [];

  api.cluster.create(POOLS, structuredClone(STORED));

  const dashboard = await openDashboard({
    send(request) {
      if (request.method !== 'GET') {
        const json = request.headers['content-type'] !== 'application/yaml';

        writes.push({ method: request.method, url: request.url, body: json ? JSON.parse(request.body ?? '{}') as JsonObject : {} });
      }

      return intercept?.(request, api) ?? api.handle(request);
    },
    modelFor: () => Model,
  });
  const pool = (): KubeObject => {
    const found = api.cluster.get(POOLS, undefined, 'pool');

    if (!found) {
      throw new Error('The pool is gone.');
    }

    return found;
  };
  const stored = await dashboard.find(POOL, 'pool') as Pool;
  // A form holds its resource in component data: as a reactive proxy.
  const edited = reactive(await dashboard.clone(stored)) as Pool;

  return { api, dashboard, writes, stored, edited, pool };
}

const at = (value: unknown, path: string): unknown => get(value as object, path);

const CONTROLLERS = ['status', 'metadata.finalizers', 'metadata.ownerReferences'] as const;

/** What a save of another description takes away from the cluster, and how it was sent. */
async function save(Model: AnyModel) {
  const { edited, writes, pool } = await setup(Model);
  const before = pool();

  edited.spec.description = 'after';
  await edited.save();
  const after = pool();

  return { lost: CONTROLLERS.filter((path) => !isEqual(at(before, path), at(after, path))), methods: writes.map(({ method }) => method), after, body: writes[0]?.body, edited };
}

const warned = vi.fn<(message: string) => void>();

beforeEach(() => {
  warned.mockClear();
  vi.spyOn(console, 'warn').mockImplementation(warned);
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('protectedModel', () => {
  it.each([
    ['a plain SteveModel', () => class extends SteveModel {}, ['status', 'metadata.finalizers']],
    ['a base that puts the status back by hand', () => class extends SteveModel {
      override cleanForSave(data: Data, forNew?: boolean) {
        return { ...super.cleanForSave(data, forNew), status: data.status ?? Reflect.get(this, 'status') };
      }
    }, ['status', 'metadata.finalizers']],
    ['a clean-up that removes the status and does not call the shell\'s', () => class extends SteveModel {
      override cleanForSave(data: Data) {
        return omit(data, 'status', 'links');
      }
    }, ['status']],
    ['a clean-up that removes owners besides', () => class extends SteveModel {
      override cleanForSave(data: Data, forNew?: boolean) {
        return omit(super.cleanForSave(data, forNew), 'metadata.ownerReferences');
      }
    }, ['status', 'metadata.finalizers', 'metadata.ownerReferences']],
    ['a clean-up that empties the finalizers', () => class extends SteveModel {
      override cleanForSave(data: Data) {
        return { ...data, metadata: { ...data.metadata, finalizers: [] } };
      }
    }, ['status', 'metadata.finalizers']],
    ['a toSave without status', () => class extends SteveModel {
      override toSave() {
        return omit(JSON.parse(JSON.stringify(this)) as Data, 'status', 'metadata.finalizers');
      }
    }, ['status', 'metadata.finalizers']],
    ['a save of its own', () => class extends SteveModel {
      override save(options?: SaveOptions) {
        return super.save({ ...options });
      }
    }, ['status', 'metadata.finalizers']],
    ['a save that goes past its own _save', () => class extends SteveModel {
      override save(options?: SaveOptions) {
        return super._save({ ...options });
      }
    }, ['status', 'metadata.finalizers']],
    ['a _save of its own', () => class extends SteveModel {
      override async _save(options?: SaveOptions) {
        return await super._save(options);
      }
    }, ['status', 'metadata.finalizers']],
    ['a _save that makes the request by itself', () => class extends SteveModel {
      override async _save() {
        const answer = await this.$dispatch('request', {
          opt: { url: this.linkFor('update'), method: 'put', headers: { 'content-type': 'application/json' }, data: this.cleanForSave(JSON.parse(JSON.stringify(this)) as Data) }, type: this.type,
        });

        await this.$dispatch('load', { data: answer });

        return this;
      }
    }, ['status', 'metadata.finalizers']],
  ] as const)('keeps what the controllers wrote, where the class loses it: %s', async(_what, make, losses) => {
    const Model: AnyModel = make();
    const stock = await save(Model);
    const saved = await save(protectedModel(Model));

    // Steve takes `lastUpdateTime` out of every PUT, so that no class keeps its status whole.
    expect([stock.lost, stock.methods]).toStrictEqual([expect.arrayContaining([...losses]), ['PUT']]);
    expect([saved.lost, saved.methods]).toStrictEqual([[], ['PATCH']]);
    expect(saved.after.spec).toStrictEqual({ ...STORED.spec as JsonObject, description: 'after' });
    expect(Object.keys(saved.body ?? {}).sort()).toStrictEqual(['metadata', 'spec']);
  });

  it('is the class with its name, statics, getters and instances', async() => {
    class Thing extends SteveModel {
      static readonly color = 'blue';

      static paint(this: typeof Thing): string {
        return this.color;
      }

      get shout(): string {
        return `${ this.id ?? '' }!`;
      }

      /** As the engine calls one of its own. */
      resolveConflicts(): string {
        return 'mine';
      }
    }
    const Protected = protectedModel(Thing) as typeof Thing;
    const { edited } = await setup(Protected);

    expect([Protected.name, Protected.color, Protected.paint()]).toStrictEqual(['Thing', 'blue', 'blue']);
    expect(edited).toBeInstanceOf(Thing);
    expect([Reflect.get(edited, 'shout'), (edited as unknown as Thing).resolveConflicts()]).toStrictEqual(['pool!', 'mine']);
    expect([protectedModel(Thing), protectedModel(Protected)]).toStrictEqual([Protected, Protected]);
    expect([hasSaveEngine(Protected), hasSaveEngine(Thing)]).toStrictEqual([true, false]);
  });

  it('runs everything that the model hooks into a save, once, with what is stored', async() => {
    const calls: string[] = [];
    class Hooked extends SteveModel {
      override async _save(options?: SaveOptions) {
        calls.push('_save');
        this.setAnnotation('example.io/edited', 'yes');
        const saved = await super._save(options);

        calls.push(`saved ${ String(at(this, 'spec.description')) }`);

        return saved;
      }

      override validationErrors(): readonly string[] {
        calls.push('validationErrors');

        return [];
      }

      override toSave() {
        calls.push('toSave');

        return super.toSave();
      }

      override processSaveResponse(response: object) {
        calls.push(`processSaveResponse ${ String(at(response, 'spec.description')) }`);
      }
    }
    const { after, methods } = await save(protectedModel(Hooked));

    expect(calls).toStrictEqual(['_save', 'validationErrors', 'toSave', 'processSaveResponse after', 'saved after']);
    expect([methods, after.metadata.annotations]).toStrictEqual([['PATCH'], { 'example.io/edited': 'yes' }]);
  });

  it('sends what the clean-up adds and removes below spec', async() => {
    class Opinionated extends SteveModel {
      override cleanForSave(data: Data, forNew?: boolean) {
        const clean = super.cleanForSave(data, forNew) as Data;

        return { ...clean, spec: { ...omit(clean.spec, 'selector.priority'), description: 'its own' } };
      }
    }
    const { edited, writes } = await setup(protectedModel(Opinionated));

    await edited.save();

    expect(writes.map(({ body }) => body.spec)).toStrictEqual([{ description: 'its own', selector: { priority: null } }]);
    expect(warned).not.toHaveBeenCalled();
  });

  it('never sends a status that the clean-up has kept from earlier', async() => {
    class Remembering extends SteveModel {
      override cleanForSave(data: Data, forNew?: boolean) {
        return { ...super.cleanForSave(data, forNew), status: { total: 0, allocated: {} } };
      }
    }
    const { lost, body } = await save(protectedModel(Remembering));

    expect(lost).toStrictEqual([]);
    expect(body).not.toHaveProperty('status');
  });

  it('takes a clean-up that gives nothing back for one that means nothing', async() => {
    class Forgetful extends SteveModel {
      override cleanForSave(data: Data, forNew?: boolean) {
        super.cleanForSave(data, forNew);

        return undefined as unknown as Data;
      }
    }
    const { lost, after } = await save(protectedModel(Forgetful));

    expect([lost, after.spec]).toStrictEqual([[], { ...STORED.spec as JsonObject, description: 'after' }]);
  });

  it.each([
    ['after the shell\'s clean-up, status', (clean: (data: Data) => Data, data: Data) => {
      const out = clean(data);

      delete out.status;

      return out;
    }, 'status'],
    ['after the shell\'s clean-up, owners', (clean: (data: Data) => Data, data: Data) => omit(clean(data), 'metadata.ownerReferences'), 'metadata.ownerReferences'],
    ['before the shell\'s clean-up, finalizers', (clean: (data: Data) => Data, data: Data) => clean(omit(data, 'metadata.finalizers') as Data), 'metadata.finalizers'],
    ['by taking only what it knows', (_clean: (data: Data) => Data, data: Data) => ({ ...data, status: undefined }), 'status'],
    ['some of a list', (clean: (data: Data) => Data, data: Data) => clean({ ...data, metadata: { ...data.metadata, finalizers: [] } }), 'metadata.finalizers'],
    ['nothing but below spec', (clean: (data: Data) => Data, data: Data) => omit(clean(data), 'spec.description'), undefined],
    ['nothing', (clean: (data: Data) => Data, data: Data) => clean(data), undefined],
  ])('says once what a clean-up would take from the server: %s', async(what, cleanUp, lost) => {
    class Cleaning extends SteveModel {
      override cleanForSave(data: Data, forNew?: boolean) {
        return cleanUp((given) => super.cleanForSave(given, forNew) as Data, data) as Data;
      }
    }
    Object.defineProperty(Cleaning, 'name', { value: `Model removing ${ what }` });
    const { edited } = await setup(protectedModel(Cleaning));

    for (const description of ['one', 'two']) {
      edited.spec.description = description;
      await edited.save();
    }

    expect(warned.mock.calls.map(([message]) => message)).toStrictEqual(lost === undefined ? [] : [`harvester-models: cleanForSave of Model removing ${ what } (${ POOL }) removes ${ lost }, which the server owns. The save keeps what is there.`]);
    expect(Reflect.get(SteveModel.prototype, 'cleanForSave').name).toBe('cleanForSave');
  });

  it('keeps what is typed while it is saved, and keeps it out of the store', async() => {
    const form: { pool?: Pool } = {};
    const { edited, stored } = await setup(protectedModel(class extends SteveModel {}), {
      intercept({ method }) {
        if (method === 'PATCH' && form.pool) {
          form.pool.spec.description = 'typed meanwhile';
        }

        return undefined;
      },
    });

    form.pool = edited;
    edited.spec.description = 'after';
    await edited.save();

    expect([edited.spec.description, stored.spec.description]).toStrictEqual(['typed meanwhile', 'after']);
  });

  it('names a model once, however much more it removes later', async() => {
    const paths = ['status'];
    class Greedy extends SteveModel {
      override cleanForSave(data: Data) {
        return omit(data, paths) as Data;
      }
    }
    const { edited } = await setup(protectedModel(Greedy));

    edited.cleanForSave(JSON.parse(JSON.stringify(edited)) as Data);
    paths.push('metadata.finalizers');
    edited.cleanForSave(JSON.parse(JSON.stringify(edited)) as Data);

    expect(warned).toHaveBeenCalledTimes(1);
  });

  it('takes a whole body for an edit, also where the model sends it as a PATCH', async() => {
    class Patching extends SteveModel {
      override async _save() {
        await this.$dispatch('request', { opt: { url: this.linkFor('update'), method: 'patch', data: this.cleanForSave(JSON.parse(JSON.stringify(this)) as Data) }, type: this.type });

        return this;
      }
    }
    const { lost, body } = await save(protectedModel(Patching));

    expect([lost, body?.spec]).toStrictEqual([[], { description: 'after' }]);
    expect(Object.keys(body ?? {}).sort()).toStrictEqual(['metadata', 'spec']);
  });

  it('lets a controller\'s write and the user\'s change both survive, also under a _save of its own', async() => {
    class Overriding extends SteveModel {
      override async _save(options?: SaveOptions) {
        return await super._save(options);
      }
    }
    const { api, edited, pool } = await setup(protectedModel(Overriding));
    const allocated = { '192.168.0.10': 'default/lb', '192.168.0.11': 'default/lb2' };

    api.cluster.update(POOLS, { ...pool(), status: { ...pool().status as JsonObject, allocated } });
    edited.spec.description = 'after';
    await edited.save();

    expect(pool()).toMatchObject({ spec: { description: 'after' }, status: { allocated } });
  });

  it('shows a conflict as an error that the shell\'s forms do not merge by themselves', async() => {
    const { api, edited, pool } = await setup(protectedModel(class extends SteveModel {}));

    api.cluster.update(POOLS, { ...pool(), spec: { ...pool().spec as JsonObject, description: 'theirs' } });
    edited.spec.description = 'mine';
    const error: unknown = await edited.save().catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(SaveError);
    expect(['kind', 'status', '_status'].map((key) => at(error, key))).toStrictEqual(['conflict', undefined, undefined]);
    expect(pool().spec).toMatchObject({ description: 'theirs' });
  });

  it('sends the given part alone when it is asked to update, also under a _save of its own', async() => {
    class Overriding extends SteveModel {
      override async _save(options?: SaveOptions) {
        return await super._save(options);
      }
    }
    const { edited, writes } = await setup(protectedModel(Overriding));

    edited.spec.description = 'typed, not meant';
    await edited.save({ method: 'patch', data: { spec: { selector: { priority: 9 } } } });

    expect(writes.map(({ method, body }) => [method, body.spec])).toStrictEqual([['PATCH', { selector: { priority: 9 } }]]);
  });

  it.each([
    ['the shell\'s _saveYaml', () => class extends SteveModel {}],
    ['a _saveYaml of its own', () => class extends SteveModel {
      override async _saveYaml(yaml: string, initial?: string | null, depth?: number) {
        this.setLabel('called', 'yes');
        await super._saveYaml(yaml, initial, depth);
      }
    }],
  ] as const)('saves a text as a change, under %s', async(_what, make) => {
    const Model: AnyModel = make();
    const { edited, writes, pool } = await setup(protectedModel(Model));
    const before = pool();
    const text = JSON.stringify(before);

    await edited.saveYaml(text.replace('"before"', '"after"'), text);

    expect(writes.map(({ method, body }) => [method, body.spec])).toStrictEqual([['PATCH', { description: 'after' }]]);
    expect(pool().status).toStrictEqual(before.status);
  });

  it.each([
    ['its class is made of HybridModel', () => class extends (HybridModel as typeof SteveModel) {}],
    ['it is SteveModel itself', () => SteveModel],
  ])('takes a socket\'s update as the class itself does, where %s', async(_what, make) => {
    const Model: AnyModel = make();
    const seen = await Promise.all([Model, protectedModel(Model)].map(async(model) => {
      const { dashboard, stored, pool } = await setup(model);

      await dashboard.receive({ ...JSON.parse(JSON.stringify(stored)) as object, metadata: { ...pool().metadata, resourceVersion: '999999' }, description: 'from the socket', state: 'active' });

      return [stored.metadata?.resourceVersion, Object.hasOwn(stored, 'state'), Object.hasOwn(stored, 'description')];
    }));

    expect(seen[1]).toStrictEqual(seen[0]);
    expect(seen[0]?.[0]).toBe('999999');
  });

  it('keeps the status of a class made of HybridModel, which the shell does not clean', async() => {
    const Model = class extends (HybridModel as typeof SteveModel) {};
    const { lost, methods } = await save(protectedModel(Model));

    expect([lost, methods]).toStrictEqual([[], ['PATCH']]);
  });
});

describe('What is no Kubernetes object that was read from the cluster', () => {
  const LINKS = { self: '/v1/things/thing', update: '/v1/things/thing', view: '/apis/example.io/v1/things/thing' };
  const WHOLE = {
    id: 'thing', type: 'example.io.thing', apiVersion: 'example.io/v1', kind: 'Thing', metadata: { name: 'thing', uid: 'u', resourceVersion: '1', finalizers: ['f'] }, status: { a: 1 }, actions: {}, _name: 'x',
  };

  const refusal = () => Object.assign(new Error('no'), { _status: 422 });

  /** The requests that a save makes; they fail with `failure`. */
  async function requestsOf(Model: AnyModel, data: object, failure: Error, options: SaveOptions = {}) {
    const requests: unknown[] = [];
    const context = {
      getters:     { byId: () => undefined, keyFieldForType: () => 'id', schemaFor: () => ({ linkFor: () => '/v1/things' }) },
      rootGetters: { 'i18n/t': (key: string) => key, 'i18n/exists': () => false },
      dispatch:    (action: string, payload: object) => {
        requests.push([action, structuredClone(payload)]);

        return Promise.reject(failure);
      },
    };
    const error: unknown = await new Model(structuredClone(data), context).save({ skipUIValidation: true, ...options }).catch((reason: unknown) => reason);

    return { requests, error };
  }

  const CLEANING = (Base: AnyModel): AnyModel => class extends Base {
    override cleanForSave(data: Data, forNew?: boolean) {
      return { ...super.cleanForSave(data, forNew), cleaned: true };
    }
  };

  it.each([
    ['a Norman resource', NormanModel, { id: 'n', type: 'labtoken', name: 'n', links: { self: '/v3/tokens/n', update: '/v3/tokens/n' }, labels: {} }],
    ['a spoofed one', SteveModel, { id: 's', type: 'labreport', links: { self: '/v1/reports/s', update: '/v1/reports/s' } }],
    ['a new one', SteveModel, { type: 'example.io.thing', apiVersion: 'example.io/v1', kind: 'Thing', metadata: { name: 'thing', finalizers: ['f'] }, stringData: { a: 'b' } }],
    ['one without a view', SteveModel, { ...WHOLE, links: omit(LINKS, 'view') }],
    ['one whose view is Norman\'s', SteveModel, { ...WHOLE, links: { ...LINKS, view: '/v3/things/thing' } }],
    ['one without apiVersion', SteveModel, { ...omit(WHOLE, 'apiVersion'), links: LINKS }],
    ['one without kind', SteveModel, { ...omit(WHOLE, 'kind'), links: LINKS }],
    ['one without uid', SteveModel, { ...omit(WHOLE, 'metadata.uid'), links: LINKS }],
    ['one without resourceVersion', SteveModel, { ...omit(WHOLE, 'metadata.resourceVersion'), links: LINKS }],
  ] as const)('is saved as the class itself saves it, byte for byte, and fails with the same error: %s', async(_what, Base, data) => {
    const Model = CLEANING(Base);
    const failure = refusal();
    const stock = await requestsOf(Model, data, failure);
    const saved = await requestsOf(protectedModel(Model), data, failure);

    expect(saved.requests).toStrictEqual(stock.requests);
    expect(stock.requests).not.toStrictEqual([]);
    expect(saved.error).toBe(failure);
  });

  it('is updated in part as the class itself does it', async() => {
    const data = { id: 'n', type: 'labtoken', links: { update: '/v3/tokens/n' } };
    const options = () => ({ method: 'patch', data: { ttl: 1 } });
    const [stock, saved] = await Promise.all([NormanModel, protectedModel(NormanModel)].map((Model) => requestsOf(Model, data, refusal(), options())));

    expect(saved?.requests).toStrictEqual(stock?.requests);
    expect(stock?.requests).toHaveLength(1);
  });

  it('is told from one that is: that is not sent as the class would', async() => {
    const Model = CLEANING(SteveModel);
    const data = { ...WHOLE, links: LINKS };

    expect((await requestsOf(protectedModel(Model), data, refusal())).requests).not.toStrictEqual((await requestsOf(Model, data, refusal())).requests);
  });
});
