import { toRaw } from 'vue';
import SteveModel, { type SaveOptions } from '@shell/plugins/steve/steve-class';
import { cleaned, withControllersFields, withLiveFields } from './clean-up';
import { lossesOfCleanUp } from './clean-up-losses';
import { isEngineObject, isOwnSave } from './engine-object';
import { isObject, type KubernetesObject } from './kubernetes';
import { hasSaveEngine, saveThroughEngine, withSaveEngine } from './save-engine';
import { warnOnce } from './warn';
import { jsonCopy, toKubernetesForm } from './wire';

type Dispatch = SteveModel['$dispatch'];

/** What a body stands for that a protected model has made of itself for an update. The request that carries it is that model's save. */
const edits = new WeakMap<object, KubernetesObject>();
/** The part that a model was asked to `update`, by its raw object, while its `_save` is at work. */
const parts = new WeakMap<object, object>();
/** The first text of a YAML page, by the model's raw object, while its own `_saveYaml` is at work. */
const initialTexts = new WeakMap<object, string | null | undefined>();
/** What the shell's `_save` is answered when the engine has saved, and has done with the answer what the shell would do. */
const answers = new WeakSet<object>();

const protectedModels = new WeakMap<typeof SteveModel, typeof SteveModel>();

/** True for a class whose instances the dashboard's stores can hold, whichever copy of the shell it comes from. */
export function isModelClass(value: unknown): value is typeof SteveModel {
  if (typeof value !== 'function') {
    return false;
  }

  const prototype: unknown = value.prototype;

  return typeof prototype === 'object' && prototype !== null && '_save' in prototype && 'cleanForSave' in prototype;
}

/**
 * The model with its saves of existing Kubernetes objects through the engine, and everything else as it is: the shell's own `_save` runs,
 * with the model's overrides, and the request at its end is what the engine takes over. The same class gives the same result.
 */
export function protectedModel(Model: typeof SteveModel): typeof SteveModel {
  let model = protectedModels.get(Model);

  if (!model) {
    model = hasSaveEngine(Model) ? Model : guarded(Model);
    protectedModels.set(Model, model);
  }

  return model;
}

function guarded(Model: typeof SteveModel): typeof SteveModel {
  const Engine: typeof SteveModel = withSaveEngine(Model);

  class ProtectedModel extends Engine {
    override _save(options: SaveOptions = {}): Promise<this> {
      const save = Reflect.get(Model.prototype, '_save') as (this: unknown, options: SaveOptions) => Promise<this>;
      const work = () => save.call(this, options);

      return isPatch(options) && isObject(options.data) ? during(parts, this, options.data, work) : work();
    }

    override async _saveYaml(yaml: string, initialYaml?: string | null, depth?: number): Promise<void> {
      if (!isEngineObject(this)) {
        return Model.prototype._saveYaml.call(this, yaml, initialYaml, depth);
      }

      if (Reflect.get(Model.prototype, '_saveYaml') === Reflect.get(SteveModel.prototype, '_saveYaml')) {
        return super._saveYaml(yaml, initialYaml, depth);
      }

      return during(initialTexts, this, initialYaml, () => Model.prototype._saveYaml.call(this, yaml, initialYaml, depth));
    }

    override cleanForSave(data: Record<string, unknown>, forNew?: boolean): Record<string, unknown> {
      if (forNew || !isEngineObject(this)) {
        return Model.prototype.cleanForSave.call(this, data, forNew);
      }

      const wire = jsonCopy(data);
      const meant = cleaned(this, Model, data, false);
      const body = { ...withLiveFields(this, meant) };

      edits.set(body, toKubernetesForm(withControllersFields(meant, jsonCopy(this)), this.type));
      reportLosses(this, Model, wire);

      return body;
    }

    override processSaveResponse(response: object, options?: SaveOptions): void {
      if (!answers.has(response)) {
        super.processSaveResponse(response, options);
      }
    }
  }

  Object.defineProperty(ProtectedModel, 'name', { value: Model.name });
  Object.defineProperty(ProtectedModel.prototype, '$dispatch', {
    configurable: true,
    get(this: SteveModel): Dispatch {
      return savingDispatch(this, Engine, Reflect.get(Model.prototype, '$dispatch', this));
    },
  });
  keepOwnMembers(ProtectedModel, Engine, Model);

  return ProtectedModel;
}

function isPatch({ method }: SaveOptions): boolean {
  return method?.toLowerCase() === 'patch';
}

/** Does some work for a model with a value at hand for the request that it ends in. */
async function during<V, T>(values: WeakMap<object, V>, resource: SteveModel, value: V, work: () => Promise<T>): Promise<T> {
  const raw = toRaw(resource);

  values.set(raw, value);

  try {
    return await work();
  } finally {
    values.delete(raw);
  }
}

/** The store's `dispatch`, in which the request of a save is the engine's. */
function savingDispatch(resource: SteveModel, Engine: typeof SteveModel, dispatch: Dispatch): Dispatch {
  return (action, payload, options) => {
    const { opt, data } = isObject(payload) ? payload : {};

    if (action === 'request' && isObject(opt)) {
      const saving = savingOf(resource, Engine, opt);

      if (saving) {
        return saving();
      }
    }

    if (action === 'load' && isObject(data) && answers.has(data)) {
      return Promise.resolve();
    }

    return dispatch(action, payload, options);
  };
}

/** The save that a request is meant as; `undefined` for every other request. */
function savingOf(resource: SteveModel, Engine: typeof SteveModel, request: SaveOptions): (() => Promise<object>) | undefined {
  const { data } = request;

  if (!isOwnSave(resource, request) || !isEngineObject(resource)) {
    return undefined;
  }

  const raw = toRaw(resource);
  const part = isPatch(request) ? parts.get(raw) : undefined;

  if (part) {
    return () => answered(resource, saveThroughEngine(resource, { ...request, data: part }, () => jsonCopy(part)));
  }

  if (typeof data === 'string') {
    return initialTexts.has(raw) ? () => answered(resource, Engine.prototype._saveYaml.call(resource, data, initialTexts.get(raw))) : undefined;
  }

  const edited = isObject(data) ? edits.get(data) : undefined;

  return edited && (() => answered(resource, saveThroughEngine(resource, { ...request, method: 'put' }, () => edited)));
}

async function answered(resource: SteveModel, saving: Promise<void>): Promise<object> {
  await saving;

  const answer = jsonCopy(resource);

  answers.add(answer);

  return answer;
}

/** A member of the model's own wins over one that the engine adds under the same name. */
function keepOwnMembers(target: typeof SteveModel, Engine: typeof SteveModel, Model: typeof SteveModel): void {
  for (const name of Object.getOwnPropertyNames(Engine.prototype)) {
    if (!(name in SteveModel.prototype)) {
      const own = descriptorOf(Model.prototype, name);

      if (own) {
        Object.defineProperty(target.prototype, name, own);
      }
    }
  }
}

function descriptorOf(prototype: object, name: string): PropertyDescriptor | undefined {
  const parent: unknown = Object.getPrototypeOf(prototype);

  return Object.getOwnPropertyDescriptor(prototype, name) ?? (isObject(parent) ? descriptorOf(parent, name) : undefined);
}

const reported = new WeakSet<typeof SteveModel>();

/** Says once per model what its clean-up would take away from the cluster. The save keeps it. */
function reportLosses(resource: SteveModel, Model: typeof SteveModel, wire: Record<string, unknown>): void {
  const lost = reported.has(Model) ? [] : lossesOfCleanUp(resource, Model, wire);

  if (lost.length) {
    reported.add(Model);
    warnOnce(`cleanForSave of ${ Model.name } (${ resource.type }) removes ${ lost.join(', ') }, which the server owns. The save keeps what is there.`);
  }
}
