import { deepFreeze, canonical } from '../objects';
import type { KubeObject, WatchEvent } from '../types';

const HISTORY_LENGTH = 2000;
/** A cluster that has just started has counted its own set-up: the API server's own objects, then the CRDs. */
const FIRST_BUILT_IN_REVISION = 2;
const FIRST_CUSTOM_REVISION = 490;
const FIRST_REVISION = 495;

/** What is stored in one cluster, in memory. Objects are immutable; each write has a resourceVersion of the whole cluster. */
export class Storage {
  /** resource → key (`namespace/name` or `name`) → object. */
  private readonly resources = new Map<string, Map<string, KubeObject>>();
  private readonly listeners = new Set<(event: WatchEvent) => void>();
  private readonly history: WatchEvent[] = [];
  /** resource → version of its newest change. */
  private readonly revisions = new Map<string, string>();
  /** The newest change that is no longer in the history. */
  private forgotten = 0;
  private lastRevision = FIRST_REVISION;

  /** The newest resourceVersion. */
  get revision(): string {
    return String(this.lastRevision);
  }

  get(resource: string, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.resources.get(resource)?.get(keyOf(namespace, name));
  }

  /** In the order of namespace and name, as etcd lists keys. */
  list(resource: string, namespace?: string): readonly KubeObject[] {
    const objects = [...(this.resources.get(resource)?.entries() ?? [])];
    const wanted = namespace ? objects.filter(([, object]) => object.metadata.namespace === namespace) : objects;

    return wanted.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  count(resource: string): number {
    return this.resources.get(resource)?.size ?? 0;
  }

  /** Stores an object under a new resourceVersion; returns what is stored. */
  put(resource: string, object: KubeObject): KubeObject {
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    const objects = this.resources.get(resource) ?? new Map<string, KubeObject>();
    const previous = objects.get(key);
    const stored = this.stamp(object);

    objects.set(key, stored);
    this.resources.set(resource, objects);
    this.emit(previous ? { type: 'MODIFIED', resource, object: stored, previous } : { type: 'ADDED', resource, object: stored });

    return stored;
  }

  /** Removes an object; returns its last state, under the revision of its removal. */
  remove(resource: string, object: KubeObject): KubeObject {
    this.resources.get(resource)?.delete(keyOf(object.metadata.namespace, object.metadata.name));
    const last = this.stamp(object);

    this.emit({ type: 'DELETED', resource, object: last });

    return last;
  }

  /** The oldest resourceVersion that a watch of a resource may start from. */
  oldest(custom: boolean): number {
    return this.forgotten || (custom ? FIRST_CUSTOM_REVISION : FIRST_BUILT_IN_REVISION);
  }

  /** The changes after a resourceVersion. */
  since(revision: number): readonly WatchEvent[] {
    return this.history.filter(({ object }) => Number(object.metadata.resourceVersion) > revision);
  }

  /** The version of a resource's newest change; undefined when there never was one. */
  latest(resource: string): string | undefined {
    return this.revisions.get(resource);
  }

  /** The changes of a resource after the one that made a version; undefined when no change of it in memory did. */
  after(resource: string, revision: string): readonly WatchEvent[] | undefined {
    const events = this.history.filter((event) => event.resource === resource);
    const index = events.findIndex(({ object }) => object.metadata.resourceVersion === revision);

    return index < 0 ? undefined : events.slice(index + 1);
  }

  /** Calls the listener on each change, right when it is made. Returns the function that ends it. */
  onEvent(listener: (event: WatchEvent) => void): () => void {
    this.listeners.add(listener);

    return () => this.listeners.delete(listener);
  }

  private stamp(object: KubeObject): KubeObject {
    this.lastRevision += 1;

    return deepFreeze(canonical<KubeObject>({ ...object, metadata: { ...object.metadata, resourceVersion: this.revision } }));
  }

  private emit(event: WatchEvent): void {
    this.history.push(event);
    this.revisions.set(event.resource, event.object.metadata.resourceVersion);
    if (this.history.length > HISTORY_LENGTH) {
      this.forgotten = Number(this.history.splice(0, HISTORY_LENGTH / 2).at(-1)?.object.metadata.resourceVersion ?? 0);
    }
    for (const listener of this.listeners) {
      listener(event);
    }
  }
}


function keyOf(namespace: string | undefined, name: string): string {
  return namespace ? `${ namespace }/${ name }` : name;
}
