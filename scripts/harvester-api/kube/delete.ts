import type { ServedType } from '../definitions';
import { conflict } from '../errors';
import { isObject, stringAt } from '../objects';
import type { JsonObject, KubeObject, ObjectMeta } from '../types';
import { strategyOf } from './write';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/** What a deletion does: removes the object, or marks it and waits for its finalizers. */
export interface Deletion {
  readonly removed: boolean;
  readonly object: KubeObject;
}

/** Deletes as the API server does: what holds the object is waited for. */
export function deletedObject(type: ServedType, stored: KubeObject, options: JsonObject, now: string): Deletion {
  checkPreconditions(type, stored, options);
  const finalizers = finalizersFor(stored, options);
  const held = strategyOf(type).prepareForDelete?.(stored);

  const { metadata } = stored;

  if (!finalizers.length && !held) {
    return { removed: true, object: type.resource === 'pods' ? { ...stored, metadata: markedMeta(metadata, now) } : stored };
  }
  const marked = metadata.deletionTimestamp
    ? metadata
    : held ? { ...metadata, deletionTimestamp: now } : markedMeta(metadata, now);

  return { removed: false, object: { ...stored, ...held, metadata: finalizers.length ? { ...marked, finalizers } : marked } };
}

/** The marks of a deletion that has begun. */
function markedMeta(metadata: ObjectMeta, now: string): ObjectMeta {
  return { ...metadata, deletionTimestamp: now, deletionGracePeriodSeconds: 0, ...(metadata.generation !== undefined && { generation: metadata.generation + 1 }) };
}

/** The propagation policy asks for a finalizer of the garbage collector. */
function finalizersFor(stored: KubeObject, options: JsonObject): string[] {
  const finalizers = (stored.metadata.finalizers ?? []).filter((name) => options.propagationPolicy === undefined || (name !== FOREGROUND && name !== ORPHAN));

  if (options.propagationPolicy === 'Foreground') {
    return [...finalizers, FOREGROUND];
  }

  return options.propagationPolicy === 'Orphan' || options.orphanDependents === true ? [...finalizers, ORPHAN] : finalizers;
}

function checkPreconditions(type: ServedType, stored: KubeObject, options: JsonObject): void {
  const wanted = isObject(options.preconditions) ? options.preconditions : {};
  const { name, uid, resourceVersion } = stored.metadata;
  const kind = { group: type.group, plural: type.kind };

  if (wanted.uid !== undefined && wanted.uid !== uid) {
    throw conflict(kind, name, `the UID in the precondition (${ stringAt(wanted, 'uid') }) does not match the UID in record (${ uid }). The object might have been deleted and then recreated`);
  }
  if (wanted.resourceVersion !== undefined && wanted.resourceVersion !== resourceVersion) {
    throw conflict(kind, name, `the ResourceVersion in the precondition (${ stringAt(wanted, 'resourceVersion') }) does not match the ResourceVersion in record (${ resourceVersion }). The object might have been modified`);
  }
}
