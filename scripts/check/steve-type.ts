import { Definitions, type ServedType } from '../harvester-api/definitions';
import type { ResourceDefinition } from '../harvester-api/types';

/** A type as a check knows it. */
export interface KnownType {
  readonly served: ServedType;
  /** False for a type of which nothing is known: it is taken to keep its status in the object, and anything goes in it. */
  readonly facts: boolean;
}

const text = { type: 'string' } as const;

/** Types of Steve's own, which the dashboard shows and never saves. */
export const NEVER_SAVED: ReadonlySet<string> = new Set(['schema', 'count', 'podmetrics', 'nodemetrics']);

/** Types of the Rancher that a Harvester runs on, which extensions have models of. */
const RANCHER_TYPES: readonly ResourceDefinition[] = [
  {
    group: 'management.cattle.io', version: 'v3', kind: 'Setting', plural: 'settings', namespaced: false, statusSubresource: false,
    schema: { type: 'object', properties: { value: text, default: text, customized: { type: 'boolean' }, source: text }, required: ['value'] },
  },
];

/** What a type may be of which only Steve's id is known: `<group>.<kind>`. */
function guess(steveId: string): ResourceDefinition {
  const dot = steveId.lastIndexOf('.');
  const kind = steveId.slice(dot + 1);

  return {
    group:             steveId.slice(0, Math.max(dot, 0)),
    version:           'v1',
    kind:              kind.charAt(0).toUpperCase() + kind.slice(1),
    plural:            `${ kind }s`,
    namespaced:        true,
    statusSubresource: false,
    schema:            { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  };
}

/** The types of these ids, and the definitions that an embedded API needs beside its own to serve them. */
export function knownTypes(steveIds: readonly string[]): { readonly types: ReadonlyMap<string, KnownType>; readonly more: readonly ResourceDefinition[] } {
  const known = Definitions.all().with(RANCHER_TYPES);
  const guessed = [...new Set(steveIds)].filter((id) => !known.ofSteve(id)).map(guess);
  const definitions = known.with(guessed);
  const types = new Map(steveIds.flatMap((id) => {
    const served = definitions.ofSteve(id);

    return served ? [[id, { served, facts: known.ofSteve(id) !== undefined }] as const] : [];
  }));

  return { types, more: [...RANCHER_TYPES, ...guessed.filter(({ kind }) => !NEVER_SAVED.has(kind.toLowerCase()))] };
}
