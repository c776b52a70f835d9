import { isObject } from '../harvester-api/objects';
import type { Json, JsonObject } from '../harvester-api/types';

/** The maps of a Steve resource that hold addresses. What else looks like one is the user's data. */
const ADDRESSES = ['links', 'actions', 'createTypes', 'pagination'] as const;

/** Has the addresses in Steve's answers point to `origin`, where they point to the host behind it, or to the same host by another scheme. */
export class Links {
  private readonly origin: string;
  private readonly foreign: readonly string[];

  constructor(origin: string, upstreamHost: string) {
    const { host } = new URL(origin);

    this.origin = origin;
    this.foreign = [upstreamHost, host].flatMap((name) => [`http://${ name }`, `https://${ name }`]).filter((other) => other !== origin);
  }

  /** The address as the client has to ask for it. */
  address(url: string): string {
    const found = this.foreign.find((other) => url.startsWith(`${ other }/`));

    return found === undefined ? url : this.origin + url.slice(found.length);
  }

  /** The JSON text of a resource or a collection; the very same text when there is nothing to do. */
  text(json: string): string {
    return this.changed(json, (value) => this.resource(value));
  }

  /** The same for what a socket brings, which has a resource in it. */
  frame(json: string): string {
    return this.changed(json, (frame) => ({ ...frame, ...(isObject(frame.data) ? { data: this.resource(frame.data) } : {}) }));
  }

  private changed(json: string, change: (value: JsonObject) => JsonObject): string {
    if (!this.foreign.some((other) => json.includes(`"${ other }/`))) {
      return json;
    }

    try {
      const value = JSON.parse(json) as Json;

      return isObject(value) ? JSON.stringify(change(value)) : json;
    } catch {
      return json;
    }
  }

  private resource(value: JsonObject): JsonObject {
    const { type, data } = value;
    const maps = ADDRESSES.flatMap((key) => {
      const map = value[key];

      return isObject(map) ? [[key, this.map(map)] as const] : [];
    });

    return {
      ...value,
      ...Object.fromEntries(maps),
      ...(type === 'collection' && Array.isArray(data) ? { data: data.map((item) => isObject(item) ? this.resource(item) : item) } : {}),
    };
  }

  private map(map: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, typeof value === 'string' ? this.address(value) : value]));
  }
}
