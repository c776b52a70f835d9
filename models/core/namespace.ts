// Source: k8s.io/api core/v1 Namespace.
import ShellNamespace from '@shell/models/namespace';
import type { StatusIn } from '../base/declarations';
import { harvesterResource } from '../base/harvester-resource';
import type { Condition } from '../base/kubernetes';

export interface NamespaceSpec {
  /** What must be done before the namespace is gone. `spec.finalizers`. */
  finalizers?: string[];
}

export interface NamespaceStatus {
  /** `Active`, or `Terminating` while it is being removed. `status.phase`. */
  phase?: 'Active' | 'Terminating';
  /** Why removing takes long. `status.conditions`; absent unless it is being removed. */
  conditions?: Condition[];
}

/** A namespace of the Harvester cluster, with all that the shell knows of namespaces. */
export class Namespace extends harvesterResource(ShellNamespace) {
  static readonly type = 'namespace';
  static readonly apiVersion = 'v1';
  static readonly kind = 'Namespace';
  static readonly namespaced = false;
  static readonly statusIn: StatusIn = 'subresource';
  static readonly storeScoped = true;

  declare spec?: NamespaceSpec;
  declare status?: NamespaceStatus;
}
