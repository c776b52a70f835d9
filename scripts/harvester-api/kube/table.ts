import type { ServedType } from '../definitions';
import type { Json, JsonObject, KubeObject } from '../types';
import { cellsOf, columnsOf } from './columns';

/** True when the client prefers a table to objects, as kubectl and Steve do. */
export function wantsTable(accept: string | undefined): boolean {
  return /as=Table/.test(accept ?? '');
}

/** The objects as a table of the type's columns. */
export function tableOf(type: ServedType, objects: readonly KubeObject[], metadata: JsonObject, now: string, includeObject: string | null): JsonObject {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columnsOf(type).map(({ name, type: columnType, format, description, priority }) => ({ name, type: columnType, format, description, priority })),
    rows: objects.map((object) => ({ cells: cellsOf(type, object, now), object: rowObject(object, includeObject) })),
  };
}

function rowObject(object: KubeObject, includeObject: string | null): Json {
  switch (includeObject) {
    case 'Object': return object;
    case 'None': return null;
    default: return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
  }
}
