import { SaveError, type FieldConflict } from '@models/base/save-error';
import type { HarvesterInstance } from '@models/base/harvester-resource';
import type { Message } from './field-messages';

/** What a form shows of a save that did not happen. */
export interface SaveFailure {
  /** For the banner: what happened, and what is kept. */
  readonly texts: readonly string[];
  /** For the fields that the server complains about. */
  readonly causes: readonly Message[];
  readonly conflicts: readonly FieldConflict[];
}

/** Which side the user chose at each conflicting field. */
export type ConflictChoices = Parameters<HarvesterInstance['resolveConflicts']>[1];

/** Tells what a failed save was about. A conflict has a panel of its own, and needs no banner. */
export function failureOf(error: unknown): SaveFailure {
  if (error instanceof SaveError) {
    return {
      texts:     error.conflicts.length ? [] : [error.message],
      causes:    error.causes.map(({ field, message }) => ({ path: field, text: message })),
      conflicts: error.conflicts,
    };
  }

  return { texts: textsOf(error), causes: [], conflicts: [] };
}

/** The conflict that the user can decide field by field, when the save failed for one. */
export function conflictIn(error: unknown): SaveError | undefined {
  return error instanceof SaveError && error.conflicts.length ? error : undefined;
}

/** True when the save found the resource deleted, and its name free. */
export function isGone(error: unknown): boolean {
  return error instanceof SaveError && error.kind === 'deleted' && error.code === 404;
}

/** The texts in whatever the shell or a model throws or hands over as an error. */
export function textsOf(error: unknown): readonly string[] {
  if (Array.isArray(error)) {
    return error.flatMap(textsOf);
  }

  const message: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : error;

  return [typeof message === 'string' && message !== '' ? message : String(error)];
}
