/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject { [key: string]: Json | undefined }

/** Kubernetes object metadata, as stored. */
export interface ObjectMeta extends JsonObject {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  generation?: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  finalizers?: string[];
  labels?: { [key: string]: string };
  annotations?: { [key: string]: string };
}

/** An object in its Kubernetes form: the form in which the embedded API stores everything. */
export interface KubeObject extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/** What the API serves: a built-in kind or a CRD, in one version. */
export interface ResourceDefinition {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural name, as in the path: `ippools`. */
  readonly plural: string;
  readonly namespaced: boolean;
  /** True when the type has the status subresource: the main endpoint then ignores `status`. */
  readonly statusSubresource: boolean;
  /** The structural schema; absent for built-in kinds that are kept open. */
  readonly schema?: JsonObject;
}

/** What admission rules and controllers may read of the cluster. `resource` is `plural.group`, or `plural` in the core group. */
export interface ClusterReader {
  get(resource: string, namespace: string | undefined, name: string): KubeObject | undefined;
  list(resource: string, namespace?: string): readonly KubeObject[];
}

/** What controllers may do. Writes go past admission's user checks, as a controller's own service account does. */
export interface ClusterWriter extends ClusterReader {
  /** Creates an object; throws `ApiError` 409 when it exists. */
  create(resource: string, object: JsonObject): KubeObject;
  /** Replaces the whole stored object, `status` included, under its resourceVersion. Throws `ApiError` 409 on a conflict. */
  update(resource: string, object: KubeObject): KubeObject;
  remove(resource: string, namespace: string | undefined, name: string): void;
}

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE';

/** What an admission webhook is asked. `object` is absent on DELETE, `oldObject` on CREATE. */
export interface AdmissionRequest {
  readonly operation: Operation;
  readonly resource: string;
  readonly object?: KubeObject;
  readonly oldObject?: KubeObject;
}

/** The refusal of an admission webhook; becomes the API server's answer. `message` is the webhook's own words. */
export class Denied extends Error {
  readonly code: number;
  readonly reason: string;

  constructor(message: string, code = 400, reason = 'BadRequest') {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

/** One webhook: mutates first, validates the result later. Both may read the cluster, neither writes it. */
export interface AdmissionRule {
  readonly resource: string;
  readonly operations: readonly Operation[];
  /** The webhook's name, quoted in the refusal: `admission webhook "NAME" denied the request: …`. */
  readonly webhook: string;
  /** Returns the object to store; must not change its argument. */
  mutate?(request: AdmissionRequest, cluster: ClusterReader): KubeObject;
  /** Throws `Denied` to refuse. */
  validate?(request: AdmissionRequest, cluster: ClusterReader): void;
}

/** A change of a stored object, as a watch reports it. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: string;
  readonly object: KubeObject;
  /** What was stored before a modification. */
  readonly previous?: KubeObject;
}

/** A small controller: called after each stored change of a resource that it watches, until nothing changes any more. */
export interface Controller {
  readonly name: string;
  readonly watches: readonly string[];
  reconcile(event: WatchEvent, cluster: ClusterWriter): void;
}

/** One HTTP request, without a socket. */
export interface ApiRequest {
  readonly method: string;
  /** Path and query, as on the wire. */
  readonly url: string;
  /** Lower-case header names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One HTTP answer, without a socket. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a user may do; asked before each request, as RBAC is. */
export interface AccessRequest {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
}
export type Authorize = (request: AccessRequest) => boolean;
