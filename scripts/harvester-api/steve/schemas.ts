import { textOf } from '../objects';
import type { Definitions, ServedType } from '../definitions';
import { columnsOf } from '../kube/columns';
import type { AccessRequest, Authorize, JsonObject } from '../types';
import type { Mount } from './mount';
import type { SteveTraits } from './versions';

type May = (verb: AccessRequest['verb']) => boolean;

/** The methods that Steve offers for a type, from the verbs a user has. */
export interface Methods {
  readonly resource: readonly string[];
  readonly collection: readonly string[];
}

/** PATCH may be there twice, once for `update` and once for `patch`. */
export function methodsOf(type: ServedType, authorize: Authorize, { offersPatch }: SteveTraits): Methods {
  const may: May = (verb) => type.verbs.includes(verb) && authorize({ verb, resource: type.resource });
  const reads = may('list') || may('get');
  const puts = offersPatch === 'with PUT' ? ['PUT', 'PATCH'] : ['PUT'];

  return {
    resource: [...(reads ? ['GET'] : []), ...(may('delete') ? ['DELETE'] : []), ...(may('update') ? puts : []), ...(may('patch') && offersPatch !== 'never' ? ['PATCH'] : [])],
    collection: [...(reads ? ['GET'] : []), ...(may('create') ? ['POST'] : [])],
  };
}

/** The schema of a type in Steve's form; undefined when the user may do nothing with it. */
function schemaOf(type: ServedType, mount: Mount, authorize: Authorize, traits: SteveTraits): JsonObject | undefined {
  const { resource, collection } = methodsOf(type, authorize, traits);

  if (!resource.length && !collection.length) {
    return undefined;
  }
  const { steveId, stevePlural, builtIn, schema } = type;
  const description = builtIn?.description ?? (typeof schema?.description === 'string' ? schema.description : '');

  return {
    id: steveId,
    type: 'schema',
    links: { ...(collection.length && { collection: `${ mount.api }/${ stevePlural }` }), self: `${ mount.api }/schemas/${ steveId }` },
    ...(description && { description }),
    pluralName: stevePlural,
    ...(resource.length && { resourceMethods: [...resource] }),
    resourceFields: null,
    ...(collection.length && { collectionMethods: [...collection] }),
    attributes: {
      columns: schemaColumns(type, traits),
      ...(type.crd && { crd: true }),
      ...(type.crd && traits.customColumns === 'table' && { crdJSONPathParsers: columnPaths(type) }),
      group: type.group,
      kind: type.kind,
      namespaced: type.namespaced,
      resource: type.plural,
      verbs: [...type.verbs],
      version: type.version,
    },
  };
}

/** Columns of a definition go by their path, those of a table by their place in `metadata.fields`. */
function schemaColumns(type: ServedType, { customColumns }: SteveTraits): JsonObject[] {
  if (type.columns.length && customColumns === 'definition') {
    return type.columns.map(({ name, jsonPath, type: columnType, format }) => ({ name, field: jsonPath, type: columnType, ...(format && { format }) }));
  }

  return columnsOf(type).map(({ name, type: columnType, format, description, priority }, index) => ({ name, type: columnType, format, description, priority, field: `$.metadata.fields[${ index }]` }));
}

/** Where in a custom resource the columns of its table come from. */
function columnPaths({ columns }: ServedType): JsonObject {
  const paths = columns.length ? columns.map(({ name, jsonPath }) => [name, `{${ jsonPath }}`]) : [['Age', '{.metadata.creationTimestamp}']];

  return { Name: '{.metadata.name}', ...Object.fromEntries(paths) as JsonObject };
}

const field = (type: string, writable = true): JsonObject => ({ type, create: writable, update: writable });

/** Schemas that stand for no Kubernetes resource. */
const OWN_SCHEMAS: readonly { readonly id: string; readonly plural: string; readonly resourceMethods?: readonly string[]; readonly collectionMethods?: readonly string[]; readonly fields?: JsonObject }[] = [
  { id: 'count', plural: 'counts', resourceMethods: ['GET'], collectionMethods: ['GET'], fields: { counts: field('map[itemCount]'), id: field('string') } },
  {
    id: 'schema',
    plural: 'schemas',
    resourceMethods: ['GET'],
    collectionMethods: ['GET'],
    fields: {
      attributes: field('map[json]', false),
      collectionActions: field('map[json]', false),
      collectionFields: field('map[json]', false),
      collectionFilters: field('map[json]', false),
      collectionMethods: field('array[string]', false),
      pluralName: field('string', false),
      resourceActions: field('map[json]', false),
      resourceFields: field('map[json]', false),
      resourceMethods: field('array[string]', false),
      version: field('map[json]', false),
    },
  },
  { id: 'schemaDefinition', plural: 'schemaDefinitions', resourceMethods: ['GET'] },
  {
    id: 'subscribe',
    plural: 'subscribe',
    collectionMethods: ['GET'],
    fields: Object.fromEntries(['debounceMs', 'id', 'mode', 'namespace', 'resourceType', 'resourceVersion', 'selector', 'stop'].map((name) => [name, field(name === 'debounceMs' ? 'int' : name === 'stop' ? 'boolean' : 'string')])),
  },
  { id: 'userpreference', plural: 'userpreferences', resourceMethods: ['GET', 'PUT', 'DELETE'], collectionMethods: ['GET'], fields: { data: field('map[string]') } },
];

function ownSchema({ id, plural, resourceMethods, collectionMethods, fields }: (typeof OWN_SCHEMAS)[number], mount: Mount): JsonObject {
  return {
    id,
    type: 'schema',
    links: { ...(collectionMethods && { collection: `${ mount.api }/${ plural }` }), self: `${ mount.api }/schemas/${ id }` },
    pluralName: plural,
    ...(resourceMethods && { resourceMethods: [...resourceMethods] }),
    resourceFields: fields ?? null,
    ...(collectionMethods && { collectionMethods: [...collectionMethods] }),
  };
}

/** Every schema that the user may see. */
export function allSchemas(definitions: Definitions, mount: Mount, authorize: Authorize, traits: SteveTraits): JsonObject[] {
  const types = definitions.types.map((type) => schemaOf(type, mount, authorize, traits)).filter((schema) => schema !== undefined);

  const own = OWN_SCHEMAS.filter(({ id }) => !definitions.ofSteve(id)).map((schema) => ownSchema(schema, mount));

  return [...types, ...own].sort((a, b) => (textOf(a.id) < textOf(b.id) ? -1 : 1));
}

/** One schema by id or plural name. */
export function schemaByName(definitions: Definitions, name: string, mount: Mount, authorize: Authorize, traits: SteveTraits): JsonObject | undefined {
  const type = definitions.ofSteve(name);
  const own = OWN_SCHEMAS.find(({ id, plural }) => id.toLowerCase() === name.toLowerCase() || plural.toLowerCase() === name.toLowerCase());

  return type ? schemaOf(type, mount, authorize, traits) : own && ownSchema(own, mount);
}
