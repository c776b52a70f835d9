import { DecodeError, type FieldError, fieldErrors } from '../errors';
import { isObject, objectAt, sameJson, stringAt, textOf } from '../objects';
import type { Json, JsonObject, ObjectMeta } from '../types';
import { type NameRule, dnsLabel, labelValue, pathSegment, qualifiedName } from './names';

type FieldType = 'string' | 'int64' | 'time' | 'strings' | 'map' | 'owners' | 'managed';

/** The fields of ObjectMeta. Anything else in `metadata` is dropped. */
const META_FIELDS: Readonly<Record<string, FieldType>> = {
  annotations: 'map',
  creationTimestamp: 'time',
  deletionGracePeriodSeconds: 'int64',
  deletionTimestamp: 'time',
  finalizers: 'strings',
  generateName: 'string',
  generation: 'int64',
  labels: 'map',
  managedFields: 'managed',
  name: 'string',
  namespace: 'string',
  ownerReferences: 'owners',
  resourceVersion: 'string',
  selfLink: 'string',
  uid: 'string',
};
const OWNER_FIELDS = new Set(['apiVersion', 'blockOwnerDeletion', 'controller', 'kind', 'name', 'uid']);
const ANNOTATIONS_LIMIT = 256 * 1024;

/** Metadata as the API server reads it: known fields of the right type, the rest dropped or refused. */
export interface DecodedMeta {
  readonly metadata: ObjectMeta;
  readonly unknownFields: readonly string[];
}

export function decodeMetadata(value: Json | undefined): DecodedMeta {
  const metadata: ObjectMeta = { name: '', uid: '', resourceVersion: '', creationTimestamp: '' };
  const unknownFields: string[] = [];

  if (value === undefined || value === null) {
    return { metadata, unknownFields };
  }
  if (!isObject(value)) {
    throw new DecodeError(`json: cannot unmarshal ${ goType(value) } into Go value of type v1.ObjectMeta`);
  }
  for (const [key, item] of Object.entries(value)) {
    const type = Object.hasOwn(META_FIELDS, key) ? META_FIELDS[key] : undefined;

    if (!type) {
      unknownFields.push(`metadata.${ key }`);
    } else if (item !== null && item !== undefined) {
      const decoded = decodeField(key, type, item);

      if (decoded !== undefined) {
        metadata[key] = decoded;
      }
    }
  }

  return { metadata, unknownFields };
}

/** The decoded value; undefined when Go's `omitempty` leaves it out. */
function decodeField(key: string, type: FieldType, value: Json): Json | undefined {
  const mismatch = (found: Json, path: string, wanted: string) =>
    new DecodeError(`json: cannot unmarshal ${ goType(found) } into Go struct field ObjectMeta.${ path } of type ${ wanted }`);

  switch (type) {
    case 'string':
    case 'time':
      if (typeof value !== 'string') {
        throw mismatch(value, key, type === 'time' ? 'v1.Time' : 'string');
      }

      return value || undefined;
    case 'int64':
      if (typeof value !== 'number') {
        throw mismatch(value, key, 'int64');
      }

      return value;
    case 'strings':
      if (!Array.isArray(value)) {
        throw mismatch(value, key, '[]string');
      }
      for (const item of value) {
        if (typeof item !== 'string') {
          throw mismatch(item, key, 'string');
        }
      }

      return value.length ? value : undefined;
    case 'map':
      if (!isObject(value)) {
        throw mismatch(value, key, 'map[string]string');
      }

      return decodeMap(value, (item) => mismatch(item, key, 'string'));
    case 'owners':
      if (!Array.isArray(value)) {
        throw mismatch(value, key, '[]v1.OwnerReference');
      }

      return value.length ? value.filter(isObject).map(decodeOwner) : undefined;
    default:
      return Array.isArray(value) && value.length ? value : undefined;
  }
}

function decodeMap(value: JsonObject, mismatch: (item: Json) => Error): JsonObject | undefined {
  const result: JsonObject = {};

  for (const [key, item] of Object.entries(value)) {
    if (item === null) {
      result[key] = '';
    } else if (typeof item === 'string') {
      result[key] = item;
    } else if (item !== undefined) {
      throw mismatch(item);
    }
  }

  return Object.keys(result).length ? result : undefined;
}

/** An owner reference has four fields that are always there. */
function decodeOwner(owner: JsonObject): JsonObject {
  const known = Object.fromEntries(Object.entries(owner).filter(([key, item]) => OWNER_FIELDS.has(key) && item !== null));

  return { apiVersion: '', kind: '', name: '', uid: '', ...known };
}

export function goType(value: Json): string {
  if (Array.isArray(value)) {
    return 'array';
  }
  switch (typeof value) {
    case 'string': return 'string';
    case 'number': return 'number';
    case 'boolean': return 'bool';
    default: return 'object';
  }
}

/** What is wrong with metadata, on create and update alike. */
export function validateMetadata(metadata: ObjectMeta, namespaced: boolean, nameRule: NameRule): FieldError[] {
  const errors: FieldError[] = [];
  const generateName = stringAt(metadata, 'generateName');
  const at = (field: string, value: Json) => (message: string) => fieldErrors.invalid(field, value, message);

  if (generateName) {
    errors.push(...nameRule(maskTrailingDash(generateName)).map(at('metadata.generateName', generateName)));
  }
  if (metadata.name) {
    errors.push(...nameRule(metadata.name).map(at('metadata.name', metadata.name)));
  } else {
    errors.push(fieldErrors.required('metadata.name', 'name or generateName is required'));
  }
  if (namespaced && !metadata.namespace) {
    errors.push(fieldErrors.required('metadata.namespace'));
  } else if (namespaced && metadata.namespace) {
    errors.push(...dnsLabel(metadata.namespace).map(at('metadata.namespace', metadata.namespace)));
  } else if (metadata.namespace) {
    errors.push(fieldErrors.forbidden('metadata.namespace', 'not allowed on this type'));
  }
  errors.push(...commonErrors(metadata));
  for (const finalizer of metadata.finalizers ?? []) {
    errors.push(...qualifiedName(finalizer).map(at('metadata.finalizers', finalizer)));
  }

  return errors;
}

/** What must not change in metadata. */
export function validateMetadataUpdate(metadata: ObjectMeta, old: ObjectMeta): FieldError[] {
  const errors: FieldError[] = [];

  if (old.deletionTimestamp) {
    const added = (metadata.finalizers ?? []).filter((finalizer) => !old.finalizers?.includes(finalizer)).sort();

    if (added.length) {
      errors.push(fieldErrors.forbidden('metadata.finalizers', `no new finalizers can be added if the object is being deleted, found new finalizers []string{${ added.map((name) => JSON.stringify(name)).join(', ') }}`));
    }
  }
  for (const field of ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds']) {
    if (!sameJson(metadata[field], old[field])) {
      errors.push(immutableError(field, metadata[field]));
    }
  }

  return [...errors, ...commonErrors(metadata)];
}

/** Go prints times in its own way. */
function immutableError(field: string, value: Json | undefined): FieldError {
  const path = `metadata.${ field }`;

  if (field.endsWith('Timestamp') && typeof value === 'string' && value) {
    return fieldErrors.invalidRaw(path, `${ value.replace('T', ' ').replace('Z', '') } +0000 UTC`, 'field is immutable');
  }

  return fieldErrors.invalid(path, value ?? (field.endsWith('Timestamp') || field.endsWith('Seconds') ? null : ''), 'field is immutable');
}

/** The checks that Go's general update path makes on its own, before and beside those of the kind. */
export function validateCommonUpdate(metadata: ObjectMeta, old: ObjectMeta, namespaced: boolean): FieldError[] {
  return [...validateMetadata(metadata, namespaced, pathSegment), ...validateMetadataUpdate(metadata, old)];
}

function commonErrors(metadata: ObjectMeta): FieldError[] {
  const errors: FieldError[] = [];
  const annotations = objectAt(metadata, 'annotations');
  let size = 0;

  for (const [key, value] of Object.entries(objectAt(metadata, 'labels'))) {
    errors.push(...qualifiedName(key).map((message) => fieldErrors.invalid('metadata.labels', key, message)));
    errors.push(...labelValue(textOf(value)).map((message) => fieldErrors.invalid('metadata.labels', value, message)));
  }
  for (const [key, value] of Object.entries(annotations)) {
    errors.push(...qualifiedName(key.toLowerCase()).map((message) => fieldErrors.invalid('metadata.annotations', key, message)));
    size += Buffer.byteLength(key) + Buffer.byteLength(textOf(value));
  }
  if (size > ANNOTATIONS_LIMIT) {
    errors.push(fieldErrors.tooLong('metadata.annotations', ANNOTATIONS_LIMIT));
  }

  return [...errors, ...ownerErrors(metadata)];
}

function ownerErrors(metadata: ObjectMeta): FieldError[] {
  const owners = Array.isArray(metadata.ownerReferences) ? metadata.ownerReferences.filter(isObject) : [];
  const emptiness: Readonly<Record<string, string>> = { apiVersion: 'version', kind: 'kind', name: 'name', uid: 'uid' };
  const errors: FieldError[] = [];

  for (const owner of owners) {
    for (const [field, what] of Object.entries(emptiness)) {
      if (!owner[field]) {
        errors.push(fieldErrors.invalid(`metadata.ownerReferences.${ field }`, '', `${ what } must not be empty`));
      }
    }
  }

  return errors;
}

function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${ name.slice(0, -2) }a` : name;
}
