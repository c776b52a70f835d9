import type { ParsedRequest } from '../http';
import type { JsonObject } from '../types';

/** A collection as both of Rancher's APIs write it; its address is the request's. */
export const collection = (resourceType: string, { origin, path }: ParsedRequest, data: JsonObject[]): JsonObject => ({
  type: 'collection', resourceType, links: { self: `${ origin }${ path }` }, data,
});
