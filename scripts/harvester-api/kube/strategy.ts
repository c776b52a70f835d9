import type { FieldError } from '../errors';
import type { JsonObject, KubeObject } from '../types';
import type { NameRule } from './names';

/** What a kind has of its own in the write path. Everything is optional but the name rule; objects are never changed in place. */
export interface Strategy {
  readonly nameRule: NameRule;
  /** An update without resourceVersion replaces whatever is stored. */
  readonly unconditionalUpdate: boolean;
  /** `metadata.generation` counts changes of the desired state. */
  readonly generation: boolean;
  /** Unknown top-level fields and such are dropped, defaults filled in. Runs on whatever a client sends. */
  readonly decode?: (object: KubeObject) => { readonly object: KubeObject; readonly unknownFields: readonly string[] };
  readonly prepareForCreate?: (object: KubeObject) => KubeObject;
  readonly prepareForUpdate?: (object: KubeObject, old: KubeObject) => KubeObject;
  readonly validate?: (object: KubeObject) => readonly FieldError[];
  readonly validateUpdate?: (object: KubeObject, old: KubeObject) => readonly FieldError[];
  /** What is wrong with a status that is written through the status subresource. */
  readonly validateStatus?: (object: KubeObject) => readonly FieldError[];
  /** What a deletion leaves in place until somebody finishes it; undefined when nothing holds the object. */
  readonly prepareForDelete?: (object: KubeObject) => JsonObject | undefined;
}
