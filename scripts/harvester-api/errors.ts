import { textOf } from './objects';
import type { Json, JsonObject, ResourceDefinition } from './types';

/** One reason of a refusal, as a Kubernetes Status lists it. */
export interface StatusCause {
  readonly reason?: string;
  readonly message: string;
  readonly field?: string;
}

/** The `details` of a Kubernetes Status. */
export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
}

/** An error that the API server answers: HTTP code, Kubernetes reason, message, details. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | undefined;

  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The body of the Kubernetes answer. */
  toStatus(): JsonObject {
    const status: JsonObject = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: this.message };

    if (this.reason) {
      status.reason = this.reason;
    }
    if (this.details) {
      status.details = detailsOf(this.details);
    }
    status.code = this.code;

    return status;
  }
}

function detailsOf(details: StatusDetails): JsonObject {
  const { causes, ...rest } = details;
  const result: JsonObject = Object.fromEntries(Object.entries(rest).filter(([, value]) => value));

  if (causes) {
    result.causes = causes.map((cause) => ({ ...cause }));
  }

  return result;
}

/** How a field is wrong; the value is the cause's reason. */
type FieldErrorReason =
  | 'FieldValueRequired'
  | 'FieldValueInvalid'
  | 'FieldValueTypeInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueDuplicate'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany';

/** One invalid field, with the message that kube-apiserver words for it. */
export interface FieldError {
  readonly reason: FieldErrorReason;
  readonly field: string;
  readonly message: string;
}

/** Prints a value as Go's `%v` or `%q` does in a field error. */
function badValue(value: Json | undefined): string {
  if (value === undefined || value === null) {
    return '"null"';
  }
  if (typeof value === 'string') {
    return quote(value);
  }

  return typeof value === 'object' ? goValue(value) : textOf(value);
}

/** Prints a value as Go's `%#v` prints unstructured content. */
function goValue(value: Json | undefined): string {
  if (Array.isArray(value)) {
    return `[]interface {}{${ value.map(goValue).join(', ') }}`;
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));

    return `map[string]interface {}{${ entries.map(([key, item]) => `${ quote(key) }:${ goValue(item) }`).join(', ') }}`;
  }
  if (value === null || value === undefined) {
    return 'interface {}(nil)';
  }

  return typeof value === 'string' ? quote(value) : textOf(value);
}

/** Quotes as Go's `%q` does. */
function quote(text: string): string {
  return JSON.stringify(text);
}

export const fieldErrors = {
  required: (field: string, detail = ''): FieldError => ({
    reason: 'FieldValueRequired', field, message: `Required value${ detail && `: ${ detail }` }`,
  }),
  invalid: (field: string, value: Json | undefined, detail: string): FieldError => ({
    reason: 'FieldValueInvalid', field, message: `Invalid value: ${ badValue(value) }: ${ detail }`,
  }),
  /** For values that Go does not print as JSON, such as unsigned numbers in hexadecimal. */
  invalidRaw: (field: string, printed: string, detail: string): FieldError => ({
    reason: 'FieldValueInvalid', field, message: `Invalid value: ${ printed }: ${ detail }`,
  }),
  typeInvalid: (field: string, value: Json | undefined, detail: string): FieldError => ({
    reason: 'FieldValueTypeInvalid', field, message: `Invalid value: ${ badValue(value) }: ${ detail }`,
  }),
  notSupported: (field: string, value: Json | undefined, supported: readonly string[]): FieldError => ({
    reason: 'FieldValueNotSupported', field, message: `Unsupported value: ${ badValue(value) }${ supported.length ? `: supported values: ${ supported.map(quote).join(', ') }` : '' }`,
  }),
  notSupportedRaw: (field: string, printed: string, supported: readonly string[]): FieldError => ({
    reason: 'FieldValueNotSupported', field, message: `Unsupported value: ${ printed }: supported values: ${ supported.map(quote).join(', ') }`,
  }),
  forbidden: (field: string, detail: string): FieldError => ({
    reason: 'FieldValueForbidden', field, message: `Forbidden: ${ detail }`,
  }),
  duplicate: (field: string, value: Json | undefined): FieldError => ({
    reason: 'FieldValueDuplicate', field, message: `Duplicate value: ${ badValue(value) }`,
  }),
  tooLong: (field: string, max: number): FieldError => ({
    reason: 'FieldValueTooLong', field, message: `Too long: may not be more than ${ max } bytes`,
  }),
  tooMany: (field: string, actual: number, max: number): FieldError => ({
    reason: 'FieldValueTooMany', field, message: `Too many: ${ actual }: must have at most ${ max } items`,
  }),
};

/** What names a kind in an error: a definition, or just group and kind. */
type GroupKind = Pick<ResourceDefinition, 'group' | 'kind'>;
/** What names a resource in an error. */
export type GroupResource = Pick<ResourceDefinition, 'group' | 'plural'>;

function qualified(name: string, group: string): string {
  return group ? `${ name }.${ group }` : name;
}

/** `ippools.loadbalancer.harvesterhci.io`, or `secrets` in the core group. */
export function resourceName({ group, plural }: GroupResource): string {
  return qualified(plural, group);
}

export function notFound(resource: GroupResource, name: string): ApiError {
  return new ApiError(404, 'NotFound', `${ resourceName(resource) } ${ quote(name) } not found`, { name, group: resource.group, kind: resource.plural });
}

export function alreadyExists(resource: GroupResource, name: string): ApiError {
  return new ApiError(409, 'AlreadyExists', `${ resourceName(resource) } ${ quote(name) } already exists`, { name, group: resource.group, kind: resource.plural });
}

const OBJECT_MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

export function conflict(resource: GroupResource, name: string, why = OBJECT_MODIFIED): ApiError {
  return new ApiError(409, 'Conflict', `Operation cannot be fulfilled on ${ resourceName(resource) } ${ quote(name) }: ${ why }`, { name, group: resource.group, kind: resource.plural });
}

export function forbidden(resource: GroupResource, name: string, why: string, causes?: readonly StatusCause[]): ApiError {
  const subject = name ? `${ resourceName(resource) } ${ quote(name) }` : resourceName(resource);

  return new ApiError(403, 'Forbidden', `${ subject } is forbidden: ${ why }`, { name, group: resource.group, kind: resource.plural, ...(causes && { causes }) });
}

export function invalid({ group, kind }: GroupKind, name: string, errors: readonly FieldError[]): ApiError {
  const messages = [...new Set(errors.map(({ field, message }) => `${ field }: ${ message }`))];
  const text = messages.length === 1 ? messages[0] : `[${ messages.join(', ') }]`;

  return new ApiError(422, 'Invalid', `${ qualified(kind, group) } ${ quote(name) } is invalid: ${ text }`, {
    name,
    group,
    kind,
    causes: errors.map(({ reason, field, message }) => ({ reason, message, field })),
  });
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

/** What Go says of a text that is no whole number. */
export function goNumberError(reader: 'ParseInt' | 'ParseUint', value: string): string {
  return `strconv.${ reader }: parsing ${ quote(value) }: invalid syntax`;
}

/** What a client sent can't be read as the type: each way of sending it has its own words around it. */
export class DecodeError extends Error {}

export function unsupportedMediaType(accepted: readonly string[]): ApiError {
  return new ApiError(415, 'UnsupportedMediaType', `the body of the request was in an unknown format - accepted media types include: ${ accepted.join(', ') }`);
}

export function methodNotAllowed(): ApiError {
  return new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

/** The same in the words of custom resources, which know the verbs of a resource and nothing else. */
export function verbNotSupported(resource: GroupResource): ApiError {
  return new ApiError(405, 'MethodNotAllowed', ` is not supported on resources of kind ${ quote(resourceName(resource)) }`, { group: resource.group, kind: resource.plural });
}

export function pathNotFound(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function resourceExpired(message: string): ApiError {
  return new ApiError(410, 'Expired', message);
}
