import { toRaw } from 'vue';
import type SteveModel from '@shell/plugins/steve/steve-class';
import { type SaveOptions } from '@shell/plugins/steve/steve-class';
import HybridModel, { cleanHybridResources } from '@shell/plugins/steve/hybrid-class';
import isEqual from 'lodash/isEqual';
import { cleaned, withControllersFields, withIntention, withLiveFields } from './clean-up';
import { asSaveError, create, reviewCreation } from './creation';
import { bases } from './edit-bases';
import { isEngineObject, isNewKubernetesObject, isOwnSave, nameOf, storedTwin } from './engine-object';
import { failureOf, refusal } from './failure';
import { asMap, isObject, type JsonObject, type KubernetesObject } from './kubernetes';
import { listKeysOf } from './list-map-keys';
import { diff, formatPath, patched, threeWayMerge } from './merge';
import { JSON_TYPE, STAY, steveRouteOf, transportOf } from './model-transport';
import { saveEdit, tryEdit, type Edit, type Transport } from './save';
import { SaveError } from './save-error';
import { reviewOf, type SaveReview } from './save-review';
import { jsonCopy, toKubernetesForm, toSteveForm } from './wire';
import { dumpYaml } from './yaml';
import { editOfYaml, readYaml } from './yaml-of-model';

/** Which side of a conflict the user chose, by the conflict's path. */
type ConflictChoices = Readonly<Record<string, 'mine' | 'theirs'>>;

/** What a YAML editor holds: the text as it stands, and the text that it started from. */
interface YamlText {
  readonly text: string;
  readonly initial?: string | null;
}

/** What the save engine adds to a model's instances. */
export interface SavesChanges {
  /**
   * Moves this edit onto the version on the server that it collided with, with the user's choice at each conflicting field.
   * Saving afterwards sends what is left of the edit. A conflict without a choice keeps the server's value.
   */
  resolveConflicts(error: SaveError, choices: ConflictChoices): void;
  /**
   * What saving now would change, and what the server says to it; nothing is stored. Schema and webhooks run, and a misspelt field is named.
   * With a text it is about `saveYaml(text, initial)`. It never rejects: what a save would be refused with is the review's `refusal`.
   */
  reviewSave(yaml?: YamlText): Promise<SaveReview>;
  /**
   * The same as `resolveConflicts` for `saveYaml(text, initial)`: gives the text to go on with, and what it starts from now.
   * @throws SaveError when the text is no longer one that could be saved.
   */
  resolveYamlConflicts(error: SaveError, choices: ConflictChoices, yaml: YamlText): YamlText;
  /**
   * Creates the resource once more from what the user has, after a save found it deleted (`SaveError` of kind `deleted`). The server makes
   * `status`, uid and the like anew. With a text it is about `saveYaml(text, initial)`. The instance is the new resource afterwards.
   * @throws SaveError with the reason in the user's language.
   */
  saveAsNew(yaml?: YamlText): Promise<void>;
}

/** A model class whose saves go through the engine: the class itself with the engine's members. */
export type WithSaveEngine<T extends typeof SteveModel> = Omit<T, 'prototype'> & {
  new (...args: ConstructorParameters<typeof SteveModel>): InstanceType<T> & SavesChanges;
  readonly prototype: InstanceType<T> & SavesChanges;
};

/** The same in every copy of this library: a page may hold several, one per extension. */
const BRAND = Symbol.for('harvester-models.save-engine');

/** True for a model class whose saves go through the engine. */
export function hasSaveEngine(model: object): boolean {
  return Reflect.get(model, BRAND) === true;
}

function editOf(resource: SteveModel, transport: Transport, versions: Pick<Edit, 'base' | 'edited'>): Edit {
  return {
    name:     nameOf(resource),
    url:      resource.linkFor('view') ?? '',
    listKeys: listKeysOf(resource.apiVersion, resource.kind),
    steve:    steveRouteOf(resource, transport),
    ...versions,
  };
}

/** Stores an edit and brings store and instance up to date. `typed` is what the instance held when the edit was taken from it. */
async function store(resource: SteveModel, base: KubernetesObject, edited: KubernetesObject, typed: KubernetesObject, options: SaveOptions): Promise<void> {
  const transport = transportOf(resource);
  const stored = await saveEdit(editOf(resource, transport, { base, edited }), transport);

  if (!stored) {
    return;
  }

  const answer = await reload(resource, stored, base);
  const typedMeanwhile = diff(typed, toKubernetesForm(jsonCopy(resource), resource.type));

  await takeOn(resource, answer, typedMeanwhile, options);
}

/** Brings store and instance to what is stored; what was typed meanwhile stays an edit. */
async function takeOn(resource: SteveModel, answer: JsonObject, typedMeanwhile: JsonObject, options: SaveOptions): Promise<void> {
  resource.processSaveResponse(answer, options);
  await resource.$dispatch('load', { data: jsonCopy(answer), existing: undefined, invalidatePageCache: options.invalidatePageCache ?? false });

  const twin = storedTwin(resource);

  if (!twin || toRaw(twin) !== toRaw(resource)) {
    become(resource, patched(answer, typedMeanwhile));
    bases.set(toRaw(resource), toKubernetesForm(answer, resource.type));
  }
}

/** The resource as Steve has it after the write. Steve's cache may lag behind the write, and reading may fail: the write is done all the same. */
async function reload(resource: SteveModel, stored: KubernetesObject, base: KubernetesObject): Promise<JsonObject> {
  const self = resource.linkFor('self');
  const known = jsonCopy(resource);

  if (!self) {
    return toSteveForm(stored, known);
  }

  try {
    const response = await resource.$dispatch('request', {
      opt:  { method: 'get', url: `${ self }?exclude=metadata.managedFields`, headers: { accept: JSON_TYPE }, ...STAY },
      type: resource.type,
    });
    const answer = jsonCopy(asMap(response));
    const version = asMap(answer.metadata).resourceVersion;

    return version === undefined || version === base.metadata?.resourceVersion ? toSteveForm(stored, known) : answer;
  } catch {
    return toSteveForm(stored, known);
  }
}

/** Gives an instance the contents of `data`. The shell's own marks on it stay, and the empty maps that its forms rely on. */
function become(resource: SteveModel, data: JsonObject): void {
  const contents: Record<string, unknown> = cleanHybridResources(jsonCopy(data));
  const { labels, annotations } = resource.metadata ?? {};

  for (const key of Object.keys(resource)) {
    if (!(key in contents) && !key.startsWith('_')) {
      Reflect.deleteProperty(resource, key);
    }
  }

  for (const [key, value] of Object.entries(contents)) {
    if (!isEqual(Reflect.get(resource, key), value)) {
      Reflect.set(resource, key, value);
    }
  }

  if (resource.metadata && labels) {
    resource.metadata.labels ??= {};
  }

  if (resource.metadata && annotations) {
    resource.metadata.annotations ??= {};
  }
}

/** The version that an edit started from. What was never cloned started from the version in hand, if the server still has it. */
async function baseOfEdit(resource: SteveModel): Promise<KubernetesObject> {
  const snapshot = bases.get(toRaw(resource));

  if (snapshot) {
    return snapshot;
  }

  const transport = transportOf(resource);
  let live: KubernetesObject;

  try {
    live = toKubernetesForm(await transport.request({ method: 'get', url: resource.linkFor('self') ?? '' }), resource.type);
  } catch (error) {
    throw refusal(transport.say, nameOf(resource), failureOf(error));
  }

  if (live.metadata?.resourceVersion !== resource.metadata?.resourceVersion) {
    throw new SaveError('conflict', transport.say('harvesterModels.save.stale', { name: nameOf(resource) }), { live });
  }

  return live;
}

/** Saves a resource that `isEngineObject`, as its `_save` was asked to. `edited` is the resource as the user wants it. */
export async function saveThroughEngine(resource: SteveModel, options: SaveOptions, edited: () => KubernetesObject): Promise<void> {
  const base = await baseOfEdit(resource);

  if (options.method?.toLowerCase() === 'patch') {
    // `update(part)` of newer shells: only the part is meant, and what else was typed stays an edit.
    await store(resource, base, patched(base, jsonCopy(asMap(options.data))), base, options);
  } else {
    const object = edited();

    await store(resource, base, object, object, options);
  }
}

/** What newer shells give every model. The media type is theirs, for what the engine does not save. */
const MISSING_BEFORE_3_0_13 = {
  update(this: SteveModel, data: object): Promise<SteveModel> {
    return this.save({ data, method: 'patch', headers: { 'content-type': 'application/strategic-merge-patch+json' } });
  },
  replace(this: SteveModel): Promise<SteveModel> {
    return this.save();
  },
};

const rebased = new WeakMap<typeof SteveModel, typeof SteveModel>();

/**
 * Puts the save engine under any model class of the shell: saves change what the user changed, and nothing else.
 * The class keeps its name, statics, getters and overrides; the same class gives the same result.
 */
export function withSaveEngine<T extends typeof SteveModel>(Base: T): WithSaveEngine<T> {
  let model = rebased.get(Base);

  if (!model) {
    model = hasSaveEngine(Base) ? Base : onEngine(Base);
    rebased.set(Base, model);
  }

  // The engine's class adds to whatever class it was given; the compiler can't follow a class that is only known at run time.
  return model as unknown as WithSaveEngine<T>;
}

function onEngine(Base: typeof SteveModel): typeof SteveModel {
  class SavedModel extends Base implements SavesChanges {
    static readonly [BRAND] = true;

    constructor(data: object, ctx: object, rehydrateNamespace: string | null = null, setClone = false) {
      super(data, ctx, rehydrateNamespace, setClone);

      if (setClone) {
        bases.set(this, toKubernetesForm(jsonCopy(data), this.type));
      }
    }

    override async _save(options: SaveOptions = {}): Promise<this> {
      if (!isEngineObject(this) || !isOwnSave(this, options)) {
        try {
          return await super._save(isNewKubernetesObject(this) ? { ...STAY, ...options } : options);
        } catch (error) {
          throw this.id ? error : asSaveError(this, error);
        }
      }

      const errors = options.skipUIValidation ? [] : this.validationErrors(this, options);

      if (errors.length) {
        // The shell's forms take the list itself as the rejection.
        throw errors;
      }

      await saveThroughEngine(this, options, () => this.editedObject());

      return this;
    }

    override async _saveYaml(yaml: string, initialYaml?: string | null, depth?: number): Promise<void> {
      const text = readYaml(this, yaml);

      if (!this.id) {
        const answer = await create(this, toKubernetesForm(text, this.type));

        this.processSaveResponse(answer, {});
        await this.$dispatch('load', { data: jsonCopy(answer), existing: this });

        return;
      }

      if (!isEngineObject(this)) {
        return super._saveYaml(yaml, initialYaml, depth);
      }

      const { base, edited } = editOfYaml(this, text, initialYaml);

      return store(this, base, edited, toKubernetesForm(jsonCopy(this), this.type), {});
    }

    override cleanForSave(data: Record<string, unknown>, forNew = false): Record<string, unknown> {
      const body = cleaned(this, Base, data, forNew);

      return { ...(forNew ? body : withLiveFields(this, body)) };
    }

    resolveConflicts(error: SaveError, choices: ConflictChoices): void {
      const { live } = error;
      const base = bases.get(toRaw(this));

      if (live && base) {
        const mine = toKubernetesForm(jsonCopy(this), this.type);
        const { merged } = threeWayMerge(base, mine, live, listKeysOf(this.apiVersion, this.kind), (path) => choices[formatPath(path)]);

        become(this, toSteveForm(merged, jsonCopy(this)));
        bases.set(toRaw(this), live);
      }
    }

    resolveYamlConflicts(error: SaveError, choices: ConflictChoices, yaml: YamlText): YamlText {
      const { live } = error;

      if (!live) {
        return yaml;
      }

      const { base, edited } = editOfYaml(this, readYaml(this, yaml.text), yaml.initial);
      const { merged } = threeWayMerge(base, edited, live, listKeysOf(this.apiVersion, this.kind), (path) => choices[formatPath(path)]);

      become(this, toSteveForm(merged, jsonCopy(this)));
      bases.set(toRaw(this), live);

      return { text: dumpYaml(merged), initial: dumpYaml(live) };
    }

    async reviewSave(yaml?: YamlText): Promise<SaveReview> {
      let changes: SaveReview['changes'] = [];

      try {
        const text = yaml && readYaml(this, yaml.text);

        if (!this.id) {
          return await reviewCreation(this, toKubernetesForm(text ?? jsonCopy(this.toSave() ?? this), this.type));
        }

        const versions = text ? editOfYaml(this, text, yaml.initial) : { base: await baseOfEdit(this), edited: this.editedObject() };
        const after = patched(versions.base, diff(versions.base, versions.edited));

        ({ changes } = reviewOf({ before: versions.base, after, answer: undefined }));

        const transport = transportOf(this);

        return isEngineObject(this) ? reviewOf(await tryEdit(editOf(this, transport, versions), transport)) : { changes, checked: false, refusal: undefined };
      } catch (error) {
        if (error instanceof SaveError) {
          return { changes, checked: true, refusal: error };
        }

        throw error;
      }
    }

    async saveAsNew(yaml?: YamlText): Promise<void> {
      const object = yaml ? editOfYaml(this, readYaml(this, yaml.text), yaml.initial).edited : this.editedObject();

      await takeOn(this, await create(this, object), {}, {});
    }

    // Steve's store looks two levels up to decide what an update may set: the engine adds a level, so that it must answer itself.
    override cleanResource(data: object): object {
      if (super.cleanResource) {
        return super.cleanResource(data);
      }

      const parent: unknown = Object.getPrototypeOf(Base.prototype);

      return isObject(parent) && parent.constructor === HybridModel ? cleanHybridResources(data) : data;
    }

    /** The object as the user wants it: from what the model says it would send. */
    private editedObject(): KubernetesObject {
      const wire = jsonCopy(this.toSave() ?? this);
      const object = withControllersFields(cleaned(this, Base, wire, false), jsonCopy(this));

      if (this.cleanForSave === SavedModel.prototype.cleanForSave) {
        return toKubernetesForm(object, this.type);
      }

      const stock = SavedModel.prototype.cleanForSave.call(this, jsonCopy(wire));

      return toKubernetesForm(withIntention(object, stock, this.cleanForSave(jsonCopy(wire), false)), this.type);
    }
  }

  Object.defineProperty(SavedModel, 'name', { value: Base.name });

  for (const [name, value] of Object.entries(MISSING_BEFORE_3_0_13)) {
    if (!(name in Base.prototype)) {
      Object.defineProperty(SavedModel.prototype, name, { value, configurable: true, writable: true });
    }
  }

  return SavedModel;
}
