import type { KubeObject, WatchEvent } from '../types';

/**
 * An event as a watch that selects sees it: an object that begins to match comes into being, one that ceases to match is gone.
 * Undefined when the watch is not concerned.
 */
export function seenBy(selects: (object: KubeObject) => boolean, event: WatchEvent): WatchEvent | undefined {
  const { type, resource, object, previous } = event;
  const matches = selects(object);
  const matched = previous !== undefined && selects(previous);

  if (type !== 'MODIFIED' || matches === matched) {
    return matches ? event : undefined;
  }
  if (matches) {
    return { type: 'ADDED', resource, object };
  }
  const { metadata } = previous ?? object;

  return { type: 'DELETED', resource, object: { ...(previous ?? object), metadata: { ...metadata, resourceVersion: object.metadata.resourceVersion } } };
}
