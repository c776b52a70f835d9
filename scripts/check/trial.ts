import type SteveModel from '@shell/plugins/steve/steve-class';
import { HarvesterApi } from '../harvester-api/api';
import type { ServedType } from '../harvester-api/definitions';
import type { ApiRequest, ApiResponse, KubeObject, ResourceDefinition } from '../harvester-api/types';
import type { AnyModel, DashboardStore } from '../conformance/dashboard-store';
import { ADD_LABEL } from '../conformance/edits';
import { sampleObject } from '../conformance/sample-object';
import type { SaveWay } from '../conformance/save-ways';
import { statusChanges } from './changed-status';
import type { Runtime } from './runtime';
import { sentBeyond } from './sent';
import { tolerate, type Tolerance } from './tolerant-store';

/** Models that wait for something that never comes are given up. */
const PATIENCE_MS = 5000;

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => { reject(new Error(`the save did not end within ${ PATIENCE_MS / 1000 } s`)); }, PATIENCE_MS);
  });

  return Promise.race([work, limit]).finally(() => { clearTimeout(timer); });
}

function isConflict(error: unknown): boolean {
  const { _status, status } = Object(error) as { readonly _status?: unknown; readonly status?: unknown };

  return (_status ?? status) === 409;
}

/** What became of an object that was saved. */
export interface Saved {
  /** The object with the user's edit, and nothing else changed. */
  readonly expected: KubeObject;
  readonly stored: KubeObject | undefined;
  /** What the save was rejected with. */
  readonly error: unknown;
  /** True when it sent nothing that would write the object. */
  readonly isSilent: boolean;
  /** The action of another API's store that it saved through instead. */
  readonly elsewhere?: string;
  /** What was sent beyond the edit, by path. */
  readonly sent: readonly string[];
}

/** A dashboard on an embedded cluster, on which one model after the other is tried. */
export class Trial {
  private readonly runtime: Runtime;
  private readonly api: HarvesterApi;
  private readonly opened: Promise<DashboardStore>;
  private readonly writes: ApiRequest[] = [];
  private readonly elsewhere: string[] = [];
  private tolerance: Tolerance = { generous: false };
  private count = 0;
  private current: { readonly type: ServedType; readonly model: AnyModel } | undefined;

  constructor(runtime: Runtime, guessed: readonly ResourceDefinition[]) {
    this.runtime = runtime;
    this.api = new HarvesterApi({ types: guessed });
    this.opened = this.open();
  }

  private async open(): Promise<DashboardStore> {
    const dashboard = await this.runtime.openDashboard({
      send:     (request) => this.send(request),
      modelFor: (type) => this.current && type.toLowerCase() === this.current.type.steveId ? this.current.model : this.runtime.SteveModel,
    });

    // Samples need not make sense to a form; a model whose save forgets `skipUIValidation` is judged all the same.
    Object.assign(this.runtime.Resource.prototype, { validationErrors: () => [] });
    this.tolerance = tolerate(dashboard, (action) => this.elsewhere.push(action));

    return dashboard;
  }

  private send(request: ApiRequest): ApiResponse {
    if (['PUT', 'PATCH', 'POST'].includes(request.method) && !/[?&](?:action|dryRun)=/.test(request.url)) {
      this.writes.push(request);
    }

    return this.api.handle(request);
  }

  private begin(type: ServedType, model: AnyModel): void {
    this.current = { type, model };
    this.writes.length = 0;
    this.elsewhere.length = 0;
  }

  private create(type: ServedType): KubeObject {
    this.count += 1;

    return this.api.cluster.create(type.resource, sampleObject(type, `sample-${ this.count }`));
  }

  private stored(type: ServedType, { metadata }: KubeObject): KubeObject | undefined {
    return this.api.cluster.get(type.resource, metadata.namespace, metadata.name);
  }

  private async find(type: ServedType, { metadata: { namespace, name } }: KubeObject): Promise<SteveModel> {
    return (await this.opened).find(type.steveId, type.namespaced ? `${ namespace ?? '' }/${ name }` : name);
  }

  /** Does what the dashboard's other stores should be no hindrance to. */
  async generously<T>(work: () => T | Promise<T>): Promise<T> {
    await this.opened;
    this.tolerance.generous = true;

    try {
      return await work();
    } finally {
      this.tolerance.generous = false;
    }
  }

  /** An instance of the model that has nothing but its name. */
  async partial(type: ServedType, model: AnyModel): Promise<object> {
    const { store } = await this.opened;

    this.begin(type, model);

    return await store.dispatch('harvester/create', { type: type.steveId, apiVersion: type.apiVersion, kind: type.kind, metadata: { name: 'sample' } }) as object;
  }

  /** Makes one edit of a full object, and saves it. */
  async save(type: ServedType, model: AnyModel, way: SaveWay): Promise<Saved> {
    this.begin(type, model);

    const before = this.create(type);
    const expected = structuredClone(before);
    const error = await this.saveEdited(way, await this.find(type, before));
    const own = this.writes.filter(({ url }) => url.replace(/\?.*$/, '').endsWith(`/${ before.metadata.name }`));
    const [elsewhere] = this.elsewhere;

    ADD_LABEL.change(expected);

    return {
      expected, error, stored: this.stored(type, before), isSilent: !own.length,
      sent: [...new Set(own.flatMap((request) => sentBeyond(request, expected, ADD_LABEL.path)))].sort(),
      ...(elsewhere === undefined ? {} : { elsewhere }),
    };
  }

  private async saveEdited(way: SaveWay, resource: SteveModel): Promise<unknown> {
    try {
      await inTime(this.runtime.saveBy(way, await this.opened, resource, ADD_LABEL.change));

      return undefined;
    } catch (error) {
      return error ?? new Error('it was rejected without a reason');
    }
  }

  /**
   * A form is open while a controller writes the status. True when the form's save puts the old one over it; what the form does
   * after the 409 is the shell's own.
   */
  async overwritesStatus(type: ServedType, model: AnyModel): Promise<boolean> {
    this.begin(type, model);

    const before = this.create(type);
    const live = await this.find(type, before);
    const dashboard = await this.opened;
    const [initial, edited] = [await dashboard.clone(live), await dashboard.clone(live)];
    const change = statusChanges(before).find(({ changed }) => this.accepts(type, changed));

    if (!change) {
      return false;
    }

    ADD_LABEL.change(edited);

    try {
      await inTime(edited.save({ skipUIValidation: true }));
    } catch (error) {
      if (isConflict(error) && await this.isMerged(initial, edited, live)) {
        await inTime(edited.save({ skipUIValidation: true })).catch(() => undefined);
      }
    }

    return change.isOld(this.stored(type, before));
  }

  /** What the form does after a 409. True when it may be saved once more. */
  private async isMerged(initial: SteveModel, edited: SteveModel, live: SteveModel): Promise<boolean> {
    const { handleConflict } = this.runtime;
    const { store: opened } = await this.opened;
    const getters: unknown = opened.getters;
    const store = { dispatch: opened.dispatch, getters: Object(getters) as object };
    // Before 3.0.5 the shell's function took the first object as data, and the getters apart.
    const conflicts: unknown = await Reflect.apply(handleConflict, undefined, handleConflict.length > 5
      ? [initial.toJSON(), edited, live, store.getters, store, 'harvester']
      : [initial, edited, live, store, 'harvester']);

    return conflicts === false;
  }

  private accepts(type: ServedType, changed: KubeObject): boolean {
    try {
      this.api.cluster.update(type.resource, changed);

      return true;
    } catch {
      return false;
    }
  }
}
