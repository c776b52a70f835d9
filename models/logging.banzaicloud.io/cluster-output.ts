// Source: kube-logging/logging-operator, logging.banzaicloud.io/v1beta1 ClusterOutput; CRD clusteroutputs.logging.banzaicloud.io.
import ShellClusterOutput from '@shell/models/logging.banzaicloud.io.clusteroutput';
import type { StatusIn } from '../base/declarations';
import { harvesterResource } from '../base/harvester-resource';
import type { JsonObject } from '../base/kubernetes';

/** Exactly one provider's settings under the provider's name, such as `elasticsearch`, `loki`, `syslog`. */
export type ClusterOutputSpec = JsonObject & {
  /** Which logging system it belongs to: `harvester-kube-audit-log-ref` for audit logs. `spec.loggingRef`; absent: the cluster's logs. */
  loggingRef?: string;
  /** Namespaces whose flows may use it. `spec.enabledNamespaces[]`; absent: all. */
  enabledNamespaces?: string[];
};

export interface ClusterOutputStatus {
  /** True when the logging operator uses it. `status.active`; absent until the operator has run. */
  active?: boolean;
  /** What is wrong with it, in the operator's words. `status.problems[]`; absent: nothing. */
  problems?: string[];
  /** How many problems there are. `status.problemsCount`. */
  problemsCount?: number;
}

/** A place that log lines are sent to, for the whole cluster, with all that the shell knows of it. */
export class ClusterOutput extends harvesterResource(ShellClusterOutput) {
  static readonly type = 'logging.banzaicloud.io.clusteroutput';
  static readonly apiVersion = 'logging.banzaicloud.io/v1beta1';
  static readonly kind = 'ClusterOutput';
  static readonly namespaced = true;
  static readonly statusIn: StatusIn = 'subresource';
  static readonly storeScoped = true;

  declare spec?: ClusterOutputSpec;
  declare status?: ClusterOutputStatus;
}
