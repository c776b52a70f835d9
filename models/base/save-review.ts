import isEqual from 'lodash/isEqual';
import { fieldChanges, type FieldChange } from './field-changes';
import type { Trial } from './save';
import type { SaveError } from './save-error';
import { alignConditions } from './wire';

/** A field that a save would change. */
export interface ReviewedChange extends FieldChange {
  /**
   * `user`: what the user changed. `server`: what the server would change besides, such as a default or a webhook's correction.
   * `ignored`: what the user changed and the server would not store; `after` is what stays there.
   */
  readonly origin: 'user' | 'server' | 'ignored';
}

/** What a save would do. */
export interface SaveReview {
  /** Field by field; empty when there is nothing to save. */
  readonly changes: readonly ReviewedChange[];
  /** False when the server can't be asked without storing: only the save itself will tell. */
  readonly checked: boolean;
  /** What the save would be refused with. */
  readonly refusal: SaveError | undefined;
}

/** Of the metadata, what a server may change in an object that says something to an operator. */
const TOLD_METADATA = /^metadata\.(labels|annotations|finalizers|ownerReferences)/;

function isTold({ path }: FieldChange): boolean {
  return !path.startsWith('metadata.') || TOLD_METADATA.test(path);
}

/** Tells what the user's part in a change is, and what the server's. */
export function reviewOf({ before, after, answer }: Trial): SaveReview {
  const own = fieldChanges(before, after);

  if (!answer) {
    return { changes: own.map((change) => ({ ...change, origin: 'user' })), checked: own.length === 0, refusal: undefined };
  }

  const stored = fieldChanges(alignConditions(before, answer), answer);
  const users = (change: FieldChange) => own.some(({ path, after: value }) => path === change.path && isEqual(value, change.after));
  const ignored = own.filter(({ path }) => !stored.some((change) => change.path === path || change.path.startsWith(`${ path }.`) || change.path.startsWith(`${ path }[`)));

  return {
    changes: [
      ...stored.filter((change) => users(change) || isTold(change)).map((change) => ({ ...change, origin: users(change) ? 'user' as const : 'server' as const })),
      ...ignored.map(({ path, before: value }) => ({ path, before: value, after: value, origin: 'ignored' as const })),
    ],
    checked: true,
    refusal: undefined,
  };
}
