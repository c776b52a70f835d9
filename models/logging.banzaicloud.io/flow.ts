// Source: kube-logging/logging-operator, logging.banzaicloud.io/v1beta1 Flow; CRD flows.logging.banzaicloud.io.
import ShellFlow from '@shell/models/logging.banzaicloud.io.flow';
import type { StatusIn } from '../base/declarations';
import { harvesterResource } from '../base/harvester-resource';
import type { JsonObject } from '../base/kubernetes';

/** Where log lines come from; all parts must fit. */
interface FlowRule {
  /** Labels of the pod. */
  labels?: Record<string, string>;
  /** Names of nodes. */
  hosts?: string[];
  /** Names of containers. */
  container_names?: string[];
}

export interface FlowSpec {
  /** Which log lines it takes; the first entry that fits decides. `spec.match[]`; empty: all. */
  match?: {
    /** What a log line must come from. */
    select?: FlowRule;
    /** What it must not come from. */
    exclude?: FlowRule;
  }[];
  /** What is done with the lines on the way, in this order. `spec.filters[]`. */
  filters?: JsonObject[];
  /** Names of the cluster outputs it sends to. `spec.globalOutputRefs[]`. */
  globalOutputRefs?: string[];
  /** Names of the namespace's outputs it sends to. `spec.localOutputRefs[]`. */
  localOutputRefs?: string[];
  /** Which logging system it belongs to: `harvester-kube-audit-log-ref` for audit logs. `spec.loggingRef`; absent: the cluster's logs. */
  loggingRef?: string;
}

export interface FlowStatus {
  /** True when the logging operator uses it. `status.active`; absent until the operator has run. */
  active?: boolean;
  /** What is wrong with it, in the operator's words. `status.problems[]`; absent: nothing. */
  problems?: string[];
  /** How many problems there are. `status.problemsCount`. */
  problemsCount?: number;
}

/** Which log lines of a namespace are sent where, with all that the shell knows of it. */
export class Flow extends harvesterResource(ShellFlow) {
  static readonly type = 'logging.banzaicloud.io.flow';
  static readonly apiVersion = 'logging.banzaicloud.io/v1beta1';
  static readonly kind = 'Flow';
  static readonly namespaced = true;
  static readonly statusIn: StatusIn = 'subresource';
  static readonly storeScoped = true;

  declare spec?: FlowSpec;
  declare status?: FlowStatus;
}
