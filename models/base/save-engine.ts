import { toRaw } from 'vue';
import SteveModel, { type SaveOptions } from '@shell/plugins/steve/steve-class';
import HybridModel, { cleanHybridResources } from '@shell/plugins/steve/hybrid-class';
import isEqual from 'lodash/isEqual';
import { asMap, isObject, type JsonObject, type KubernetesObject } from './kubernetes';
import { listKeysOf } from './list-map-keys';
import { diff, formatPath, patched, threeWayMerge } from './merge';
import { fillIn, MESSAGES } from './messages';
import { failureOf, refusal, saveEdit, type SteveRoute, type Transport } from './save';
import { SaveError, type FieldCause } from './save-error';
import { alignConditions, jsonCopy, toKubernetesForm, toSteveForm } from './wire';
import { parseYaml, yamlEdit, YamlProblem } from './yaml';

/** Which side of a conflict the user chose, by the conflict's path. */
type ConflictChoices = Readonly<Record<string, 'mine' | 'theirs'>>;

/** What the save engine adds to a model's instances. */
export interface SavesChanges {
  /**
   * Moves this edit onto the version on the server that it collided with, with the user's choice at each conflicting field.
   * Saving afterwards sends what is left of the edit. A conflict without a choice keeps the server's value.
   */
  resolveConflicts(error: SaveError, choices: ConflictChoices): void;
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

/** What an instance's edit started from, by its raw object: the instance that a form holds is a reactive proxy of it. */
const bases = new WeakMap<object, KubernetesObject>();

const KUBERNETES_ENDPOINT = /^(?:https?:\/\/[^/]+)?(?:\/k8s\/clusters\/[^/]+)?\/apis?\//;
const JSON_TYPE = 'application/json';

/** What the API server and controllers write. A model whose clean-up drops it does not mean to remove it from the cluster. */
const CONTROLLERS_METADATA = ['finalizers', 'ownerReferences'] as const;

/** Wire-only keys; `_type` and its like are the object's own. */
const WIRE_ONLY: ReadonlySet<string> = new Set(['links', 'actions', '__clone', '__rehydrate', '_name', '_labels', '_annotations', '_description']);
const WIRE_ONLY_METADATA: ReadonlySet<string> = new Set(['fields', 'relationships', 'state', 'managedFields', 'selfLink']);
const NEW_WITHOUT: ReadonlySet<string> = new Set(['id', 'status']);
const NEW_WITHOUT_METADATA: ReadonlySet<string> = new Set([
  'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'finalizers',
]);

function without(object: JsonObject, ...dropped: readonly ReadonlySet<string>[]): Record<string, JsonObject[string]> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !dropped.some((keys) => keys.has(key))));
}

/** The texts in a map; YAML may hold a name or a version that looks like a number. */
function textsOf(map: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(asMap(map)).flatMap(([key, value]) => typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : []));
}

/** Sends a request through the model's own store, so that authentication, cluster and error form are the dashboard's. */
function transportOf(resource: SteveModel): Transport {
  return {
    async request({ method, url, contentType, data }) {
      const headers: Record<string, string> = { accept: JSON_TYPE };

      if (contentType) {
        headers['content-type'] = contentType;
      }

      const response = await resource.$dispatch('request', {
        opt: {
          method, url, headers, ...(data ? { data } : {}),
        },
        type: resource.type,
      });

      return asMap(response);
    },
    say(key, args) {
      const { 'i18n/exists': exists, 'i18n/t': t } = resource.$rootGetters;

      return exists?.(key) && t ? t(key, args) : fillIn(MESSAGES[key], args);
    },
  };
}

/** The engine acts on objects that were read from Kubernetes through Steve; anything else is the shell's business. */
function isEngineObject(resource: SteveModel): boolean {
  const { id, apiVersion, kind, metadata } = resource;
  const view = resource.linkFor('view');

  return !!(id && apiVersion && kind && metadata?.resourceVersion && metadata.uid && view && KUBERNETES_ENDPOINT.test(view));
}

/** A save of the object itself, as opposed to some other address or method that a caller asks for. */
function isOwnSave(resource: SteveModel, { url, method = 'put' }: SaveOptions): boolean {
  const own = url === undefined || url === resource.linkFor('update') || url === resource.linkFor('self');

  return own && ['put', 'patch'].includes(method.toLowerCase());
}

function steveRouteOf(resource: SteveModel, transport: Transport): SteveRoute {
  const url = resource.linkFor('update') ?? resource.linkFor('self') ?? '';
  let wire: JsonObject = {};

  return {
    async read() {
      wire = await transport.request({ method: 'get', url: resource.linkFor('self') ?? url });

      return toKubernetesForm(wire, resource.type);
    },
    async replace(object) {
      const body = resource.cleanForSave(jsonCopy(toSteveForm(object, wire)));

      return toKubernetesForm(await transport.request({
        method: 'put', url, contentType: JSON_TYPE, data: jsonCopy(body),
      }), resource.type);
    },
  };
}

function nameOf(resource: SteveModel): string {
  return resource.id ?? resource.metadata?.name ?? resource.type;
}

/** The object as it stands in the store, when it is there. */
function storedTwin(resource: SteveModel): SteveModel | undefined {
  const twin = resource.id ? resource.$getters.byId?.(resource.type, resource.id) : undefined;

  return twin instanceof SteveModel ? twin : undefined;
}

/** Stores an edit and brings store and instance up to date. `typed` is what the instance held when the edit was taken from it. */
async function store(resource: SteveModel, base: KubernetesObject, edited: KubernetesObject, typed: KubernetesObject, options: SaveOptions): Promise<void> {
  const transport = transportOf(resource);
  const stored = await saveEdit({
    name:     nameOf(resource),
    url:      resource.linkFor('view') ?? '',
    base,
    edited,
    listKeys: listKeysOf(resource.apiVersion, resource.kind),
    steve:    steveRouteOf(resource, transport),
  }, transport);

  if (!stored) {
    return;
  }

  const answer = await reload(resource, stored, base);
  const typedMeanwhile = diff(typed, toKubernetesForm(jsonCopy(resource), resource.type));

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
      opt:  { method: 'get', url: `${ self }?exclude=metadata.managedFields`, headers: { accept: JSON_TYPE } },
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
    throw refusal(transport, nameOf(resource), failureOf(error));
  }

  if (live.metadata?.resourceVersion !== resource.metadata?.resourceVersion) {
    throw new SaveError('conflict', transport.say('harvesterModels.save.stale', { name: nameOf(resource) }), { live });
  }

  return live;
}

/** `changed` with what controllers own as it is in `object`, where `changed` has lost it. */
function withControllersFields(changed: JsonObject, object: JsonObject): JsonObject {
  const metadata: Record<string, JsonObject[string]> = { ...asMap(changed.metadata) };
  const before = asMap(object.metadata);

  for (const key of CONTROLLERS_METADATA) {
    if (metadata[key] === undefined && before[key] !== undefined) {
      metadata[key] = before[key];
    }
  }

  const status = changed.status ?? object.status;

  return { ...changed, ...(isObject(changed.metadata) ? { metadata } : {}), ...(status === undefined ? {} : { status }) };
}

/** What one clean-up changes beyond another: the model's intention, which is sent. The server's fields that it loses are not. */
function withIntention(object: JsonObject, stock: Record<string, unknown>, own: Record<string, unknown>): JsonObject {
  return withControllersFields(patched(object, diff(jsonCopy(stock), jsonCopy(own))), object);
}

/** What is sent of `data`: everything but wire-only keys, and for a new object nothing that the server decides. */
function cleaned(resource: SteveModel, Base: typeof SteveModel, data: object, forNew: boolean): JsonObject {
  const copy = jsonCopy(data);
  const meant = Base === SteveModel ? copy : withIntention(
    copy, SteveModel.prototype.cleanForSave.call(resource, jsonCopy(data), forNew), Base.prototype.cleanForSave.call(resource, jsonCopy(data), forNew),
  );
  const metadata = without(asMap(meant.metadata), WIRE_ONLY_METADATA, ...(forNew ? [NEW_WITHOUT_METADATA] : []));

  return { ...without(meant, WIRE_ONLY, ...(forNew ? [NEW_WITHOUT] : [])), ...(isObject(meant.metadata) ? { metadata } : {}) };
}

/** With the server's fields as they are in the store, when the body is sent under that version: an old status must not go over a newer one. */
function withLiveFields(resource: SteveModel, body: JsonObject): JsonObject {
  const twin = storedTwin(resource);
  const metadata = asMap(body.metadata);

  if (!twin || metadata.resourceVersion === undefined || twin.metadata?.resourceVersion !== metadata.resourceVersion) {
    return body;
  }

  const live = jsonCopy(twin);
  const { ownerReferences } = asMap(live.metadata);

  return {
    ...body,
    metadata: { ...metadata, ...(ownerReferences === undefined ? {} : { ownerReferences }) },
    ...(live.status === undefined ? {} : { status: live.status }),
  };
}

/** Complaints in the text of an error that does not list them: `… is invalid: [spec.ranges: Required value, spec.x: Invalid value: "y"]`. */
function causesInText(message: string): readonly FieldCause[] {
  const complaints = /is invalid: \[?(.*?)\]?$/s.exec(message)?.[1] ?? '';

  return [...complaints.matchAll(/(?:^|, )([a-zA-Z][\w.[\]"/-]*): (.*?)(?=, [a-zA-Z][\w.[\]"/-]*: |$)/gs)]
    .map(([, field = '', cause = '']) => ({ field, message: cause }));
}

/** A refusal of a create in the words and form of every other refusal. What did not come from the server stays as it is. */
function asSaveError(resource: SteveModel, error: unknown): unknown {
  const failure = failureOf(error);

  if (error instanceof SaveError || Array.isArray(error) || !isObject(error) || (error instanceof Error && failure.code === undefined && !('isAxiosError' in error))) {
    return error;
  }

  return refusal(transportOf(resource), nameOf(resource), failure, causesInText(failure.message));
}

/** The text of the user's YAML as an object. @throws SaveError */
function readYaml(resource: SteveModel, yaml: string): JsonObject {
  try {
    return parseYaml(yaml);
  } catch (error) {
    if (!(error instanceof YamlProblem)) {
      throw error;
    }

    const transport = transportOf(resource);

    throw new SaveError('invalid', error.syntax ? transport.say('harvesterModels.save.yamlSyntax', { ...error.syntax }) : transport.say('harvesterModels.save.yamlNotOne', {}));
  }
}

async function createFromYaml(resource: SteveModel, text: JsonObject): Promise<void> {
  const { schema } = resource;
  const transport = transportOf(resource);
  const object = toKubernetesForm(text, resource.type);
  const { name = '', namespace = '' } = textsOf(object.metadata);
  const namespaced = schema?.attributes?.namespaced ?? false;

  if (namespaced && !namespace) {
    throw new SaveError('invalid', transport.say('harvesterModels.save.namespaceRequired', {}));
  }

  const collection = schema?.linkFor('collection') ?? resource._collectionUrl();
  let answer: JsonObject;

  try {
    answer = await transport.request({
      method: 'post', url: namespaced ? `${ collection }/${ namespace }` : collection, contentType: JSON_TYPE, data: jsonCopy(resource.cleanForSave({ ...object }, true)),
    });
  } catch (error) {
    throw refusal(transport, name || resource.type, failureOf(error), causesInText(failureOf(error).message));
  }

  resource.processSaveResponse(answer, {});
  await resource.$dispatch('load', { data: jsonCopy(answer), existing: resource });
}

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
          return await super._save(options);
        } catch (error) {
          throw this.id ? error : asSaveError(this, error);
        }
      }

      const errors = options.skipUIValidation ? [] : this.validationErrors(this, options);

      if (errors.length) {
        // The shell's forms take the list itself as the rejection.
        throw errors;
      }

      const base = await baseOfEdit(this);

      if (options.method?.toLowerCase() === 'patch') {
        // `update(part)` of newer shells: only the part is meant, and what else was typed stays an edit.
        await store(this, base, patched(base, jsonCopy(asMap(options.data))), base, options);
      } else {
        const edited = this.editedObject();

        await store(this, base, edited, edited, options);
      }

      return this;
    }

    override async _saveYaml(yaml: string, initialYaml?: string | null, depth?: number): Promise<void> {
      const text = readYaml(this, yaml);

      if (!this.id) {
        return createFromYaml(this, text);
      }

      if (!isEngineObject(this)) {
        return super._saveYaml(yaml, initialYaml, depth);
      }

      const transport = transportOf(this);
      const { name = '', namespace = '', resourceVersion = '' } = textsOf(text.metadata);

      if (name !== this.metadata?.name || namespace !== (this.metadata.namespace ?? '')) {
        throw new SaveError('invalid', transport.say('harvesterModels.save.yamlRenamed', { name: nameOf(this), other: namespace ? `${ namespace }/${ name }` : name }));
      }

      const instance = jsonCopy(this);
      const edit = yamlEdit({
        text, initialYaml, instance, snapshot: bases.get(toRaw(this)), steveType: this.type, listKeys: listKeysOf(this.apiVersion, this.kind),
      });

      if (!edit) {
        throw new SaveError('conflict', transport.say('harvesterModels.save.unknownVersion', { name: nameOf(this), version: resourceVersion }));
      }

      return store(this, edit.base, alignConditions(edit.edited, edit.base), toKubernetesForm(instance, this.type), {});
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
      const object = cleaned(this, Base, wire, false);

      if (this.cleanForSave === SavedModel.prototype.cleanForSave) {
        return toKubernetesForm(object, this.type);
      }

      const stock = SavedModel.prototype.cleanForSave.call(this, jsonCopy(wire));

      return toKubernetesForm(withIntention(object, stock, this.cleanForSave(jsonCopy(wire), false)), this.type);
    }
  }

  Object.defineProperty(SavedModel, 'name', { value: Base.name });

  return SavedModel;
}
