import type { Cluster } from '../cluster';
import type { ServedType } from '../definitions';
import { ApiError } from '../errors';
import { emptyResponse, type ParsedRequest } from '../http';
import { accessDenied } from '../kube/endpoint';
import { goSyntaxError, JSON_PATCH, STRATEGIC_PATCH } from '../kube/patch';
import { pageOf, selectorOf } from '../kube/list';
import { tableOf } from '../kube/table';
import { isObject, listAt, objectAt, stringAt, without } from '../objects';
import { readSteveBody } from '../read-body';
import { writeOptions } from '../write-options';
import type { AccessRequest, ApiResponse, Authorize, Json, JsonObject, KubeObject } from '../types';
import { errorResponse, methodNotSupported, steveError } from './errors';
import { type Format, stateOf, steveObject, trimmed } from './format';
import { steveList } from './list';
import { idOf, type Mount, mountOf, viewLink } from './mount';
import { OwnResources } from './own-resources';
import type { Related } from './relationships';
import { reply } from './reply';
import { methodsOf } from './schemas';

const RESERVED = ['id', 'type', 'links', 'actions'];
const VERBS = ['create', 'update', 'delete', 'list', 'get', 'watch', 'patch'] as const;
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const PROJECT_LABEL = 'field.cattle.io/projectId';

/** What a Steve path names within a type. */
interface Target {
  readonly type: ServedType;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** Answers Steve's form of the API, as version 0.7 without SQL cache does. */
export class SteveEndpoint {
  private readonly cluster: Cluster;
  private readonly authorize: Authorize;
  private readonly related: Related;
  private readonly own: OwnResources;

  constructor(cluster: Cluster, authorize: Authorize) {
    this.cluster = cluster;
    this.authorize = authorize;
    this.own = new OwnResources(cluster, authorize);
    this.related = {
      typeOf: (apiVersion, kind) => cluster.definitions.ofKind(apiVersion, kind),
      get: (type, namespace, name) => cluster.storage.get(type.resource, namespace, name),
    };
  }

  /** Undefined when the path is not Steve's. */
  handle(request: ParsedRequest, base: string): ApiResponse | undefined {
    const found = mountOf(request, base);

    if (!found) {
      return undefined;
    }
    try {
      return this.answer(request, found.mount, found.rest);
    } catch (error) {
      if (error instanceof ApiError) {
        return errorResponse(error);
      }
      throw error;
    }
  }

  /** An object as a subscriber sees it. */
  format(type: ServedType, object: KubeObject, mount: Mount): JsonObject {
    return steveObject(type, object, this.formatFor(mount, new URLSearchParams()));
  }

  private answer(request: ParsedRequest, mount: Mount, [name = '', ...rest]: readonly string[]): ApiResponse {
    const type = this.cluster.definitions.ofSteve(name);

    if (type) {
      return rest.length <= 3 ? this.resource(request, mount, target(type, rest)) : emptyResponse(404);
    }

    return this.own.handle(request, mount, name, rest);
  }

  private resource(request: ParsedRequest, mount: Mount, where: Target): ApiResponse {
    const { type, namespace, name } = where;
    const methods = methodsOf(type, this.authorize);
    const { method } = request;

    if (!methods.resource.length && !methods.collection.length) {
      return emptyResponse(404);
    }
    if (!METHODS.includes(method)) {
      throw steveError(405, 'MethodNotAllowed', `Invalid method ${ method } not supported`);
    }
    if (request.query.has('action') && method === 'POST') {
      throw steveError(403, 'PermissionDenied', `no such action ${ request.query.get('action') ?? '' }`);
    }
    if (name === undefined) {
      return this.collection(request, mount, where, methods.collection);
    }
    if (!methods.resource.includes(method)) {
      throw methodNotSupported(method);
    }
    switch (method) {
      case 'GET':
        this.check('get', where);

        return this.object(request, 200, mount, type, this.cluster.get(type, namespace, name));
      case 'PUT':
        return this.object(request, 200, mount, type, this.update(request, where));
      case 'PATCH':
        return this.patch(request, mount, { ...where, name });
      default:
        return this.remove(request, mount, { ...where, name });
    }
  }

  private collection(request: ParsedRequest, mount: Mount, { type, namespace }: Target, methods: readonly string[]): ApiResponse {
    if (!methods.includes(request.method)) {
      throw methodNotSupported(request.method);
    }
    if (request.method === 'POST') {
      return this.object(request, 201, mount, type, this.create(request, type, namespace));
    }
    this.check('list', { type, namespace, name: undefined });

    return this.list(request, mount, type, namespace, methods.includes('POST'));
  }

  private list(request: ParsedRequest, mount: Mount, type: ServedType, namespace: string | undefined, canCreate: boolean): ApiResponse {
    const { query } = request;
    const { storage } = this.cluster;
    const selected = storage.list(type.resource, namespace).filter(selectorOf(type, query));
    const chunk = pageOf(selected, query, storage.revision, false);
    const { items, count, pages } = steveList(chunk.items, query, (name) => this.projectOf(name));
    const format = this.formatFor(mount, query);

    return reply(request, 200, {
      type: 'collection',
      links: { self: mount.current },
      ...(canCreate && { createTypes: { [type.steveId]: `${ mount.api }/${ type.stevePlural }` } }),
      actions: {},
      resourceType: type.steveId,
      revision: storage.revision,
      ...((chunk.next || query.has('continue')) && { pagination: this.pagination(mount, query, chunk.next) }),
      ...(chunk.next && { continue: chunk.next }),
      ...(pages && { pages }),
      ...(count && { count }),
      data: items.map((object) => steveObject(type, object, format)),
    });
  }

  /** Where the next chunk of a limited list is. */
  private pagination({ current }: Mount, query: URLSearchParams, next: string): JsonObject {
    const rest = new URLSearchParams(query);

    rest.set('continue', next);
    rest.sort();

    return { first: current, ...(next && { next: `${ current }?${ rest.toString() }` }), partial: true };
  }

  private create(request: ParsedRequest, type: ServedType, namespace: string | undefined): KubeObject {
    const body = readSteveBody(request);
    const metadata = objectAt(body, 'metadata');
    const wanted = stringAt(metadata, 'namespace') || namespace;
    const prefix = stringAt(metadata, 'name') || stringAt(metadata, 'generateName') ? undefined : `${ type.steveId.slice(0, 1) }-`;

    if (type.namespaced && !wanted) {
      throw steveError(422, 'InvalidBodyContent', 'metadata.namespace is required');
    }
    this.check('create', { type, namespace: type.namespaced ? wanted : undefined, name: undefined });
    const input = {
      ...body,
      apiVersion: type.apiVersion,
      kind: type.kind,
      metadata: { ...metadata, ...(prefix && { generateName: prefix }), ...(type.namespaced && wanted && { namespace: wanted }) },
    };

    return this.cluster.create(type, wanted, input, writeOptions(request.query, 'CreateOptions'));
  }

  /** The object is the one that the body names; the query's options are not heeded. */
  private update(request: ParsedRequest, { type }: Target): KubeObject {
    const body = unformatted(readSteveBody(request));
    const metadata = objectAt(body, 'metadata');
    const namespace = stringAt(metadata, 'namespace') || undefined;
    const name = stringAt(metadata, 'name');

    if (!stringAt(metadata, 'resourceVersion')) {
      throw steveError(500, 'ServerError', 'metadata.resourceVersion is required for update');
    }
    if (!name) {
      throw steveError(500, 'ServerError', 'name is required');
    }
    this.check('update', { type, namespace, name });
    if (type.namespaced && !namespace) {
      throw notServed();
    }

    return this.cluster.update(type, namespace, name, { ...fromUnderscore(body), apiVersion: type.apiVersion, kind: type.kind });
  }

  /** JSON patch, else strategic, whatever was sent; the answer is the table that the API server gave. */
  private patch(request: ParsedRequest, mount: Mount, { type, namespace, name }: Target & { readonly name: string }): ApiResponse {
    const json = request.headers['content-type'] === JSON_PATCH;
    const mediaType = json ? JSON_PATCH : STRATEGIC_PATCH;
    const body = json ? request.body : strategicBody(request.body);

    this.check('patch', { type, namespace, name });
    if (type.namespaced) {
      throw notServed();
    }
    const object = this.cluster.patch(type, namespace, name, { mediaType, body }, writeOptions(request.query, 'PatchOptions'));
    const table = tableOf(type, [object], { resourceVersion: object.metadata.resourceVersion }, this.cluster.now, 'Object');
    const metadata = { ...objectAt(table, 'metadata'), relationships: null, state: stateOf(table) };

    return reply(request, 200, { type: type.steveId, links: { view: viewLink(type, mount, undefined, '') }, ...trimmed({ ...table, metadata }, request.query) });
  }

  private remove(request: ParsedRequest, mount: Mount, { type, namespace, name }: Target & { readonly name: string }): ApiResponse {
    const propagationPolicy = request.query.get('propagationPolicy');

    this.check('delete', { type, namespace, name });
    const { removed, object } = this.cluster.remove(type, namespace, name, propagationPolicy ? { propagationPolicy } : {}, writeOptions(request.query, 'DeleteOptions'));

    return removed ? emptyResponse(204) : this.object(request, 200, mount, type, object);
  }

  private object(request: ParsedRequest, status: number, mount: Mount, type: ServedType, object: KubeObject): ApiResponse {
    const asked = request.query.get('checkPermissions');
    const answer = steveObject(type, object, this.formatFor(mount, request.query));

    return reply(request, status, asked ? { ...answer, resourcePermissions: this.permissions(asked.split(','), object, mount) } : answer);
  }

  /** What the user may do with other types in the namespace that the object stands for: by its status, or by its name. */
  private permissions(names: readonly string[], object: KubeObject, mount: Mount): JsonObject {
    const namespace = stringAt(objectAt(object, 'status'), 'backingNamespace') || idOf(object).replace('/', '-');
    const result: JsonObject = {};

    for (const name of names) {
      const type = this.cluster.definitions.ofSteve(name);
      const granted = type ? VERBS.filter((verb) => this.authorize({ verb, resource: type.resource, namespace })) : [];

      if (type && granted.length) {
        result[name] = Object.fromEntries(granted.map((verb) => [verb, viewLink(type, mount, namespace, '')]));
      }
    }

    return result;
  }

  private formatFor(mount: Mount, query: URLSearchParams): Format {
    return { mount, query, authorize: this.authorize, now: this.cluster.now, related: this.related };
  }

  private projectOf(namespace: string): string | undefined {
    const found = this.cluster.storage.get('namespaces', undefined, namespace);

    return found && (found.metadata.labels?.[PROJECT_LABEL] ?? '');
  }

  private check(verb: AccessRequest['verb'], { type, namespace, name }: Target): void {
    if (!this.authorize({ verb, resource: type.resource, ...(namespace !== undefined && { namespace }), ...(name !== undefined && { name }) })) {
      throw accessDenied(type, verb, namespace, name);
    }
  }
}

/** What the API server answers to a path that it does not have. */
function notServed(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource');
}

function target(type: ServedType, [first, second]: readonly string[]): Target {
  if (second !== undefined) {
    if (!type.namespaced) {
      throw notServed();
    }

    return { type, namespace: first, name: second };
  }

  return type.namespaced ? { type, namespace: first, name: undefined } : { type, namespace: undefined, name: first };
}

/** Takes off what Steve added to the form that it gave out; conditions lose `lastUpdateTime` too, whoever wrote it. */
function unformatted(body: JsonObject): JsonObject {
  const metadata = ['fields', 'relationships', 'state'].reduce<JsonObject>(without, objectAt(body, 'metadata'));
  const conditions = listAt(objectAt(body, 'status'), 'conditions');
  const result = body.metadata === undefined ? body : { ...body, metadata };

  if (!conditions.length) {
    return result;
  }
  const plain = conditions.map((condition) => (isObject(condition) ? ['error', 'transitioning', 'lastUpdateTime'].reduce<JsonObject>(without, condition) : condition));

  return { ...result, status: { ...objectAt(body, 'status'), conditions: plain } };
}

/** Puts an object's own `_id`, `_type`, … back; what was there of Steve's goes. */
function fromUnderscore(body: JsonObject): JsonObject {
  return RESERVED.reduce<JsonObject>((result, key) => {
    const own = body[`_${ key }`];
    const rest = without(without(result, key), `_${ key }`);

    return own === undefined ? rest : { ...rest, [key]: own };
  }, body);
}

function strategicBody(text: string): string {
  let parsed: Json;

  try {
    parsed = JSON.parse(text) as Json;
  } catch {
    throw steveError(500, 'ServerError', goSyntaxError(text));
  }
  if (!isObject(parsed)) {
    throw steveError(500, 'ServerError', `json: cannot unmarshal ${ Array.isArray(parsed) ? 'array' : typeof parsed } into Go value of type map[string]interface {}`);
  }

  return JSON.stringify(fromUnderscore(parsed));
}
