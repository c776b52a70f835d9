import { objectsAt } from '../admission/fields';
import { Refusal } from '../admission/refusal';
import { ApiError } from '../errors';
import { objectAt, sameJson } from '../objects';
import type { ClusterWriter, JsonObject, KubeObject } from '../types';

const MAX_TRIES = 5;

/** Runs a read and write again while another writer is faster. */
export function retryOnConflict<T>(write: () => T): T {
  for (let tries = 1; ; tries++) {
    try {
      return write();
    } catch (error) {
      if (tries === MAX_TRIES || !(error instanceof ApiError) || error.code !== 409) {
        throw error;
      }
    }
  }
}

/** Does what an object asks for, unless it can't be read: such an object is left alone until it is mended. */
export function ifReadable(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
  }
}

/** Stores an object unless nothing changed: what ends a controller's loop. */
export function updateIfChanged(resource: string, stored: KubeObject, wanted: KubeObject, cluster: ClusterWriter): void {
  if (!sameJson(stored, wanted)) {
    cluster.update(resource, wanted);
  }
}

/** The object with a finalizer, which keeps it until its controller has cleaned up. */
export function withFinalizer(object: KubeObject, finalizer: string): KubeObject {
  const finalizers = object.metadata.finalizers ?? [];

  return finalizers.includes(finalizer) ? object : { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } };
}

/** Gives an object that is being deleted free: takes the controller's finalizer away. */
export function releaseFinalizer(resource: string, object: KubeObject, finalizer: string, cluster: ClusterWriter): void {
  const finalizers = object.metadata.finalizers ?? [];

  if (finalizers.includes(finalizer)) {
    cluster.update(resource, { ...object, metadata: { ...object.metadata, finalizers: finalizers.filter((other) => other !== finalizer) } });
  }
}

/** What a wrangler condition holds besides its type. */
interface ConditionState {
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
}

/** A status with one condition set, as wrangler sets it: `lastUpdateTime` moves only when the status does. */
export function withCondition(status: JsonObject, type: string, { status: state, reason, message }: ConditionState): JsonObject {
  const conditions = objectsAt(status, 'conditions');
  const old = conditions.find((condition) => condition.type === type);
  const condition: JsonObject = {
    ...(old?.status === state ? old : { ...old, lastUpdateTime: now() }),
    type,
    status:  state,
    reason:  reason || undefined,
    message: message || undefined,
  };

  return { ...status, conditions: old ? conditions.map((other) => (other === old ? condition : other)) : [...conditions, condition] };
}

/** The object with another status. */
export const withStatus = (object: KubeObject, status: JsonObject): KubeObject => ({ ...object, status });

/** The status, or an empty one. */
export const statusOf = (object: KubeObject): JsonObject => objectAt(object, 'status');

const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z');
