import { randomBytes, randomUUID } from 'node:crypto';
import { admissionOf, admitDeletion } from './admission-chain';
import { ControllerQueue } from './controller-queue';
import { Definitions, type ServedType } from './definitions';
import { alreadyExists, badRequest, DecodeError, fieldErrors, forbidden, invalid, notFound } from './errors';
import { applyPatch, checkPatchType, type Patch } from './kube/patch';
import { mergeKeysOf } from './kube/merge-keys';
import { deletedObject } from './kube/delete';
import { Storage } from './kube/storage';
import { checkName, decode, type Decoded, isFinished, newObject, uidConflict, type UpdateRequest, updatedObject } from './kube/write';
import { canonical, deepFreeze, sameJson } from './objects';
import type { AdmissionRule, ClusterWriter, Controller, JsonObject, KubeObject, ResourceDefinition, WatchEvent } from './types';

/** How a client asks for a write. */
export interface WriteOptions {
  readonly dryRun?: boolean;
  /** `Strict` refuses unknown fields; otherwise they are dropped. */
  readonly fieldValidation?: string;
  readonly subresource?: 'status';
}

export interface ClusterOptions {
  readonly admission: readonly AdmissionRule[];
  readonly controllers: readonly Controller[];
  readonly now: () => Date;
  /** Types that are served beside Harvester's. */
  readonly types: readonly ResourceDefinition[];
  /** False leaves Harvester's own types out. */
  readonly harvester: boolean;
}

const NAMESPACES = 'namespaces';
const SYSTEM_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
/** Consonants and digits that never spell a word, as Kubernetes draws them. */
const NAME_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** One Kubernetes cluster in memory: what is stored, the rules of writing it, the controllers that follow. */
export class Cluster {
  readonly definitions: Definitions;
  readonly storage = new Storage();
  /** The cluster as a controller sees it: writes go past admission. */
  readonly writer: ClusterWriter;
  private readonly admission: readonly AdmissionRule[];
  private readonly queue: ControllerQueue;
  private readonly clock: () => Date;

  constructor({ admission, controllers, now, types, harvester }: ClusterOptions) {
    this.definitions = (harvester ? Definitions.all() : Definitions.all().builtIn()).with(types);
    this.admission = admission;
    this.clock = now;
    this.writer = {
      get: (resource, namespace, name) => this.storage.get(resource, namespace, name),
      list: (resource, namespace) => this.storage.list(resource, namespace),
      create: (resource, object) => this.createUnchecked(this.typeOf(resource), object),
      update: (resource, object) => this.replace(this.typeOf(resource), object),
      remove: (resource, namespace, name) => {
        this.removeUnchecked(this.typeOf(resource), namespace, name);
      },
    };
    this.queue = new ControllerQueue(controllers, this.writer);
    for (const name of SYSTEM_NAMESPACES) {
      this.writer.create(NAMESPACES, { metadata: { name } });
    }
    this.storage.onEvent((event) => { this.queue.add(event); });
  }

  /** Now, as Kubernetes writes times: whole seconds, UTC. */
  get now(): string {
    return `${ this.clock().toISOString().slice(0, 19) }Z`;
  }

  onEvent(listener: (event: WatchEvent) => void): () => void {
    return this.storage.onEvent(listener);
  }

  /** Lets the controllers act on what has changed, until nothing changes any more. */
  settle(): void {
    this.queue.run();
  }

  get(type: ServedType, namespace: string | undefined, name: string): KubeObject {
    const object = this.storage.get(type.resource, namespace, name);

    if (!object) {
      throw notFound(type, name);
    }

    return object;
  }

  create(type: ServedType, namespace: string | undefined, body: JsonObject, options: WriteOptions = {}): KubeObject {
    const decoded = this.decodeStrictly(type, body, options);
    const admission = admissionOf(this.admission, this.writer, 'CREATE', type.resource);
    const birth = this.birth(namespace);
    const target = decoded.object.metadata.namespace ?? namespace;

    if (type.namespaced && target === (namespace ?? target)) {
      this.checkNamespace(type, target, decoded.object.metadata.name);
    }

    return this.insert(type, newObject(type, decoded.object, birth, admission), options);
  }

  update(type: ServedType, namespace: string | undefined, name: string, body: JsonObject, options: WriteOptions = {}): KubeObject {
    const request: UpdateRequest = { namespace, name, ...(options.subresource && { subresource: options.subresource }) };
    const submitted = checkName(type, this.decodeStrictly(type, body, options).object, request);
    const stored = this.storage.get(type.resource, namespace, name);
    const { uid } = submitted.metadata;

    if (uid && uid !== stored?.metadata.uid) {
      throw uidConflict(type, request, uid, stored?.metadata.uid ?? '');
    }

    return this.commitUpdate(type, submitted, stored, request, options);
  }

  patch(type: ServedType, namespace: string | undefined, name: string, patch: Patch, options: WriteOptions = {}): KubeObject {
    checkPatchType(patch.mediaType, !type.schema);
    const request: UpdateRequest = { namespace, name, ...(options.subresource && { subresource: options.subresource }) };
    const stored = this.get(type, namespace, name);
    const patched = applyPatch(stored, patch, mergeKeysOf(type));

    return this.commitUpdate(type, checkName(type, this.decodePatched(type, patched, options), request), stored, request, options);
  }

  /** The removed object, or the one that waits for its finalizers. */
  remove(type: ServedType, namespace: string | undefined, name: string, body: JsonObject = {}, options: WriteOptions = {}): { readonly removed: boolean; readonly object: KubeObject } {
    const stored = this.get(type, namespace, name);

    if (type.resource === NAMESPACES && SYSTEM_NAMESPACES.includes(name)) {
      throw forbidden(type, name, 'this namespace may not be deleted');
    }
    const { removed, object } = deletedObject(type, stored, body, this.now);

    admitDeletion(this.admission, this.writer, type.resource, stored);
    if (options.dryRun) {
      return { removed, object };
    }
    if (removed) {
      return { removed, object: this.storage.remove(type.resource, object) };
    }

    return { removed, object: sameJson(object, stored) ? stored : this.storage.put(type.resource, object) };
  }

  private typeOf(resource: string): ServedType {
    const type = this.definitions.ofResource(resource);

    if (!type) {
      throw new Error(`no such resource: ${ resource }`);
    }

    return type;
  }

  private birth(namespace: string | undefined) {
    return { namespace, now: this.now, uid: randomUUID(), generateName };
  }

  private decodeStrictly(type: ServedType, body: JsonObject, { fieldValidation }: WriteOptions): Decoded {
    const unreadable = (why: string) => badRequest(`${ type.kind } in version ${ JSON.stringify(type.version) } cannot be handled as a ${ type.kind }: ${ why }`);
    const decoded = decoding(() => decode(type, body), unreadable);

    if (fieldValidation === 'Strict' && decoded.unknownFields.length) {
      throw unreadable(strictError(decoded));
    }

    return decoded;
  }

  private decodePatched(type: ServedType, patched: JsonObject, { fieldValidation }: WriteOptions): KubeObject {
    const unreadable = (why: string) => invalid({ group: '', kind: '' }, '', [fieldErrors.invalid('patch', JSON.stringify(canonical(patched)), why)]);
    const decoded = decoding(() => decode(type, patched), unreadable);

    if (fieldValidation === 'Strict' && decoded.unknownFields.length) {
      throw unreadable(strictError(decoded));
    }

    return decoded.object;
  }

  private commitUpdate(type: ServedType, submitted: KubeObject, stored: KubeObject | undefined, request: UpdateRequest, options: WriteOptions): KubeObject {
    const admission = admissionOf(this.admission, this.writer, 'UPDATE', type.resource, stored);
    const { object, deletes } = updatedObject(type, submitted, stored, request, admission);

    if (options.dryRun) {
      return deepFreeze(canonical<KubeObject>(object));
    }
    if (deletes) {
      this.storage.remove(type.resource, object);

      return deepFreeze(canonical<KubeObject>(object));
    }

    return stored && sameJson(object, stored) ? stored : this.storage.put(type.resource, object);
  }

  private insert(type: ServedType, object: KubeObject, { dryRun }: WriteOptions): KubeObject {
    const { namespace, name } = object.metadata;

    if (this.storage.get(type.resource, namespace, name)) {
      throw alreadyExists(type, name);
    }
    if (dryRun) {
      const preview = canonical<KubeObject>(object);

      // What is not stored has no version, though the type says that every object has one.
      Reflect.deleteProperty(preview.metadata, 'resourceVersion');

      return deepFreeze(preview);
    }

    return this.storage.put(type.resource, object);
  }

  private checkNamespace(type: ServedType, namespace: string | undefined, name: string): void {
    const found = namespace === undefined ? undefined : this.storage.get(NAMESPACES, undefined, namespace);

    if (!found) {
      throw notFound({ group: '', plural: NAMESPACES }, namespace ?? '');
    }
    if (found.metadata.deletionTimestamp) {
      const message = `namespace ${ namespace } is being terminated`;

      throw forbidden(type, name, `unable to create new content in namespace ${ namespace } because it is being terminated`, [{ reason: 'NamespaceTerminating', message, field: 'metadata.namespace' }]);
    }
  }

  private createUnchecked(type: ServedType, body: JsonObject): KubeObject {
    const { object } = decode(type, body);
    const born = newObject(type, object, this.birth(undefined), { mutate: (same) => same, validate: () => undefined });

    return this.insert(type, object.status === undefined ? born : { ...born, status: object.status }, {});
  }

  private replace(type: ServedType, object: KubeObject): KubeObject {
    const { namespace, name, resourceVersion } = object.metadata;
    const stored = this.get(type, namespace, name);
    const admission = { mutate: (same: KubeObject) => same, validate: () => undefined };
    const submitted = { ...object, metadata: { ...object.metadata, resourceVersion: resourceVersion || stored.metadata.resourceVersion } };
    const update = updatedObject(type, decode(type, submitted).object, stored, { namespace, name }, admission).object;
    const whole: KubeObject = {
      ...update,
      ...(object.status !== undefined && { status: object.status }),
      // A namespace's spec is what its controller finishes the deletion by; users can't write it.
      ...(type.resource === NAMESPACES && { spec: object.spec }),
    };

    if (isFinished(whole)) {
      return this.storage.remove(type.resource, whole);
    }

    return sameJson(whole, stored) ? stored : this.storage.put(type.resource, whole);
  }

  private removeUnchecked(type: ServedType, namespace: string | undefined, name: string): void {
    const { removed, object } = deletedObject(type, this.get(type, namespace, name), {}, this.now);

    if (removed) {
      this.storage.remove(type.resource, object);
    } else {
      this.storage.put(type.resource, object);
    }
  }
}

/** Words a failure to read an object as its way of sending does. */
function decoding<T>(decoded: () => T, unreadable: (why: string) => Error): T {
  try {
    return decoded();
  } catch (error) {
    throw error instanceof DecodeError ? unreadable(error.message) : error;
  }
}

function strictError({ unknownFields }: Decoded): string {
  return `strict decoding error: ${ unknownFields.map((field) => `unknown field ${ JSON.stringify(field) }`).join(', ') }`;
}

function generateName(prefix: string): string {
  const letters = [...randomBytes(5)].map((byte) => NAME_LETTERS[byte % NAME_LETTERS.length]).join('');

  return prefix.slice(0, 58) + letters;
}
