import { openApiDefinition } from '../built-in/kinds';
import type { ServedType } from '../definitions';
import { isObject, without } from '../objects';
import type { JsonObject } from '../types';

const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

type Found = Record<string, JsonObject>;

/** The fields of a type and of everything inside it, as `/v1/schemaDefinitions` lists them. */
export function schemaDefinition(type: ServedType): JsonObject {
  const definitions: Found = {};
  const root = type.builtIn?.definition ?? modelName(type);

  if (type.builtIn) {
    namedField(root, definitions);
  } else {
    structField(withoutMeta(type.schema ?? {}), root, definitions);
    const own = definitions[root] ?? { type: root, resourceFields: {} };

    definitions[root] = {
      ...own,
      resourceFields: { ...(isObject(own.resourceFields) ? own.resourceFields : {}), apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: namedField(OBJECT_META, definitions) },
    };
  }

  return { definitionType: root, definitions };
}

/** The fields that every object has are described by OpenAPI, not by the CRD. */
function withoutMeta(schema: JsonObject): JsonObject {
  const properties = isObject(schema.properties) ? schema.properties : {};

  return { ...schema, properties: ['apiVersion', 'kind', 'metadata'].reduce<JsonObject>(without, properties) };
}

/** `io.cncf.cni.k8s.v1.NetworkAttachmentDefinition` */
function modelName({ group, version, kind }: ServedType): string {
  return [...group.split('.').reverse(), version, kind].join('.');
}

/** A reference to a named OpenAPI definition. */
function namedField(name: string, definitions: Found): JsonObject {
  const definition = openApiDefinition(name);

  return isObject(definition.properties) ? structField(definition, name, definitions) : fieldOf(definition, name, definitions);
}

function structField(schema: JsonObject, path: string, definitions: Found): JsonObject {
  if (!definitions[path]) {
    const required = Array.isArray(schema.required) ? schema.required : [];
    const resourceFields: JsonObject = {};

    definitions[path] = { type: path, resourceFields };
    for (const [name, property] of Object.entries(isObject(schema.properties) ? schema.properties : {})) {
      if (isObject(property)) {
        resourceFields[name] = { ...fieldOf(property, `${ path }.${ name }`, definitions), ...(required.includes(name) && { required: true }) };
      }
    }
  }

  return { type: path };
}

function fieldOf(schema: JsonObject, path: string, definitions: Found): JsonObject {
  if (typeof schema.$ref === 'string') {
    return namedField(schema.$ref, definitions);
  }
  switch (schema.type) {
    case 'array':
      return { type: 'array', ...subtype(isObject(schema.items) ? fieldOf(schema.items, path, definitions) : {}) };
    case 'object':
      if (isObject(schema.properties)) {
        return structField(schema, path, definitions);
      }

      return { type: 'map', ...subtype(mapValue(schema, path, definitions)) };
    case 'integer':
    case 'number':
      return { type: 'int' };
    default:
      return { type: typeof schema.type === 'string' ? schema.type : 'string' };
  }
}

/** What a map holds. A custom resource's untyped object has a definition of its own without fields. */
function mapValue(schema: JsonObject, path: string, definitions: Found): JsonObject {
  const { additionalProperties } = schema;

  if (isObject(additionalProperties)) {
    return additionalProperties['x-kubernetes-int-or-string'] === true ? {} : fieldOf(additionalProperties, path, definitions);
  }

  return path.startsWith('io.k8s.api') ? { type: 'string' } : structField(schema, path, definitions);
}

function subtype(field: JsonObject): JsonObject {
  return field.type === undefined ? {} : { subtype: field.type };
}
