import { toRaw } from 'vue';
import SteveModel, { type SaveOptions } from '@shell/plugins/steve/steve-class';
import Resource from '@shell/plugins/dashboard-store/resource-class';
import HybridModel, { cleanHybridResources } from '@shell/plugins/steve/hybrid-class';
import isEqual from 'lodash/isEqual';
import { asMap, isMap, isObject, type JsonObject, type KubernetesObject } from './kubernetes';
import { listKeysOf } from './list-map-keys';
import { creationRefusal, failureOf, refusal } from './failure';
import { diff, formatPath, patched, threeWayMerge } from './merge';
import { fillIn, MESSAGES } from './messages';
import { reviewOf, type SaveReview } from './save-review';
import { saveEdit, tryCreate, tryEdit, type Edit, type SteveRoute, type Transport } from './save';
import { SaveError } from './save-error';
import { alignConditions, jsonCopy, toKubernetesForm, toSteveForm } from './wire';
import { dumpYaml, parseYaml, yamlEdit, YamlProblem } from './yaml';

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

/** What an instance's edit started from, by its raw object: the instance that a form holds is a reactive proxy of it. */
const bases = new WeakMap<object, KubernetesObject>();

const KUBERNETES_ENDPOINT = /^(?:https?:\/\/[^/]+)?(?:\/k8s\/clusters\/[^/]+)?\/apis?\//;
const JSON_TYPE = 'application/json';
/** Longer than the API server gives a request, webhooks included. */
const TIMEOUT_MS = 90_000;
/** The shell would leave for its login page at a 401, and the user's edits would be gone. */
const STAY = { redirectUnauthorized: false, timeout: TIMEOUT_MS } as const;

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
          method, url, headers, ...STAY, ...(data ? { data } : {}),
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
export function isEngineObject(resource: SteveModel): boolean {
  const { id, apiVersion, kind, metadata } = resource;
  const view = resource.linkFor('view');

  return !!(id && apiVersion && kind && metadata?.resourceVersion && metadata.uid && view && KUBERNETES_ENDPOINT.test(view));
}

/** A new object of a type that Kubernetes serves, as opposed to Rancher's own types. */
function isNewKubernetesObject(resource: SteveModel): boolean {
  return !resource.id && resource.schema?.attributes?.kind !== undefined;
}

/** A save of the object itself, as opposed to some other address or method that a caller asks for. */
export function isOwnSave(resource: SteveModel, { url, method = 'put' }: SaveOptions): boolean {
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

  return isModel(twin) ? twin : undefined;
}

/** Every model of the shell is a Resource; what the engine uses of it is there in all that hold an object of a cluster. */
function isModel(value: unknown): value is SteveModel {
  return value instanceof Resource;
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

/** `changed` with what controllers own as it is in `object`, where `changed` has lost it. */
export function withControllersFields(changed: JsonObject, object: JsonObject): JsonObject {
  const metadata: Record<string, JsonObject[string]> = { ...asMap(changed.metadata) };

  for (const key of CONTROLLERS_METADATA) {
    const before = asMap(object.metadata)[key];

    if (listOf(before).some((entry) => !listOf(metadata[key]).some((kept) => isEqual(entry, kept)))) {
      metadata[key] = before;
    }
  }

  const status = changed.status ?? object.status;

  return { ...changed, ...(isObject(changed.metadata) ? { metadata } : {}), ...(status === undefined ? {} : { status }) };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * What one clean-up changes beyond another: the model's intention, which is sent. What the server owns is none of it: finalizers and owners
 * that a clean-up loses stay, and a status that it puts in may be an old one.
 */
function withIntention(object: JsonObject, stock: Record<string, unknown>, own: Record<string, unknown>): JsonObject {
  // Some clean-ups drop Steve's `type`: without it nothing tells Steve's `id` from a field of the object's own.
  const identity = object.id === undefined ? {} : { id: stock.id, type: stock.type };
  const { status: _status, ...meant } = patched(object, diff(jsonCopy(stock), jsonCopy({ ...own, ...identity, metadata: own.metadata ?? stock.metadata })));

  return withControllersFields(meant, object);
}

/** What is sent of `data`: everything but wire-only keys, and for a new object nothing that the server decides. */
export function cleaned(resource: SteveModel, Base: typeof SteveModel, data: object, forNew: boolean): JsonObject {
  const copy = jsonCopy(data);
  const own: unknown = Base === SteveModel ? undefined : Base.prototype.cleanForSave.call(resource, jsonCopy(data), forNew);
  // A clean-up that gives nothing back says nothing: it does not mean to remove everything.
  const meant = isObject(own) ? withIntention(copy, SteveModel.prototype.cleanForSave.call(resource, jsonCopy(data), forNew), own) : copy;
  const metadata = without(asMap(meant.metadata), WIRE_ONLY_METADATA, ...(forNew ? [NEW_WITHOUT_METADATA] : []));

  return { ...without(meant, WIRE_ONLY, ...(forNew ? [NEW_WITHOUT] : [])), ...(isObject(meant.metadata) ? { metadata } : {}) };
}

/** With the server's fields as they are in the store, when the body is sent under that version: an old status must not go over a newer one. */
export function withLiveFields(resource: SteveModel, body: JsonObject): JsonObject {
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

/** A refusal of a create in the words and form of every other refusal. What did not come from the server stays as it is. */
function asSaveError(resource: SteveModel, error: unknown): unknown {
  const failure = failureOf(error);

  if (error instanceof SaveError || Array.isArray(error) || !isObject(error) || (error instanceof Error && failure.code === undefined && !('isAxiosError' in error))) {
    return error;
  }

  return creationRefusal(transportOf(resource).say, nameOf(resource), failure);
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

/** What a text changes, of which version. @throws SaveError */
function editOfYaml(resource: SteveModel, text: JsonObject, initialYaml: string | null | undefined): Pick<Edit, 'base' | 'edited'> {
  const { say } = transportOf(resource);
  const { name = '', namespace = '', resourceVersion = '' } = textsOf(text.metadata);

  if (name !== resource.metadata?.name || namespace !== (resource.metadata.namespace ?? '')) {
    throw new SaveError('invalid', say('harvesterModels.save.yamlRenamed', { name: nameOf(resource), other: namespace ? `${ namespace }/${ name }` : name }));
  }

  const edit = yamlEdit({
    text,
    initialYaml,
    instance:  jsonCopy(resource),
    snapshot:  bases.get(toRaw(resource)),
    steveType: resource.type,
    listKeys:  listKeysOf(resource.apiVersion, resource.kind),
  });

  if (!edit) {
    throw new SaveError('conflict', say('harvesterModels.save.unknownVersion', { name: nameOf(resource), version: resourceVersion }));
  }

  return { base: edit.base, edited: alignConditions(edit.edited, edit.base) };
}

/** Where a new object goes, and what of it is sent. @throws SaveError when it has no namespace and needs one. */
function creationOf(resource: SteveModel, object: KubernetesObject): { readonly name: string; readonly url: string; readonly kubernetesUrl: string; readonly data: JsonObject } {
  const { schema } = resource;
  const { name = '', namespace = '' } = textsOf(object.metadata);
  const { namespaced = false, group = '', version = '', resource: plural = '' } = schema?.attributes ?? {};

  if (namespaced && !namespace) {
    throw new SaveError('invalid', transportOf(resource).say('harvesterModels.save.namespaceRequired', {}));
  }

  const collection = schema?.linkFor('collection') ?? resource._collectionUrl();
  const cluster = collection.slice(0, Math.max(0, collection.lastIndexOf('/v1/')));

  return {
    name:          name || resource.type,
    url:           namespaced ? `${ collection }/${ namespace }` : collection,
    kubernetesUrl: `${ cluster }${ group ? `/apis/${ group }` : '/api' }/${ version }${ namespaced ? `/namespaces/${ namespace }` : '' }/${ plural }`,
    data:          jsonCopy(resource.cleanForSave({ ...object }, true)),
  };
}

/** @throws SaveError */
async function create(resource: SteveModel, object: KubernetesObject): Promise<JsonObject> {
  const { name, url, data } = creationOf(resource, object);
  const transport = transportOf(resource);

  try {
    return await transport.request({ method: 'post', url, contentType: JSON_TYPE, data });
  } catch (error) {
    throw creationRefusal(transport.say, name, failureOf(error));
  }
}

/** What a creation would store. @throws SaveError */
async function reviewCreation(resource: SteveModel, object: KubernetesObject): Promise<SaveReview> {
  const { name, kubernetesUrl, data } = creationOf(resource, object);
  const { group = '', version = '', kind = '' } = resource.schema?.attributes ?? {};
  // Steve adds these two to what a form sends.
  const after = { apiVersion: group ? `${ group }/${ version }` : version, kind, ...toKubernetesForm(data, resource.type) };
  const before = Object.fromEntries(Object.entries(after).map(([key, value]) => [key, isMap(value) ? {} : value]));

  return reviewOf({ before, after, answer: await tryCreate({ name, url: kubernetesUrl, object: after }, transportOf(resource)) });
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

    // Shells before 3.0.13 have neither of these two. The media type is theirs, for what the engine does not save.
    override async update(data: object): Promise<this> {
      return this.save({ data, method: 'patch', headers: { 'content-type': 'application/strategic-merge-patch+json' } });
    }

    override async replace(): Promise<this> {
      return this.save();
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

  return SavedModel;
}
