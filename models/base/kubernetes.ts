/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object; a missing key and an `undefined` one mean the same. */
export interface JsonObject { readonly [key: string]: Json | undefined }

/** Source: k8s.io/apimachinery meta/v1 OwnerReference. */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** What Steve says of a resource as a whole. Only in Steve's form of an object. */
export interface StateSummary {
  name: string;
  error: boolean;
  transitioning: boolean;
  message: string;
}

/** Object metadata as Steve sends it. Every field may be missing while an object is being created. Source: meta/v1 ObjectMeta. */
export interface ObjectMeta {
  name?: string;
  generateName?: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  finalizers?: string[];
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  state?: StateSummary;
}

/** One entry of `status.conditions`. Source: meta/v1 Condition, and the older forms of Rancher's wrangler. */
export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
}

/** An object as the Kubernetes endpoint answers it, with nothing of Steve's in it. */
export interface KubernetesObject extends JsonObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: JsonObject;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a JSON value that is a map: neither a list, nor `null`, nor a scalar. */
export function isMap(value: Json | undefined): value is JsonObject {
  return isObject(value);
}

/** What came from the wire as a map; an empty one where it is something else. */
export function asMap(value: unknown): JsonObject {
  return isObject(value) ? value as JsonObject : {};
}

/** The texts in a map; YAML may hold a name or a version that looks like a number. */
export function textsOf(map: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(asMap(map)).flatMap(([key, value]) => typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : []));
}
