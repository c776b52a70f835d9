import SteveModel from '@shell/plugins/steve/steve-class';
import isEqual from 'lodash/isEqual';
import { storedTwin } from './engine-object';
import { asMap, isObject, type JsonObject } from './kubernetes';
import { diff, patched } from './merge';
import { jsonCopy } from './wire';

/** What the API server and controllers write. A model whose clean-up drops it does not mean to remove it from the cluster. */
const CONTROLLERS_METADATA = ['finalizers', 'ownerReferences'] as const;

/** Wire-only keys; `_type` and its like are the object's own. */
const WIRE_ONLY: ReadonlySet<string> = new Set(['links', 'actions', '__clone', '__rehydrate', '_name', '_labels', '_annotations', '_description']);
const WIRE_ONLY_METADATA: ReadonlySet<string> = new Set(['fields', 'relationships', 'state', 'managedFields', 'selfLink']);
const NEW_WITHOUT: ReadonlySet<string> = new Set(['id', 'status']);
const NEW_WITHOUT_METADATA: ReadonlySet<string> = new Set([
  'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'finalizers',
]);

function without(object: JsonObject, ...dropped: readonly ReadonlySet<string>[]): Record<string, JsonObject[string]> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !dropped.some((keys) => keys.has(key))));
}

/** `changed` with what controllers own as it is in `object`, where `changed` has lost it. */
export function withControllersFields(changed: JsonObject, object: JsonObject): JsonObject {
  const metadata: Record<string, JsonObject[string]> = { ...asMap(changed.metadata) };

  for (const key of CONTROLLERS_METADATA) {
    const before = asMap(object.metadata)[key];

    if (listOf(before).some((entry) => !listOf(metadata[key]).some((kept) => isEqual(entry, kept)))) {
      metadata[key] = before;
    }
  }

  const status = changed.status ?? object.status;

  return { ...changed, ...(isObject(changed.metadata) ? { metadata } : {}), ...(status === undefined ? {} : { status }) };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * What one clean-up changes beyond another: the model's intention, which is sent. What the server owns is none of it: finalizers and owners
 * that a clean-up loses stay, and a status that it puts in may be an old one.
 */
export function withIntention(object: JsonObject, stock: Record<string, unknown>, own: Record<string, unknown>): JsonObject {
  // Some clean-ups drop Steve's `type`: without it nothing tells Steve's `id` from a field of the object's own.
  const identity = object.id === undefined ? {} : { id: stock.id, type: stock.type };
  const { status: _status, ...meant } = patched(object, diff(jsonCopy(stock), jsonCopy({ ...own, ...identity, metadata: own.metadata ?? stock.metadata })));

  return withControllersFields(meant, object);
}

/** What is sent of `data`: everything but wire-only keys, and for a new object nothing that the server decides. */
export function cleaned(resource: SteveModel, Base: typeof SteveModel, data: object, forNew: boolean): JsonObject {
  const copy = jsonCopy(data);
  const own: unknown = Base === SteveModel ? undefined : Base.prototype.cleanForSave.call(resource, jsonCopy(data), forNew);
  // A clean-up that gives nothing back says nothing: it does not mean to remove everything.
  const meant = isObject(own) ? withIntention(copy, SteveModel.prototype.cleanForSave.call(resource, jsonCopy(data), forNew), own) : copy;
  const metadata = without(asMap(meant.metadata), WIRE_ONLY_METADATA, ...(forNew ? [NEW_WITHOUT_METADATA] : []));

  return { ...without(meant, WIRE_ONLY, ...(forNew ? [NEW_WITHOUT] : [])), ...(isObject(meant.metadata) ? { metadata } : {}) };
}

/** With the server's fields as they are in the store, when the body is sent under that version: an old status must not go over a newer one. */
export function withLiveFields(resource: SteveModel, body: JsonObject): JsonObject {
  const twin = storedTwin(resource);
  const metadata = asMap(body.metadata);

  if (!twin || metadata.resourceVersion === undefined || twin.metadata?.resourceVersion !== metadata.resourceVersion) {
    return body;
  }

  const live = jsonCopy(twin);
  const { ownerReferences } = asMap(live.metadata);

  return {
    ...body,
    metadata: { ...metadata, ...(ownerReferences === undefined ? {} : { ownerReferences }) },
    ...(live.status === undefined ? {} : { status: live.status }),
  };
}
