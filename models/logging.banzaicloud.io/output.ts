// Source: kube-logging/logging-operator, logging.banzaicloud.io/v1beta1 Output; CRD outputs.logging.banzaicloud.io.
import ShellOutput from '@shell/models/logging.banzaicloud.io.output';
import type { StatusIn } from '../base/declarations';
import { harvesterResource } from '../base/harvester-resource';
import type { JsonObject } from '../base/kubernetes';

/** Exactly one provider's settings under the provider's name, such as `elasticsearch`, `loki`, `syslog`. */
export type OutputSpec = JsonObject & {
  /** Which logging system it belongs to: `harvester-kube-audit-log-ref` for audit logs. `spec.loggingRef`; absent: the cluster's logs. */
  loggingRef?: string;
};

export interface OutputStatus {
  /** True when the logging operator uses it. `status.active`; absent until the operator has run. */
  active?: boolean;
  /** What is wrong with it, in the operator's words. `status.problems[]`; absent: nothing. */
  problems?: string[];
  /** How many problems there are. `status.problemsCount`. */
  problemsCount?: number;
}

/** A place that log lines are sent to, for the flows of its namespace, with all that the shell knows of it. */
export class Output extends harvesterResource(ShellOutput) {
  static readonly type = 'logging.banzaicloud.io.output';
  static readonly apiVersion = 'logging.banzaicloud.io/v1beta1';
  static readonly kind = 'Output';
  static readonly namespaced = true;
  static readonly statusIn: StatusIn = 'subresource';
  static readonly storeScoped = true;

  declare spec?: OutputSpec;
  declare status?: OutputStatus;
}
