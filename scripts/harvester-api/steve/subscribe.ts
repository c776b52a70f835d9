import type { Cluster } from '../cluster';
import type { ServedType } from '../definitions';
import { goType } from '../kube/metadata';
import { goSyntaxError } from '../kube/patch';
import { isObject } from '../objects';
import type { Authorize, Json, JsonObject, WatchEvent } from '../types';
import { countOf } from './counts';
import type { SteveEndpoint } from './endpoint';
import type { Mount } from './mount';
import { frameOf, keyOf, type Subscription, subscriptionOf, viewOf } from './subscription';
import type { SteveTraits } from './versions';

const DEFAULT_DEBOUNCE_MS = 5000;
const COUNTS_DEBOUNCE_MS = 5000;
const EVENT_NAMES = { ADDED: 'resource.create', MODIFIED: 'resource.change', DELETED: 'resource.remove' } as const;

/** Types of Steve's own that can be watched but never change here. */
const STILL_TYPES = new Set(['schema', 'schemas', 'userpreference', 'userpreferences']);

export interface SessionOptions {
  readonly cluster: Cluster;
  readonly steve: SteveEndpoint;
  readonly authorize: Authorize;
  readonly traits: SteveTraits;
  readonly mount: Mount;
  /** Types that somebody else serves beside this cluster: watching them is accepted, nothing follows. */
  readonly isForeign: (resourceType: string) => boolean;
  readonly send: (frame: JsonObject) => void;
}

/** One client's subscriptions: frames go in and out, however they travel. */
export class SubscribeSession {
  private readonly cluster: Cluster;
  private readonly steve: SteveEndpoint;
  private readonly authorize: Authorize;
  private readonly traits: SteveTraits;
  private readonly mount: Mount;
  private readonly isForeign: (resourceType: string) => boolean;
  private readonly send: (frame: JsonObject) => void;
  /** Key of a subscription → what ends it. */
  private readonly watches = new Map<string, () => void>();
  /** Key of a subscription in changes mode → what tells it of a change. */
  private readonly notifiers = new Map<string, (revision: string) => void>();

  constructor({ cluster, steve, authorize, traits, mount, isForeign, send }: SessionOptions) {
    this.cluster = cluster;
    this.steve = steve;
    this.authorize = authorize;
    this.traits = traits;
    this.mount = mount;
    this.isForeign = isForeign;
    this.send = send;
  }

  /** Takes a frame of the client. */
  receive(text: string): void {
    let frame: Json;

    try {
      frame = JSON.parse(text) as Json;
    } catch {
      const error = goSyntaxError(text);

      this.send({ name: 'resource.error', data: { error: error === 'unexpected end of JSON input' ? 'unexpected EOF' : error } });

      return;
    }
    if (!isObject(frame)) {
      this.send({ name: 'resource.error', data: { error: `json: cannot unmarshal ${ goType(frame) } into Go value of type subscribe.Subscribe` } });

      return;
    }
    const wrong = ['resourceType', 'resourceVersion', 'namespace', 'id', 'selector', 'mode'].find((key) => frame[key] !== undefined && frame[key] !== null && typeof frame[key] !== 'string');

    if (wrong !== undefined) {
      this.send({ name: 'resource.error', data: { error: `json: cannot unmarshal ${ goType(frame[wrong] ?? null) } into Go struct field Subscribe.${ wrong } of type ${ wrong === 'mode' ? 'subscribe.SubscriptionMode' : 'string' }` } });

      return;
    }
    const subscription = subscriptionOf(frame);

    if (frame.stop === true) {
      this.stop(subscription);
    } else if (!this.watches.has(keyOf(subscription))) {
      this.start(subscription);
    }
  }

  /** Tells the client that the server is there. */
  ping(version: string): void {
    this.send({ name: 'ping', data: { type: 'subscribe', links: {}, version } });
  }

  close(): void {
    for (const end of this.watches.values()) {
      end();
    }
    this.watches.clear();
  }

  private stop(subscription: Subscription): void {
    const key = keyOf(subscription);
    const end = this.watches.get(key);

    if (end) {
      end();
      this.watches.delete(key);
      this.send(frameOf('resource.stop', subscription));
    }
  }

  private start(subscription: Subscription): void {
    const { resourceType } = subscription;
    const name = resourceType.toLowerCase();

    this.watches.set(keyOf(subscription), () => undefined);
    if (this.cluster.definitions.ofSteve(name)) {
      this.startType(subscription);
    } else if (name === 'count' || name === 'counts') {
      this.begin(subscription, this.watchCounts(subscription));
    } else if (STILL_TYPES.has(name) || this.isForeign(resourceType)) {
      this.begin(subscription, () => undefined);
    } else if (name === 'subscribe' || name === 'schemadefinition') {
      this.refuse(subscription, `schema ${ resourceType } does not support watching`);
    } else {
      this.startType(subscription);
    }
  }

  private startType(subscription: Subscription): void {
    const type = this.cluster.definitions.ofSteve(subscription.resourceType);

    if (!type) {
      this.refuse(subscription, `failed to find schema ${ subscription.resourceType }`);

      return;
    }
    if (!this.authorize({ verb: 'watch', resource: type.resource }) && !this.authorize({ verb: 'list', resource: type.resource })) {
      this.refuse(subscription, `can not list ${ type.steveId }`);

      return;
    }
    let end: () => void;

    try {
      end = subscription.mode === 'resource.changes' ? this.watchChanges(type, subscription) : this.watchObjects(type, subscription);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);

      this.begin(subscription, () => undefined);
      if (this.traits.sqlCache) {
        this.stop(subscription);
      } else {
        this.refuse(subscription, `stopping watch for ${ type.steveId }: ${ message }: ${ message }`);
      }

      return;
    }
    this.begin(subscription, end);
    if (this.traits.sqlCache) {
      this.catchUpFromCache(type, subscription);
    } else {
      this.catchUp(type, subscription);
    }
  }

  /** Delivers what has changed since a version that the cache remembers; without one nothing. */
  private catchUpFromCache(type: ServedType, subscription: Subscription): void {
    const { resourceVersion } = subscription;
    const events = resourceVersion ? this.cluster.storage.after(type.resource, resourceVersion) : [];

    if (events) {
      this.deliverAll(type, subscription, events);
    } else {
      this.refuse(subscription, 'resourceversion too old');
    }
  }

  /** Delivers what has changed since the client's resourceVersion, or without one what there is. */
  private catchUp(type: ServedType, subscription: Subscription): void {
    const { storage } = this.cluster;
    const revision = Number(subscription.resourceVersion);
    const oldest = storage.oldest(type.crd);

    if (revision > 0 && revision < oldest) {
      this.refuse(subscription, `event watch error: too old resource version: ${ revision } (${ oldest })`);

      return;
    }
    this.deliverAll(type, subscription, revision > 0 ? storage.since(revision) : this.existing(type));
  }

  private deliverAll(type: ServedType, subscription: Subscription, events: readonly WatchEvent[]): void {
    const seen = viewOf(type, subscription, this.traits);

    for (const event of events) {
      const view = seen(event);

      if (view) {
        this.deliver(type, subscription, view);
      }
    }
  }

  private refuse(subscription: Subscription, error: string): void {
    this.send({ ...frameOf('resource.error', subscription), data: { error } });
    this.stop(subscription);
  }

  /** Without a resourceVersion a watch begins with what there is. */
  private existing(type: ServedType): WatchEvent[] {
    return this.cluster.storage.list(type.resource).map((object) => ({ type: 'ADDED', resource: type.resource, object }));
  }

  private begin(subscription: Subscription, end: () => void): void {
    this.watches.set(keyOf(subscription), end);
    this.send(frameOf('resource.start', subscription));
  }

  private deliver(type: ServedType, subscription: Subscription, { type: kind, object }: WatchEvent): void {
    if (subscription.mode === 'resource.changes') {
      this.notifiers.get(keyOf(subscription))?.(object.metadata.resourceVersion);

      return;
    }
    this.send({ ...frameOf(EVENT_NAMES[kind], subscription), revision: object.metadata.resourceVersion, data: this.steve.format(type, object, this.mount) });
  }

  private watchObjects(type: ServedType, subscription: Subscription): () => void {
    const seen = viewOf(type, subscription, this.traits);

    return this.cluster.onEvent((event) => {
      const view = seen(event);

      if (view) {
        this.deliver(type, subscription, view);
      }
    });
  }

  /** The first change is told at once, later ones no more often than the client wants. */
  private watchChanges(type: ServedType, subscription: Subscription): () => void {
    const key = keyOf(subscription);
    const { debounceMs } = subscription;
    const seen = viewOf(type, subscription, this.traits);
    let first = true;
    let newest = '';
    let timer: NodeJS.Timeout | undefined;
    const tell = () => { this.send({ ...frameOf('resource.changes', subscription), ...(this.traits.sqlCache && { revision: newest }) }); };
    const notify = (revision: string) => {
      newest = revision;
      if (first) {
        first = false;
        tell();
      } else {
        timer ??= setTimeout(() => {
          timer = undefined;
          tell();
        }, debounceMs || DEFAULT_DEBOUNCE_MS);
      }
    };
    const end = this.cluster.onEvent((event) => {
      const view = seen(event);

      if (view) {
        notify(view.object.metadata.resourceVersion);
      }
    });

    this.notifiers.set(key, notify);

    return () => {
      end();
      clearTimeout(timer);
      this.notifiers.delete(key);
    };
  }

  /** Counts come as changes of the types that changed, the first at once, later ones gathered. */
  private watchCounts(subscription: Subscription): () => void {
    const { definitions, storage } = this.cluster;
    const changed = new Set<string>();
    let first = true;
    const flush = () => {
      const counts: JsonObject = {};

      for (const resource of changed) {
        const type = definitions.ofResource(resource);

        if (type) {
          counts[type.steveId] = countOf(type, storage);
        }
      }
      changed.clear();
      this.send({ ...frameOf('resource.change', subscription), data: { id: 'count', type: 'count', links: { self: `${ this.mount.api }/counts/count` }, counts } });
    };
    const end = this.cluster.onEvent(({ resource }) => {
      changed.add(resource);
      if (first) {
        first = false;
        flush();
      }
    });
    const timer = setInterval(() => {
      if (changed.size) {
        flush();
      }
    }, COUNTS_DEBOUNCE_MS);

    return () => {
      end();
      clearInterval(timer);
    };
  }
}
