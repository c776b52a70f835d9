import type { JsonObject } from '../types';

/** An object of the demo cluster; `apiVersion` and `kind` follow from the resource. */
export interface DemoObject {
  readonly resource: string;
  readonly object: JsonObject;
}

/** A cluster-scoped object. */
export const clusterWide = (resource: string, name: string, rest: JsonObject = {}, metadata: JsonObject = {}): DemoObject => ({
  resource, object: { metadata: { name, ...metadata }, ...rest },
});

/** A namespaced object; `id` is `namespace/name`. */
export function namespaced(resource: string, id: string, rest: JsonObject = {}, metadata: JsonObject = {}): DemoObject {
  const [namespace = '', name = ''] = id.split('/');

  return { resource, object: { metadata: { namespace, name, ...metadata }, ...rest } };
}

/** When the demo's past happened. */
export const PAST = '2026-01-15T08:00:00Z';

/** A condition that holds. */
export const holds = (type: string, rest: JsonObject = {}): JsonObject => ({ type, status: 'True', lastUpdateTime: PAST, ...rest });

/** The demo's nodes. */
export const NODE_NAMES = ['harv-1', 'harv-2', 'harv-3'] as const;
