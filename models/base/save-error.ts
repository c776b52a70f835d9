import type { Conflict } from './merge';
import { formatPath } from './merge';
import type { KubernetesObject } from './kubernetes';

/** One field that the server complains about, as it names it: `spec.ranges[0].subnet`. */
export interface FieldCause {
  readonly field: string;
  readonly message: string;
}

/** A field that the user and somebody else changed to different values. */
export interface FieldConflict {
  readonly path: string;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export type SaveErrorKind = 'conflict' | 'deleted' | 'unauthorized' | 'forbidden' | 'invalid' | 'unreachable' | 'busy' | 'failed';

interface SaveErrorDetails {
  readonly code?: number;
  readonly causes?: readonly FieldCause[];
  readonly conflicts?: readonly Conflict[];
  readonly live?: KubernetesObject;
}

/**
 * Why a save did not happen, in words for the user. It carries neither `status` nor `_status`: the shell would take a 409 for
 * one that it may merge by itself, and send an old status over the live one.
 */
export class SaveError extends Error {
  readonly kind: SaveErrorKind;
  /** The HTTP status, when the server answered. */
  readonly code: number | undefined;
  readonly causes: readonly FieldCause[];
  readonly conflicts: readonly FieldConflict[];
  /** The version on the server that the conflicts were found against. */
  readonly live: KubernetesObject | undefined;

  constructor(kind: SaveErrorKind, message: string, details: SaveErrorDetails = {}) {
    super(message);
    this.name = 'SaveError';
    this.kind = kind;
    this.code = details.code;
    this.causes = details.causes ?? [];
    this.conflicts = (details.conflicts ?? []).map(({ path, ...values }) => ({ path: formatPath(path), ...values }));
    this.live = details.live;
  }
}
