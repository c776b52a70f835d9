import type { ServedType } from '../definitions';
import { ApiError, type FieldError, badRequest, conflict, fieldErrors, goNumberError, invalid, notFound } from '../errors';
import { isObject, sameJson, textOf, without } from '../objects';
import type { Json, JsonObject, KubeObject, ObjectMeta } from '../types';
import { builtInStrategy } from './built-in';
import { customStrategy, statusErrors } from './custom';
import { decodeMetadata, validateCommonUpdate, validateMetadata, validateMetadataUpdate } from './metadata';
import type { Strategy } from './strategy';

const strategies = new WeakMap<ServedType, Strategy>();

export function strategyOf(type: ServedType): Strategy {
  let strategy = strategies.get(type);

  if (!strategy) {
    strategy = type.schema ? customStrategy(type) : builtInStrategy(type);
    strategies.set(type, strategy);
  }

  return strategy;
}

/** An object as the API server reads it: pruned and defaulted. */
export interface Decoded {
  readonly object: KubeObject;
  /** What was pruned; a strict request refuses it. */
  readonly unknownFields: readonly string[];
}

/** Reads what a client sent for a type. Missing `apiVersion` and `kind` are those of the path. */
export function decode(type: ServedType, body: JsonObject): Decoded {
  const apiVersion = body.apiVersion || type.apiVersion;
  const kind = body.kind || type.kind;

  if (apiVersion !== type.apiVersion && !type.schema) {
    throw badRequest(`${ textOf(kind) } in version ${ JSON.stringify(textOf(apiVersion).split('/').at(-1)) } cannot be handled as a ${ type.kind }: no kind ${ JSON.stringify(kind) } is registered for version ${ JSON.stringify(apiVersion) } in scheme "pkg/runtime/scheme.go:110"`);
  }
  if (apiVersion !== type.apiVersion) {
    throw badRequest(`the API version in the data (${ textOf(apiVersion) }) does not match the expected API version (${ type.apiVersion })`);
  }
  const { metadata, unknownFields } = decodeMetadata(body.metadata);

  if (kind !== type.kind) {
    throw type.schema
      ? invalid({ group: type.group, kind: textOf(kind) }, metadata.name, [fieldErrors.invalid('kind', kind, `must be ${ type.kind }`)])
      : badRequest(`${ textOf(kind) } in version ${ JSON.stringify(type.version) } cannot be handled as a ${ type.kind }: converting (${ textOf(kind) }) to (${ type.kind })`);
  }
  const object: KubeObject = { ...body, apiVersion: type.apiVersion, kind: type.kind, metadata };
  const decoded = strategyOf(type).decode?.(object) ?? { object, unknownFields: [] };

  return { object: decoded.object, unknownFields: [...unknownFields, ...decoded.unknownFields] };
}

/** What the API server adds to a new object. */
export interface Birth {
  readonly namespace: string | undefined;
  readonly now: string;
  readonly uid: string;
  /** Makes a name of `generateName`. */
  generateName(prefix: string): string;
}

/** Hooks of admission: webhooks change the object before the kind's own rules, and judge it after them. */
export interface Admission {
  mutate(object: KubeObject): KubeObject;
  validate(object: KubeObject): void;
}

/** The namespace an object ends up in; a namespace other than the request's is refused. */
function requestNamespace(type: ServedType, metadata: ObjectMeta, namespace: string | undefined): ObjectMeta {
  if (!type.namespaced) {
    const { namespace: _dropped, ...rest } = metadata;

    return metadata.namespace === undefined ? metadata : asMeta(rest);
  }
  if (metadata.namespace && namespace && metadata.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  const wanted = metadata.namespace || namespace;

  return wanted ? { ...metadata, namespace: wanted } : metadata;
}

function asMeta(metadata: JsonObject): ObjectMeta {
  return { name: '', uid: '', resourceVersion: '', creationTimestamp: '', ...metadata };
}

/** The object that a create stores. Throws what the API server answers instead. */
export function newObject(type: ServedType, decoded: KubeObject, birth: Birth, admission: Admission): KubeObject {
  const strategy = strategyOf(type);
  const { deletionTimestamp: _deletion, deletionGracePeriodSeconds: _grace, selfLink: _link, generation: _generation, ...kept } = decoded.metadata;
  const metadata = requestNamespace(type, asMeta(kept), birth.namespace);
  const name = metadata.name || (metadata.generateName ? birth.generateName(textOf(metadata.generateName)) : '');
  const born: ObjectMeta = { ...metadata, name, uid: birth.uid, creationTimestamp: birth.now, ...(strategy.generation && { generation: 1 }) };
  const sent = decode(type, { ...decoded, metadata: born }).object;
  const mutated = redecode(type, sent, admission.mutate(sent));
  const ready = dropStatus(type, strategy.prepareForCreate?.(mutated) ?? mutated);
  const errors = [...validateMetadata(ready.metadata, type.namespaced, strategy.nameRule), ...(strategy.validate?.(ready) ?? [])];

  if (errors.length) {
    throw invalid(type, ready.metadata.name, errors);
  }
  if (ready.metadata.resourceVersion) {
    throw new ApiError(500, '', 'resourceVersion should not be set on objects to be created');
  }
  admission.validate(ready);

  return ready;
}

/** What admission returned is read again, when it returned anything else than it was given. */
function redecode(type: ServedType, sent: KubeObject, mutated: KubeObject): KubeObject {
  return mutated === sent ? sent : decode(type, mutated).object;
}

/** A create can't set the status of a custom resource that has the subresource; built-in kinds start with their own. */
function dropStatus(type: ServedType, object: KubeObject): KubeObject {
  return type.schema && type.statusSubresource ? withStatus(object, undefined) : object;
}

function withStatus(object: KubeObject, status: Json | undefined): KubeObject {
  const { apiVersion, kind, metadata } = object;

  return { ...without(object, 'status'), apiVersion, kind, metadata, ...(status !== undefined && { status }) };
}

/** The object that an update stores, and how. */
export interface Update {
  readonly object: KubeObject;
  /** The last finalizer of an object that is being deleted is gone: it goes too. */
  readonly deletes: boolean;
}

export interface UpdateRequest {
  readonly namespace: string | undefined;
  readonly name: string;
  readonly subresource?: 'status';
}

/** Refuses an object that is not the one in the URL. */
export function checkName(type: ServedType, object: KubeObject, { namespace, name }: UpdateRequest): KubeObject {
  const metadata = requestNamespace(type, object.metadata, namespace);

  if (metadata.name !== name) {
    throw badRequest(metadata.name
      ? `the name of the object (${ metadata.name }) does not match the name on the URL (${ name })`
      : `the name of the object (${ name } based on URL) was undeterminable: name must be provided`);
  }

  return { ...object, metadata };
}

/** The conflict about an object that is not the one whose uid was sent: gone, or created anew. */
export function uidConflict(type: ServedType, { namespace, name }: UpdateRequest, wanted: string, actual: string): ApiError {
  const folder = type.schema ? `${ type.group }/${ type.plural }` : type.plural;
  const key = ['/registry', folder, namespace, name].filter(Boolean).join('/');

  return conflict(type, name, `StorageError: invalid object, Code: 4, Key: ${ key }, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${ wanted }, UID in object meta: ${ actual }`);
}

/** The object that replaces the stored one. Throws what the API server answers instead. */
export function updatedObject(type: ServedType, submitted: KubeObject, stored: KubeObject | undefined, request: UpdateRequest, admission: Admission): Update {
  if (!stored) {
    throw notFound(type, request.name);
  }
  const strategy = strategyOf(type);
  const mutated = request.subresource ? submitted : redecode(type, submitted, admission.mutate(submitted));
  const { resourceVersion } = mutated.metadata;

  if (!resourceVersion && !strategy.unconditionalUpdate) {
    throw invalid({ group: type.group, kind: type.plural }, request.name, [fieldErrors.invalidRaw('metadata.resourceVersion', '0x0', 'must be specified for an update')]);
  }
  if (resourceVersion && !/^\d+$/.test(resourceVersion)) {
    throw new ApiError(500, '', goNumberError('ParseUint', resourceVersion));
  }
  if (resourceVersion && resourceVersion !== stored.metadata.resourceVersion) {
    throw conflict(type, request.name);
  }
  const prepared = request.subresource ? statusUpdate(mutated, stored) : mainUpdate(type, strategy, mutated, stored);
  const object: KubeObject = { ...prepared, metadata: keptMetadata(prepared.metadata, stored.metadata) };
  const errors = updateErrors(type, strategy, object, stored, request);

  if (errors.length) {
    throw invalid(type, request.name, errors);
  }
  admission.validate(object);

  return { object, deletes: isFinished(object) };
}

/** True when an object is being deleted and nothing holds it any more. */
export function isFinished(object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata;

  return Boolean(deletionTimestamp) && !finalizers?.length && !deletionGracePeriodSeconds && !heldBySpec(object);
}

/** Namespaces hold themselves by finalizers of their spec. */
function heldBySpec(object: KubeObject): boolean {
  return isObject(object.spec) && Array.isArray(object.spec.finalizers) && object.spec.finalizers.length > 0;
}

function statusUpdate(submitted: KubeObject, stored: KubeObject): KubeObject {
  return withStatus({ ...stored, metadata: { ...stored.metadata, ...(submitted.metadata.managedFields !== undefined && { managedFields: submitted.metadata.managedFields }) } }, submitted.status);
}

function mainUpdate(type: ServedType, strategy: Strategy, submitted: KubeObject, stored: KubeObject): KubeObject {
  const kept = type.statusSubresource ? withStatus(submitted, stored.status) : submitted;
  const prepared = strategy.prepareForUpdate?.(kept, stored) ?? kept;
  const { generation } = stored.metadata;

  if (generation === undefined || !strategy.generation) {
    const { generation: _sent, ...metadata } = prepared.metadata;

    return { ...prepared, metadata: { ...asMeta(metadata), ...(generation !== undefined && { generation }) } };
  }
  const changed = !sameJson(without(type.schema ? prepared : withStatus(prepared, undefined), 'metadata'), without(type.schema ? stored : withStatus(stored, undefined), 'metadata'));

  return { ...prepared, metadata: { ...prepared.metadata, generation: generation + (changed ? 1 : 0) } };
}

/** What the server owns in metadata stays, whatever was sent. */
function keptMetadata(metadata: ObjectMeta, stored: ObjectMeta): ObjectMeta {
  const { deletionTimestamp, deletionGracePeriodSeconds, managedFields } = stored;
  const { selfLink: _link, ...rest } = metadata;

  return {
    ...asMeta(rest),
    uid: metadata.uid || stored.uid,
    creationTimestamp: stored.creationTimestamp,
    resourceVersion: stored.resourceVersion,
    ...(deletionTimestamp !== undefined && { deletionTimestamp }),
    ...(deletionGracePeriodSeconds !== undefined && metadata.deletionGracePeriodSeconds === undefined && { deletionGracePeriodSeconds }),
    ...(metadata.managedFields === undefined && managedFields !== undefined && { managedFields }),
  };
}

function updateErrors(type: ServedType, strategy: Strategy, object: KubeObject, stored: KubeObject, request: UpdateRequest): FieldError[] {
  const common = validateCommonUpdate(object.metadata, stored.metadata, type.namespaced);
  const metadata = validateMetadataUpdate(object.metadata, stored.metadata);

  if (request.subresource) {
    return [...common, ...metadata, ...(type.schema ? statusErrors(type, object, stored) : strategy.validateStatus?.(object) ?? [])];
  }

  return [...common, ...metadata, ...(type.schema ? [] : strategy.validate?.(object) ?? []), ...(strategy.validateUpdate?.(object, stored) ?? [])];
}

