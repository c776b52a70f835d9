import type { ServedType } from '../definitions';
import { labelSelector, type Predicate } from '../kube/selectors';
import { seenBy } from '../kube/watch';
import { stringAt } from '../objects';
import type { JsonObject, KubeObject, WatchEvent } from '../types';
import { idOf } from './mount';
import type { SteveTraits } from './versions';

/** What a client asks to be told about. */
export interface Subscription {
  readonly resourceType: string;
  readonly resourceVersion: string;
  readonly namespace: string;
  readonly id: string;
  readonly selector: string;
  readonly mode: string;
  readonly debounceMs: number;
}

/** Reads the frame of a client. */
export function subscriptionOf(frame: JsonObject): Subscription {
  return {
    resourceType: stringAt(frame, 'resourceType'),
    resourceVersion: stringAt(frame, 'resourceVersion'),
    namespace: stringAt(frame, 'namespace'),
    id: stringAt(frame, 'id'),
    selector: stringAt(frame, 'selector'),
    mode: stringAt(frame, 'mode'),
    debounceMs: typeof frame.debounceMs === 'number' ? frame.debounceMs : 0,
  };
}

/** Two subscriptions with the same key are one. */
export function keyOf({ resourceType, namespace, id, selector, mode, debounceMs }: Subscription): string {
  return [resourceType, namespace, id, selector, mode, debounceMs].join('/');
}

/** A frame about a subscription: what the client asked for comes back, empty values left out. */
export function frameOf(name: string, { resourceType, namespace, id, selector, mode }: Subscription): JsonObject {
  return {
    name,
    ...(resourceType && { resourceType }),
    ...(namespace && { namespace }),
    ...(id && { id }),
    ...(selector && { selector }),
    ...(mode && { mode }),
    data: { type: 'subscribe', links: {} },
  };
}

/** An event as the subscription sees it, if it concerns it. From the cache an event comes as what it was, also where an object begins or ceases to match. */
export function viewOf(type: ServedType, { namespace, id, selector }: Subscription, { sqlCache }: SteveTraits): (event: WatchEvent) => WatchEvent | undefined {
  const selects: Predicate = selector ? labelSelector(selector) : () => true;
  const named = (object: KubeObject) => !id || idOf(object) === id || object.metadata.name === id;

  const inside = (object: KubeObject) => (!namespace || object.metadata.namespace === namespace) && named(object) && selects(object);

  if (sqlCache) {
    return (event) => (event.resource === type.resource && (inside(event.object) || (event.previous !== undefined && inside(event.previous))) ? event : undefined);
  }

  return (event) => (event.resource === type.resource ? seenBy(inside, event) : undefined);
}
