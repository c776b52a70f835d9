import type { Cluster, WriteOptions } from '../cluster';
import type { ServedType } from '../definitions';
import { ApiError, badRequest, fieldErrors, forbidden, invalid, methodNotAllowed, notFound, pathNotFound, unsupportedMediaType, verbNotSupported } from '../errors';
import { jsonResponse, type ParsedRequest, textResponse, yamlResponse } from '../http';
import { isObject, textOf, without } from '../objects';
import { readBody, readObject } from '../read-body';
import { writeOptions } from '../write-options';
import type { AccessRequest, ApiResponse, Authorize, Json, JsonObject, KubeObject, WatchEvent } from '../types';
import { discovery } from './discovery';
import { checkListOptions, pageOf, selectorOf, tooOld } from './list';
import { tableOf, wantsTable } from './table';
import { seenBy } from './watch';

/** Where a path of the Kubernetes API leads. */
interface Target {
  readonly type: ServedType;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/** What a right is asked for. */
interface Asked {
  readonly type: ServedType;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/** Kinds whose deletion is answered with the deleted object. */
const RETURNED = new Set(['persistentvolumeclaims', 'persistentvolumes', 'pods', 'podtemplates', 'resourcequotas', 'serviceaccounts', 'services']);
const MEDIA_TYPES = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
const PROPAGATION_POLICIES = ['Foreground', 'Background', 'Orphan'];
const OPTIONS_KINDS: Readonly<Record<string, string>> = { PUT: 'UpdateOptions', PATCH: 'PatchOptions', DELETE: 'DeleteOptions' };

/** Answers the Kubernetes form of the API: `/api`, `/apis`, `/version`, `/openapi`. */
export class KubeEndpoint {
  private readonly cluster: Cluster;
  private readonly authorize: Authorize;
  private readonly user: string;

  constructor(cluster: Cluster, authorize: Authorize, user: string) {
    this.cluster = cluster;
    this.authorize = authorize;
    this.user = user;
  }

  handle(request: ParsedRequest): ApiResponse {
    try {
      return request.method === 'HEAD'
        ? { ...this.answer({ ...request, method: 'GET' }), body: '' }
        : inFormat(request, this.answer(request));
    } catch (error) {
      if (error instanceof ApiError) {
        return jsonResponse(error.code, error.toStatus());
      }
      throw error;
    }
  }

  private answer(request: ParsedRequest): ApiResponse {
    const target = this.target(request);

    checkAccept(request.headers.accept ?? '', target?.type.schema !== undefined);
    const found = request.method === 'GET' ? discovery(this.cluster.definitions, request) : undefined;

    if (found !== undefined) {
      return jsonResponse(200, found);
    }
    if (!target) {
      return this.nowhere(request);
    }
    if (target.subresource !== undefined && !(target.subresource === 'status' && target.type.statusSubresource)) {
      throw target.type.schema ? notFound(target.type, target.name ?? '') : pathNotFound();
    }

    return target.name === undefined ? this.collection(request, target) : this.single(request, { ...target, name: target.name });
  }

  /** Built-in groups and custom ones have different words for a path that is not there. */
  private nowhere({ segments }: ParsedRequest): ApiResponse {
    const known = segments[0] === 'api' ? segments[1] === 'v1' : this.cluster.definitions.types.some(({ builtIn, apiVersion }) => builtIn && apiVersion === `${ segments[1] }/${ segments[2] }`);

    if (known) {
      throw pathNotFound();
    }

    return textResponse(404, '404 page not found\n');
  }

  private target({ segments }: ParsedRequest): Target | undefined {
    const core = segments[0] === 'api';
    const apiVersion = core ? segments[1] : `${ segments[1] }/${ segments[2] }`;
    const rest = segments.slice(core ? 2 : 3);
    const namespaced = rest[0] === 'namespaces' && rest.length > 2 && !(core && rest.length === 3 && rest[2] === 'status');
    const [plural, name, subresource, ...more] = namespaced ? rest.slice(2) : rest;
    const type = plural === undefined ? undefined : this.cluster.definitions.ofPath(apiVersion ?? '', plural);

    if (!type || more.length || (namespaced && !type.namespaced) || (name !== undefined && type.namespaced && !namespaced)) {
      return undefined;
    }

    return { type, ...(namespaced && rest[1] !== undefined && { namespace: rest[1] }), ...(name !== undefined && { name }), ...(subresource !== undefined && { subresource }) };
  }

  private collection(request: ParsedRequest, { type, namespace }: Target): ApiResponse {
    switch (request.method) {
      case 'GET':
        if (isWatch(request)) {
          this.check('watch', { type, namespace });

          return this.watch(request, type, namespace);
        }
        this.check('list', { type, namespace });

        return this.list(request, type, namespace);
      case 'POST': {
        if (type.namespaced && namespace === undefined) {
          throw methodNotAllowed();
        }
        this.check('create', { type, namespace });

        return this.object(request, 201, type, this.cluster.create(type, namespace, readObject(request, type), writeOptions(request.query, 'CreateOptions')));
      }
      case 'DELETE': {
        this.check('delete', { type, namespace });

        return this.deleteCollection(request, type, namespace);
      }
      default:
        if (!type.schema) {
          throw methodNotAllowed();
        }

        throw ['PUT', 'PATCH'].includes(request.method) ? badRequest('name must be provided') : verbNotSupported(type);
    }
  }

  private single(request: ParsedRequest, target: Target & { readonly name: string }): ApiResponse {
    const { type, namespace, name, subresource } = target;
    const options: WriteOptions = { ...writeOptions(request.query, OPTIONS_KINDS[request.method] ?? ''), ...(subresource === 'status' && { subresource }) };

    switch (request.method) {
      case 'GET':
        this.check('get', target);

        return this.object(request, 200, type, this.cluster.get(type, namespace, name));
      case 'PUT':
        this.check('update', target);

        return this.object(request, 200, type, this.cluster.update(type, namespace, name, readObject(request, type), options));
      case 'PATCH':
        this.check('patch', target);

        return this.object(request, 200, type, this.cluster.patch(type, namespace, name, { mediaType: request.mediaType, body: request.body }, options));
      case 'DELETE': {
        if (subresource) {
          throw methodNotAllowed();
        }
        this.check('delete', target);
        const { removed, object } = this.cluster.remove(type, namespace, name, deleteOptions(request), options);

        return jsonResponse(200, removed && !RETURNED.has(type.resource) ? success(type, object) : object);
      }
      case 'POST':
        if (!type.schema) {
          throw methodNotAllowed();
        }

        // A custom resource may be created at its own address.
        return this.collection(request, { type, ...(namespace !== undefined && { namespace }) });
      default:
        throw type.schema ? verbNotSupported(type) : methodNotAllowed();
    }
  }

  private list(request: ParsedRequest, type: ServedType, namespace: string | undefined): ApiResponse {
    const { query } = request;

    checkListOptions(query);
    const { revision } = this.cluster.storage;
    const chosen = this.cluster.storage.list(type.resource, namespace).filter(selectorOf(type, query));
    const { items, next, remaining } = pageOf(chosen, query, revision, query.has('labelSelector') || query.has('fieldSelector'));
    const metadata: JsonObject = { ...((next || type.schema) && { continue: next }), ...(remaining !== undefined && { remainingItemCount: remaining }), resourceVersion: revision };

    if (wantsTable(request.headers.accept)) {
      return jsonResponse(200, tableOf(type, items, next ? metadata : without(metadata, 'continue'), this.cluster.now, query.get('includeObject')));
    }

    return jsonResponse(200, { apiVersion: type.apiVersion, items: items.map((item) => (type.schema ? item : untyped(item))), kind: `${ type.kind }List`, metadata });
  }

  /** What a watch that ends at once delivers. */
  private watch(request: ParsedRequest, type: ServedType, namespace: string | undefined): ApiResponse {
    const frames = this.firstFrames(request, type, namespace);

    return { ...jsonResponse(200, null), body: frames.map(watchLine).join('') };
  }

  /** Keeps a watch going: calls back with each line. Undefined when the request is no watch that may be kept. */
  stream(request: ParsedRequest, write: (line: string) => void): (() => void) | undefined {
    const target = request.method === 'GET' && isWatch(request) ? this.target(request) : undefined;

    if (!target || target.name !== undefined || !this.allows('watch', target)) {
      return undefined;
    }
    const { type, namespace } = target;
    const seen = viewOf(type, namespace, request.query);

    this.firstFrames(request, type, namespace).map(watchLine).forEach(write);

    return this.cluster.onEvent((event) => {
      const view = seen(event);

      if (view) {
        write(watchLine({ type: view.type, object: view.object }));
      }
    });
  }

  /** The events since a resourceVersion, or everything that there is. */
  private firstFrames({ query }: ParsedRequest, type: ServedType, namespace: string | undefined): JsonObject[] {
    const { storage } = this.cluster;
    const revision = Number(query.get('resourceVersion') ?? 0);
    const oldest = storage.oldest(type.crd);
    const seen = viewOf(type, namespace, query);

    if (revision > 0 && revision < oldest) {
      return [{ type: 'ERROR', object: tooOld(revision, oldest).toStatus() }];
    }
    const events: readonly WatchEvent[] = revision > 0 ? storage.since(revision) : storage.list(type.resource, namespace).map((object) => ({ type: 'ADDED', resource: type.resource, object }));

    return events.map(seen).filter((event) => event !== undefined).map(({ type: name, object }) => ({ type: name, object }));
  }

  private deleteCollection(request: ParsedRequest, type: ServedType, namespace: string | undefined): ApiResponse {
    const chosen = this.cluster.storage.list(type.resource, namespace).filter(selectorOf(type, request.query));
    const { revision } = this.cluster.storage;

    for (const { metadata } of chosen) {
      this.cluster.remove(type, metadata.namespace, metadata.name, deleteOptions(request), writeOptions(request.query, 'DeleteOptions'));
    }

    return jsonResponse(200, { apiVersion: type.apiVersion, items: chosen.map((item) => (type.schema ? item : untyped(item))), kind: `${ type.kind }List`, metadata: { ...(type.schema && { continue: '' }), resourceVersion: revision } });
  }

  private object(request: ParsedRequest, status: number, type: ServedType, object: KubeObject): ApiResponse {
    return jsonResponse(status, wantsTable(request.headers.accept)
      ? tableOf(type, [object], { resourceVersion: object.metadata.resourceVersion }, this.cluster.now, request.query.get('includeObject'))
      : object);
  }

  private allows(verb: AccessRequest['verb'], { type, namespace, name }: Asked): boolean {
    return this.authorize({ verb, resource: type.resource, ...(namespace !== undefined && { namespace }), ...(name !== undefined && { name }) });
  }

  private check(verb: AccessRequest['verb'], asked: Asked): void {
    if (!this.allows(verb, asked)) {
      throw accessDenied(this.user, verb, asked);
    }
  }
}

/** Refuses a client that takes nothing that the API server has. */
function checkAccept(accept: string, custom: boolean): void {
  if (accept && !/json|yaml|protobuf|\*\/\*|application\/\*/.test(accept)) {
    throw custom
      ? new ApiError(406, 'NotAcceptable', `only the following media types are accepted: ${ MEDIA_TYPES }`)
      : new ApiError(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${ MEDIA_TYPES }`, {});
  }
}

/** Turns an answer into YAML when that is what the client wants. */
function inFormat({ headers }: ParsedRequest, response: ApiResponse): ApiResponse {
  const accept = headers.accept ?? '';

  if (response.headers['content-type'] !== 'application/json' || !accept.startsWith('application/yaml')) {
    return response;
  }
  const body = JSON.parse(response.body) as Json;

  return yamlResponse(response.status, body);
}

/** Entries of a built-in kind's list do not say what they are. */
function untyped(object: KubeObject): JsonObject {
  return without(without(object, 'apiVersion'), 'kind');
}

function isWatch({ query }: ParsedRequest): boolean {
  return ['1', 'true'].includes(query.get('watch') ?? '');
}

function watchLine(frame: JsonObject): string {
  return `${ JSON.stringify(frame) }\n`;
}

function viewOf(type: ServedType, namespace: string | undefined, query: URLSearchParams): (event: WatchEvent) => WatchEvent | undefined {
  const selects = selectorOf(type, query);
  const inside = (object: KubeObject) => (namespace === undefined || object.metadata.namespace === namespace) && selects(object);

  return (event) => (event.resource === type.resource ? seenBy(inside, event) : undefined);
}

/** The refusal of a user who lacks a right. */
export function accessDenied(user: string, verb: AccessRequest['verb'], { type, namespace, name = '' }: Asked): ApiError {
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace ${ JSON.stringify(namespace) }`;

  return forbidden(type, name, `User ${ JSON.stringify(user) } cannot ${ verb } resource ${ JSON.stringify(type.plural) } in API group ${ JSON.stringify(type.group) } ${ scope }`);
}

function deleteOptions(request: ParsedRequest): JsonObject {
  const options = sentDeleteOptions(request);
  const { propagationPolicy } = options;

  if (propagationPolicy !== undefined && !PROPAGATION_POLICIES.includes(textOf(propagationPolicy))) {
    throw invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', [fieldErrors.notSupported('propagationPolicy', propagationPolicy, [...PROPAGATION_POLICIES, 'nil'])]);
  }

  return options;
}

function sentDeleteOptions(request: ParsedRequest): JsonObject {
  const fromQuery: Record<string, Json> = {};

  for (const key of ['propagationPolicy', 'gracePeriodSeconds']) {
    const value = request.query.get(key);

    if (value !== null) {
      fromQuery[key] = value;
    }
  }
  if (!request.body) {
    return fromQuery;
  }
  if (request.mediaType && !/json|yaml/.test(request.mediaType)) {
    throw unsupportedMediaType(['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']);
  }
  const body = readBody(request);

  return isObject(body) ? body : fromQuery;
}

function success(type: ServedType, object: KubeObject): JsonObject {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name: object.metadata.name, ...(type.group && { group: type.group }), kind: type.plural, uid: object.metadata.uid },
  };
}
