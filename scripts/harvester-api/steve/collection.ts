import type { ServedType } from '../definitions';
import type { JsonObject, KubeObject } from '../types';
import type { CachedList } from './cached-list';
import type { Mount } from './mount';

/** A page of a list, with what the collection says about it. */
export interface Listing extends CachedList {
  readonly revision: string | undefined;
  readonly pages?: number;
}

interface Asked {
  readonly mount: Mount;
  readonly query: URLSearchParams;
  /** Whether the user may create objects of the type. */
  readonly creatable: boolean;
}

/** A list in Steve's form. */
export function collection(type: ServedType, { items, next, revision, pages, count, summary }: Listing, { mount, query, creatable }: Asked, format: (object: KubeObject) => JsonObject): JsonObject {
  return {
    type: 'collection',
    links: { self: mount.current },
    ...(creatable && { createTypes: { [type.steveId]: `${ mount.api }/${ type.stevePlural }` } }),
    actions: {},
    resourceType: type.steveId,
    ...(revision && { revision }),
    ...((next || query.has('continue')) && { pagination: pagination(mount, query, next) }),
    ...(next && { continue: next }),
    ...(pages && { pages }),
    ...(count && { count }),
    ...(summary && { summary: [...summary] }),
    data: items.map(format),
  };
}

/** Where the next page of a list is. */
function pagination({ current }: Mount, query: URLSearchParams, next: string): JsonObject {
  const rest = new URLSearchParams(query);

  rest.set('continue', next);
  rest.sort();

  return { first: current, ...(next && { next: `${ current }?${ rest.toString() }` }), partial: true };
}
