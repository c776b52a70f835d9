import type { Cluster } from '../cluster';
import type { ServedType } from '../definitions';
import { ApiError } from '../errors';
import { emptyResponse, type ParsedRequest } from '../http';
import { accessDenied } from '../kube/endpoint';
import { JSON_PATCH, STRATEGIC_PATCH } from '../kube/patch';
import { pageOf, selectorOf } from '../kube/list';
import { tableOf } from '../kube/table';
import { objectAt, stringAt } from '../objects';
import { readSteveBody } from '../read-body';
import { writeOptions } from '../write-options';
import type { AccessRequest, ApiResponse, Authorize, JsonObject, KubeObject } from '../types';
import { cachedList } from './cached-list';
import { collection, type Listing } from './collection';
import { errorResponse, methodNotSupported, steveError } from './errors';
import { type Format, stateOf, steveObject, trimmed } from './format';
import { steveList } from './list';
import { idOf, type Mount, mountOf, viewLink } from './mount';
import { OwnResources } from './own-resources';
import type { Related } from './relationships';
import { reply } from './reply';
import { methodsOf } from './schemas';
import { fromUnderscore, strategicBody, unformatted } from './update-body';
import type { SteveTraits } from './versions';

const VERBS = ['create', 'update', 'delete', 'list', 'get', 'watch', 'patch'] as const;
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const PROJECT_LABEL = 'field.cattle.io/projectId';

/** What a Steve path names within a type. */
interface Target {
  readonly type: ServedType;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** Answers Steve's form of the API. */
export class SteveEndpoint {
  private readonly cluster: Cluster;
  private readonly authorize: Authorize;
  private readonly user: string;
  private readonly traits: SteveTraits;
  private readonly related: Related;
  private readonly own: OwnResources;

  constructor(cluster: Cluster, authorize: Authorize, user: string, traits: SteveTraits) {
    this.cluster = cluster;
    this.authorize = authorize;
    this.user = user;
    this.traits = traits;
    this.own = new OwnResources(cluster, authorize, user, traits);
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

  /** An object as a subscriber sees it. The SQL cache gives it an `id` of its own, which Steve then takes for the object's. */
  format(type: ServedType, object: KubeObject, mount: Mount): JsonObject {
    const { sqlCache } = this.traits;

    return { ...steveObject(type, object, this.formatFor(mount, new URLSearchParams(), sqlCache ? 'time' : 'age')), ...(sqlCache && { _id: idOf(object) }) };
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
    const methods = methodsOf(type, this.authorize, this.traits);
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
    if (!methods.resource.includes(method === 'PATCH' && this.traits.offersPatch === 'never' ? 'PUT' : method)) {
      throw methodNotSupported(method);
    }
    switch (method) {
      case 'GET':
        this.check('get', where);

        return this.object(request, 200, mount, type, this.cluster.get(type, namespace, name), 'age');
      case 'PUT':
        return this.object(request, 200, mount, type, this.update(request, where), this.writtenCells);
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
      return this.object(request, 201, mount, type, this.create(request, type, namespace), this.writtenCells);
    }
    const listing = this.traits.sqlCache ? this.cached(request, type, namespace) : this.live(request, type, namespace);
    const format = this.formatFor(mount, request.query, this.traits.sqlCache ? 'time' : 'age');

    return reply(request, 200, collection(type, listing, { mount, query: request.query, creatable: methods.includes('POST') }, (object) => steveObject(type, object, format)));
  }

  private live({ query }: ParsedRequest, type: ServedType, namespace: string | undefined): Listing {
    const { storage } = this.cluster;

    this.check('list', { type, namespace, name: undefined });
    const chunk = pageOf(storage.list(type.resource, namespace).filter(selectorOf(type, query)), query, storage.revision, false);

    return { ...steveList(chunk.items, query, (name) => this.projectOf(name)), next: chunk.next, revision: storage.revision };
  }

  /** The cache holds everything; a user finds in it what is theirs to list. */
  private cached({ query }: ParsedRequest, type: ServedType, namespace: string | undefined): Listing {
    const { storage, now } = this.cluster;
    const objects = storage.list(type.resource, namespace).filter(({ metadata }) => this.may('list', { type, namespace: metadata.namespace, name: metadata.name }));
    const revision = storage.latest(type.resource);

    return { ...cachedList({ type, objects, query, revision, now, namespaceNamed: (name) => storage.get('namespaces', undefined, name) }), revision };
  }

  private create(request: ParsedRequest, type: ServedType, namespace: string | undefined): KubeObject {
    const body = readSteveBody(request);
    const metadata = objectAt(body, 'metadata');
    const wanted = stringAt(metadata, 'namespace') || namespace;
    const prefix = stringAt(metadata, 'name') || stringAt(metadata, 'generateName') ? undefined : this.namePrefix(type);

    if (type.namespaced && !wanted) {
      throw steveError(422, 'InvalidBodyContent', this.traits.sqlCache ? 'metadata.namespace or apiOp.namespace are required' : 'metadata.namespace is required');
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

  /** `l-` for a type `loadbalancer.…`, or `ipp-` for a kind `IPPool`. */
  private namePrefix({ steveId, kind }: ServedType): string {
    return this.traits.namesAfter === 'type' ? `${ steveId.slice(0, 1) }-` : `${ kind.slice(0, 1) }${ kind.slice(1).replace(/[a-z]+/g, '') }-`.toLowerCase();
  }

  /** The object is the one that the body names; the query's options are not heeded. */
  private update(request: ParsedRequest, { type, namespace: addressed }: Target): KubeObject {
    const body = unformatted(readSteveBody(request));
    const metadata = objectAt(body, 'metadata');
    const namespace = stringAt(metadata, 'namespace') || (this.traits.updatesAtAddress ? addressed : undefined);
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

    return this.cluster.update(type, namespace, name, {
      ...fromUnderscore(body), apiVersion: type.apiVersion, kind: type.kind, metadata: { ...objectAt(body, 'metadata'), ...(type.namespaced && namespace && { namespace }) },
    });
  }

  private patch(request: ParsedRequest, mount: Mount, { type, namespace, name }: Target & { readonly name: string }): ApiResponse {
    const mediaType = this.patchType(request);
    const body = mediaType === STRATEGIC_PATCH ? strategicBody(request.body) : request.body;

    this.check('patch', { type, namespace, name });
    if (type.namespaced && !this.traits.updatesAtAddress) {
      throw notServed();
    }
    const object = this.cluster.patch(type, namespace, name, { mediaType, body }, writeOptions(request.query, 'PatchOptions'));

    return this.traits.answersWritesWith === 'object' ? this.object(request, 200, mount, type, object, 'none') : this.patchedTable(request, mount, type, object);
  }

  private patchType({ headers, mediaType }: ParsedRequest): string {
    if (this.traits.heedsPatchType) {
      return mediaType || STRATEGIC_PATCH;
    }

    return headers['content-type'] === JSON_PATCH ? JSON_PATCH : STRATEGIC_PATCH;
  }

  /** The table that the API server gave, taken for the object. */
  private patchedTable(request: ParsedRequest, mount: Mount, type: ServedType, object: KubeObject): ApiResponse {
    const table = tableOf(type, [object], { resourceVersion: object.metadata.resourceVersion }, this.cluster.now, 'Object');
    const metadata = { ...objectAt(table, 'metadata'), relationships: null, state: stateOf(table) };

    return reply(request, 200, { type: type.steveId, links: { view: viewLink(type, mount, undefined, '') }, ...trimmed({ ...table, metadata }, request.query) });
  }

  private remove(request: ParsedRequest, mount: Mount, { type, namespace, name }: Target & { readonly name: string }): ApiResponse {
    const propagationPolicy = request.query.get('propagationPolicy');

    this.check('delete', { type, namespace, name });
    this.cluster.remove(type, namespace, name, propagationPolicy ? { propagationPolicy } : {}, writeOptions(request.query, 'DeleteOptions'));
    const left = this.cluster.storage.get(type.resource, namespace, name);

    return left ? this.object(request, 200, mount, type, left, 'age') : emptyResponse(204);
  }

  private object(request: ParsedRequest, status: number, mount: Mount, type: ServedType, object: KubeObject, cells: Format['cells']): ApiResponse {
    const asked = request.query.get('checkPermissions');
    const answer = steveObject(type, object, this.formatFor(mount, request.query, cells));

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

  private get writtenCells(): Format['cells'] {
    return this.traits.answersWritesWith === 'row' ? 'age' : 'none';
  }

  private formatFor(mount: Mount, query: URLSearchParams, cells: Format['cells']): Format {
    return { mount, query, authorize: this.authorize, now: this.cluster.now, related: this.related, cells, linksPatch: this.traits.offersPatch !== 'never' };
  }

  private projectOf(namespace: string): string | undefined {
    const found = this.cluster.storage.get('namespaces', undefined, namespace);

    return found && (found.metadata.labels?.[PROJECT_LABEL] ?? '');
  }

  private may(verb: AccessRequest['verb'], { type, namespace, name }: Target): boolean {
    return this.authorize({ verb, resource: type.resource, ...(namespace !== undefined && { namespace }), ...(name !== undefined && { name }) });
  }

  private check(verb: AccessRequest['verb'], target: Target): void {
    if (!this.may(verb, target)) {
      throw accessDenied(this.user, verb, target);
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
