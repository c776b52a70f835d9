// Source: prometheus-operator, monitoring.coreos.com/v1alpha1 AlertmanagerConfig; CRD alertmanagerconfigs.monitoring.coreos.com.
import ShellAlertmanagerConfig from '@shell/models/monitoring.coreos.com.alertmanagerconfig';
import type { StatusIn } from '../base/declarations';
import { harvesterResource } from '../base/harvester-resource';
import type { Condition, JsonObject } from '../base/kubernetes';

export interface AlertmanagerConfigSpec {
  /** Who is told of alerts, and how. `spec.receivers[]`, told apart by `name`. */
  receivers?: ({ name?: string } & JsonObject)[];
  /** Which alerts go to which receiver. `spec.route`; absent: none are sent. */
  route?: {
    /** Name of the receiver. */
    receiver?: string;
    /** Labels by which alerts are put into one message. */
    groupBy?: string[];
    /** How long to wait for more alerts of a new group, as `30s`. */
    groupWait?: string;
    /** How long to wait between messages of a group, as `5m`. */
    groupInterval?: string;
    /** After what time a message is sent again, as `4h`. */
    repeatInterval?: string;
    /** What alerts must look like to be sent. */
    matchers?: { name?: string; value?: string; matchType?: string; regex?: boolean }[];
    /** More particular routes. */
    routes?: JsonObject[];
  };
  /** Which alerts silence which others. `spec.inhibitRules[]`. */
  inhibitRules?: JsonObject[];
  /** Named times at which nothing is sent. `spec.muteTimeIntervals[]`. */
  muteTimeIntervals?: JsonObject[];
}

export interface AlertmanagerConfigStatus {
  /** Which Alertmanagers use the configuration. `status.bindings[]`; absent on operators before December 2025. */
  bindings?: { group?: string; resource?: string; name?: string; namespace?: string; conditions?: Condition[] }[];
}

/** Where the alerts of a namespace are sent, with all that the shell knows of it. */
export class AlertmanagerConfig extends harvesterResource(ShellAlertmanagerConfig) {
  static readonly type = 'monitoring.coreos.com.alertmanagerconfig';
  static readonly apiVersion = 'monitoring.coreos.com/v1alpha1';
  static readonly kind = 'AlertmanagerConfig';
  static readonly namespaced = true;
  static readonly statusIn: StatusIn = 'subresource';
  static readonly storeScoped = true;

  declare spec?: AlertmanagerConfigSpec;
  declare status?: AlertmanagerConfigStatus;
}
