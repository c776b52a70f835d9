import type { Cluster } from '../cluster';
import { emptyResponse, type ParsedRequest, textResponse } from '../http';
import { isObject, objectAt, textOf } from '../objects';
import { readSteveBody } from '../read-body';
import type { ApiResponse, Authorize, JsonObject } from '../types';
import { countsOf } from './counts';
import { methodNotSupported, steveError } from './errors';
import type { Mount } from './mount';
import { reply } from './reply';
import { schemaDefinition } from './schema-definitions';
import { allSchemas, schemaByName } from './schemas';
import type { SteveTraits } from './versions';

/** What Steve serves that is no Kubernetes resource: its root, schemas, counts, the user's preferences. */
export class OwnResources {
  private readonly cluster: Cluster;
  private readonly authorize: Authorize;
  private readonly user: string;
  private readonly traits: SteveTraits;
  private preferences: JsonObject | null = {};

  constructor(cluster: Cluster, authorize: Authorize, user: string, traits: SteveTraits) {
    this.cluster = cluster;
    this.authorize = authorize;
    this.user = user;
    this.traits = traits;
  }

  handle(request: ParsedRequest, mount: Mount, name: string, rest: readonly string[]): ApiResponse {
    switch (name.toLowerCase()) {
      case '':
        return reply(request, 200, this.root(mount));
      case 'schema':
      case 'schemas':
        return this.schemas(request, mount, rest);
      case 'schemadefinition':
      case 'schemadefinitions':
        return this.schemaDefinition(request, mount, rest);
      case 'count':
      case 'counts':
        return this.counts(request, mount, rest);
      case 'userpreference':
      case 'userpreferences':
        return this.userPreferences(request, mount, rest);
      case 'subscribe':
        return textResponse(400, 'Bad Request\n');
      default:
        return emptyResponse(404);
    }
  }

  private root(mount: Mount): JsonObject {
    const links = allSchemas(this.cluster.definitions, mount, this.authorize, this.traits).flatMap(({ pluralName, links: schemaLinks }) => {
      const collection = isObject(schemaLinks) ? schemaLinks.collection : undefined;

      return collection === undefined ? [] : [[textOf(pluralName), collection] as const];
    });

    return { id: 'v1', type: 'apiRoot', links: { ...Object.fromEntries(links), self: mount.current }, apiVersion: { version: 'v1' } };
  }

  private schemas(request: ParsedRequest, mount: Mount, [name]: readonly string[]): ApiResponse {
    if (request.method !== 'GET') {
      throw methodNotSupported(request.method);
    }
    if (name === undefined) {
      return reply(request, 200, collectionOf('schema', mount, allSchemas(this.cluster.definitions, mount, this.authorize, this.traits)));
    }
    const schema = schemaByName(this.cluster.definitions, name, mount, this.authorize, this.traits);

    if (!schema) {
      throw steveError(404, 'NotFound', 'no such schema');
    }

    return reply(request, 200, schema);
  }

  private schemaDefinition(request: ParsedRequest, mount: Mount, [name]: readonly string[]): ApiResponse {
    if (request.method !== 'GET' || name === undefined) {
      throw methodNotSupported(request.method);
    }
    const type = this.cluster.definitions.ofSteve(name);

    if (!type) {
      throw steveError(404, 'NotFound', 'no such schema');
    }

    return reply(request, 200, { id: name, type: 'schemaDefinition', links: { self: `${ mount.api }/schemaDefinitions/${ name }` }, ...schemaDefinition(type) });
  }

  private counts(request: ParsedRequest, mount: Mount, [name]: readonly string[]): ApiResponse {
    if (request.method !== 'GET') {
      throw methodNotSupported(request.method);
    }
    const counts = countsOf(this.cluster.definitions, this.cluster.storage, this.authorize);
    const count: JsonObject = { id: 'count', type: 'count', links: { self: `${ mount.api }/counts/count` }, counts };

    return reply(request, 200, name === undefined ? collectionOf('count', mount, [count]) : count);
  }

  private userPreferences(request: ParsedRequest, mount: Mount, [name]: readonly string[]): ApiResponse {
    if (!(name === undefined ? ['GET'] : ['GET', 'PUT', 'DELETE']).includes(request.method)) {
      throw methodNotSupported(request.method);
    }
    if (request.method === 'PUT') {
      this.preferences = objectAt(readSteveBody(request), 'data');
    } else if (request.method === 'DELETE') {
      this.preferences = null;
    }
    const self = `${ mount.api }/userpreferences/${ this.user }`;
    const preference: JsonObject = { id: this.user, type: 'userpreference', links: { remove: self, self, update: self }, data: this.preferences };

    return reply(request, 200, name === undefined ? collectionOf('userpreference', mount, [preference]) : preference);
  }
}

function collectionOf(resourceType: string, mount: Mount, data: readonly JsonObject[]): JsonObject {
  return { type: 'collection', links: { self: mount.current }, actions: {}, resourceType, data: [...data] };
}
