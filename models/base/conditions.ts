import { isObject, type Condition, type ObjectMeta } from './kubernetes';
import { textOf } from './partial';

/** Anything that may carry conditions: a `status`, however partial. */
export interface Conditioned {
  readonly conditions?: readonly Condition[];
}

/** What a condition says. `missing` is not `False`: the controller has not spoken yet, or its word was lost. */
export type Verdict = 'true' | 'false' | 'unknown' | 'missing';

/** The condition of exactly this type: the case differs between kinds (`Ready`, `ready`). `undefined` until a controller has set it. */
export function conditionOf(status: Conditioned | undefined, type: string): Condition | undefined {
  const conditions: unknown = status?.conditions;

  return Array.isArray(conditions) ? conditions.find((condition): condition is Condition => isObject(condition) && condition.type === type) : undefined;
}

export function verdictOf(status: Conditioned | undefined, type: string): Verdict {
  switch (conditionOf(status, type)?.status) {
    case 'True': return 'true';
    case 'False': return 'false';
    case undefined: return 'missing';
    default: return 'unknown';
  }
}

export function isConditionTrue(status: Conditioned | undefined, type: string): boolean {
  return verdictOf(status, type) === 'true';
}

/** True once the resource is to be removed: it stays until its finalizers are done, and is not validated any more. */
export function isBeingRemoved(metadata: ObjectMeta | undefined): boolean {
  return textOf(metadata?.deletionTimestamp) !== undefined;
}

/**
 * True when Steve's own summary of a resource must not be covered by a kind's own state: it is being removed, it failed,
 * or it is on its way somewhere.
 */
export function hasPressingState(metadata: ObjectMeta | undefined): boolean {
  return isBeingRemoved(metadata) || metadata?.state?.error === true || metadata?.state?.transitioning === true;
}
