import type { ServedType } from '../definitions';
import { badRequest, goNumberError, resourceExpired, type ApiError } from '../errors';
import { textOf, valueAt } from '../objects';
import type { JsonObject, KubeObject } from '../types';
import { fieldSelector, labelSelector, type Predicate } from './selectors';

/** One page of a list. */
export interface Page {
  readonly items: readonly KubeObject[];
  /** Where the next page starts; empty at the end. */
  readonly next: string;
  readonly remaining: number | undefined;
}

const BUILT_IN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  events: ['involvedObject.kind', 'involvedObject.namespace', 'involvedObject.name', 'involvedObject.uid', 'involvedObject.apiVersion', 'involvedObject.resourceVersion', 'involvedObject.fieldPath', 'reason', 'reportingComponent', 'source', 'type'],
  namespaces: ['status.phase', 'name'],
  nodes: ['spec.unschedulable'],
  pods: ['spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'spec.serviceAccountName', 'spec.hostNetwork', 'status.phase', 'status.podIP', 'status.nominatedNodeName'],
  secrets: ['type'],
  services: ['spec.clusterIP', 'spec.type'],
};

/** The objects that the selectors of a request choose. */
export function selectorOf(type: ServedType, query: URLSearchParams): Predicate {
  const labels = query.get('labelSelector');
  const fields = query.get('fieldSelector');
  const custom = new Set(type.selectableFields.map((path) => path.replace(/^\./, '')));
  const supported = (field: string) =>
    field === 'metadata.name' || (field === 'metadata.namespace' && (type.namespaced || !type.crd)) || custom.has(field) || Boolean(BUILT_IN_FIELDS[type.resource]?.includes(field));
  const byLabels = labels ? labelSelector(labels) : undefined;
  const byFields = fields ? fieldSelector(fields, fieldValue, supported) : undefined;

  return (object) => (byLabels?.(object) ?? true) && (byFields?.(object) ?? true);
}

function fieldValue(field: string, object: KubeObject): string {
  const value = valueAt(object, field === 'name' ? ['metadata', 'name'] : field.split('.'));

  return value === undefined || value === null ? '' : textOf(value);
}

/** Refuses options of a list that are no numbers. */
export function checkListOptions(query: URLSearchParams): void {
  const limit = query.get('limit') ?? '';
  const resourceVersion = query.get('resourceVersion') ?? '';

  if (limit && !/^-?\d+$/.test(limit)) {
    throw badRequest(goNumberError('ParseInt', limit));
  }
  if (resourceVersion && !/^\d+$/.test(resourceVersion)) {
    throw badRequest(`invalid resource version: resourceVersion: Invalid value: ${ JSON.stringify(resourceVersion) }: ${ goNumberError('ParseUint', resourceVersion) }`);
  }
}

/** Cuts a page out of a list by `limit` and `continue`. */
export function pageOf(objects: readonly KubeObject[], query: URLSearchParams, revision: string, filtered: boolean): Page {
  const limit = Number(query.get('limit') ?? 0);
  const token = query.get('continue');
  const start = token ? startOf(token) : 0;
  const end = limit > 0 ? start + limit : objects.length;
  const remaining = objects.length - end;

  return {
    items: objects.slice(start, end),
    next: remaining > 0 ? Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: Number(revision), start: String(end) })).toString('base64url') : '',
    remaining: remaining > 0 && !filtered ? remaining : undefined,
  };
}

function startOf(token: string): number {
  try {
    const parsed = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as JsonObject;
    const start = Number(parsed.start);

    if (Number.isInteger(start) && start >= 0) {
      return start;
    }
  } catch {
    // Not a token of ours: answered below.
  }
  const [first = ''] = Buffer.from(token, 'base64url').toString('latin1');
  const illegal = token.length % 4 === 1 ? token.length - 1 : token.search(/[^\w-]/);

  throw badRequest(`invalid continue token: continue key is not valid: ${ illegal < 0 ? `invalid character '${ first }' looking for beginning of value` : `illegal base64 data at input byte ${ illegal }` }`);
}

/** The events after a resourceVersion are gone from memory. */
export function tooOld(asked: number, oldest: number): ApiError {
  return resourceExpired(`too old resource version: ${ asked } (${ oldest })`);
}
