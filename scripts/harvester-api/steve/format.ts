import type { ServedType } from '../definitions';
import { cellsOf } from '../kube/columns';
import { isObject, listAt, objectAt, stringAt, valueAt } from '../objects';
import type { AccessRequest, Authorize, Json, JsonObject, KubeObject } from '../types';
import { idOf, type Mount, viewLink } from './mount';
import { relationshipsOf, type Related } from './relationships';
import { summarize, summarizeCondition } from './summary';

/** Top-level keys that Steve uses itself; an object's own are moved to `_id`, `_type`, … */
const RESERVED = ['id', 'type', 'links', 'actions'];

/** What formatting an object depends on. */
export interface Format {
  readonly mount: Mount;
  readonly query: URLSearchParams;
  readonly authorize: Authorize;
  readonly now: string;
  readonly related: Related;
  /** `metadata.fields`: with dates as how long ago they were, as times, or not at all. */
  readonly cells: 'age' | 'time' | 'none';
  /** Whether `links.patch` is there. */
  readonly linksPatch: boolean;
}

/** An object in Steve's form. */
export function steveObject(type: ServedType, object: KubeObject, format: Format): JsonObject {
  const id = idOf(object);
  const content = trimmed(dressed(type, object, format), format.query);

  return { id, type: type.steveId, links: linksOf(type, object, id, format), ...content };
}

/** The object's own content with Steve's additions. */
function dressed(type: ServedType, object: KubeObject, format: Format): JsonObject {
  const content: JsonObject = {};

  for (const [key, value] of Object.entries(object)) {
    content[RESERVED.includes(key) ? `_${ key }` : key] = value;
  }
  content.metadata = {
    ...object.metadata,
    ...(format.cells !== 'none' && { fields: cellsOf(type, object, format.now, format.cells) }),
    relationships: relationshipsOf(object, format.related),
    state: stateOf(object),
  };
  const conditions = listAt(objectAt(object, 'status'), 'conditions');

  if (conditions.length) {
    content.status = { ...objectAt(object, 'status'), conditions: conditions.map((condition) => (isObject(condition) ? dressedCondition(object, condition) : condition)) };
  }

  return content;
}

/** `metadata.state` of an object. */
export function stateOf(object: JsonObject): JsonObject {
  const { state, error, transitioning, messages } = summarize(object);

  return { error, message: messages.join(':'), name: state, transitioning };
}

function dressedCondition(object: JsonObject, condition: JsonObject): JsonObject {
  const { error, transitioning } = summarizeCondition(object, condition);

  return { ...condition, error, transitioning, lastUpdateTime: stringAt(condition, 'lastUpdateTime') || stringAt(condition, 'lastTransitionTime') };
}

function linksOf(type: ServedType, object: KubeObject, id: string, { mount, authorize, linksPatch }: Format): JsonObject {
  const { namespace, name } = object.metadata;
  const self = `${ mount.api }/${ type.stevePlural }/${ id }`;
  const may = (verb: AccessRequest['verb']) => authorize({ verb, resource: type.resource, name, ...(namespace && { namespace }) });

  return {
    ...(linksPatch && may('patch') && { patch: self }),
    ...(may('delete') && { remove: self }),
    self,
    ...(may('update') && { update: self }),
    ...(may('get') && { view: viewLink(type, mount, namespace, name) }),
  };
}

/** Applies `include`, `exclude` and `excludeValues` of the query. */
export function trimmed(content: JsonObject, query: URLSearchParams): JsonObject {
  const included = query.getAll('include').map(splitPath);
  let result = included.length ? picked(content, included) : content;

  for (const path of query.getAll('exclude').map(splitPath)) {
    result = removedAt(result, path);
  }
  for (const path of query.getAll('excludeValues').map(splitPath)) {
    const map = valueAt(result, path);

    if (isObject(map)) {
      result = putAt(result, path, Object.fromEntries(Object.keys(map).map((key) => [key, ''])));
    }
  }

  return result;
}

function splitPath(path: string): readonly string[] {
  return path.split('.');
}

function picked(content: JsonObject, paths: readonly (readonly string[])[]): JsonObject {
  return paths.reduce<JsonObject>((result, path) => {
    const value = valueAt(content, path);

    return value === undefined ? result : putAt(result, path, value);
  }, {});
}

function removedAt(content: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject {
  const child = content[key];

  if (!rest.length) {
    const { [key]: _removed, ...kept } = content;

    return kept;
  }

  return isObject(child) ? { ...content, [key]: removedAt(child, rest) } : content;
}

function putAt(content: JsonObject, [key = '', ...rest]: readonly string[], value: Json): JsonObject {
  return { ...content, [key]: rest.length ? putAt(objectAt(content, key), rest, value) : value };
}
