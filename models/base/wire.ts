import { asMap, isMap, type Json, type JsonObject, type KubernetesObject } from './kubernetes';

/** The top-level keys that Steve takes for itself; an object's own stand under `_key`. Source: rancher/apiserver ReservedFields. */
const STEVE_KEYS = ['id', 'type', 'links', 'actions'] as const;

/** Metadata that Steve computes for each answer. Source: rancher/steve resources/common/formatter.go. */
const STEVE_METADATA: ReadonlySet<string> = new Set(['fields', 'relationships', 'state']);

/** What Steve computes for each condition. Source: rancher/wrangler summary/condition.go. */
const STEVE_CONDITION: ReadonlySet<string> = new Set(['error', 'transitioning']);

function omit(object: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key, value]) => value !== undefined && !keys.has(key)));
}

/** True for an object with Steve's keys in it: an answer of Steve, or what the shell makes of one. A new object has its type only. */
function isSteveForm(data: JsonObject, steveType: string | undefined): boolean {
  const typed = typeof data.type === 'string' && data.type === steveType;

  return typeof data.id === 'string' ? typed || (isMap(data.links) && 'self' in data.links) : typed;
}

/** A copy without live references, functions and `undefined`: what would be on the wire. */
export function jsonCopy(value: object): JsonObject {
  return asMap(JSON.parse(JSON.stringify(value)));
}

/**
 * Turns Steve's form of an object into Kubernetes' form: base, edited and live pass through here before they are compared.
 * Removes what Steve and the shell added (links, `metadata.state`, `__clone`, …) and puts the object's own `_type` and the like back.
 * `data` must be a JSON copy; an object that is in Kubernetes' form already comes back as it is.
 */
export function toKubernetesForm(data: JsonObject, steveType: string | undefined): KubernetesObject {
  const out: Record<string, Json | undefined> = {};
  const steves = isSteveForm(data, steveType);

  for (const [key, value] of Object.entries(data)) {
    if (value !== undefined && !key.startsWith('_') && !(steves && STEVE_KEYS.some((reserved) => reserved === key))) {
      out[key] = value;
    }
  }

  for (const key of STEVE_KEYS) {
    const own = data[`_${ key }`];

    if (own !== undefined) {
      out[key] = own;
    }
  }

  if (isMap(out.metadata)) {
    out.metadata = omit(out.metadata, STEVE_METADATA);
  }

  if (isMap(out.status) && Array.isArray(out.status.conditions)) {
    const conditions: readonly Json[] = out.status.conditions;

    out.status = { ...out.status, conditions: conditions.map((condition) => isMap(condition) ? omit(condition, STEVE_CONDITION) : condition) };
  }

  return out;
}

/**
 * Steve fills an empty `lastUpdateTime` of a condition from `lastTransitionTime` when it answers. Takes that back out of `object` where
 * `reference`, which was read elsewhere, has none: nobody changed such a condition.
 */
export function alignConditions(object: KubernetesObject, reference: KubernetesObject): KubernetesObject {
  const status = object.status;
  const conditions = isMap(status) ? status.conditions : undefined;
  const known = isMap(reference.status) ? reference.status.conditions : undefined;

  if (!isMap(status) || !Array.isArray(conditions) || !Array.isArray(known)) {
    return object;
  }

  const list: readonly Json[] = conditions;
  const references: readonly Json[] = known;
  const aligned = list.map((condition) => {
    if (!isMap(condition)) {
      return condition;
    }

    const twin = references.find((other) => isMap(other) && other.type === condition.type);

    if (!isMap(twin) || twin.lastUpdateTime === condition.lastUpdateTime) {
      return condition;
    }

    if (twin.lastUpdateTime === undefined && condition.lastUpdateTime === condition.lastTransitionTime) {
      return omit(condition, new Set(['lastUpdateTime']));
    }

    return condition.lastUpdateTime === undefined && twin.lastUpdateTime === twin.lastTransitionTime ? { ...condition, lastUpdateTime: twin.lastUpdateTime ?? null } : condition;
  });

  return { ...object, status: { ...status, conditions: aligned } };
}

/**
 * Steve's form of an object that was read from the Kubernetes endpoint: with the links, the type and the state of `wire`,
 * an earlier answer of Steve for the same object.
 */
export function toSteveForm(object: KubernetesObject, wire: JsonObject): JsonObject {
  const out: Record<string, Json | undefined> = { ...object };

  for (const key of STEVE_KEYS) {
    if (object[key] !== undefined) {
      out[`_${ key }`] = object[key];
    }

    out[key] = wire[key];
  }

  const metadata: Record<string, Json | undefined> = { ...object.metadata };
  const before = isMap(wire.metadata) ? wire.metadata : {};

  for (const key of STEVE_METADATA) {
    metadata[key] = before[key];
  }

  out.metadata = metadata;

  return out;
}
