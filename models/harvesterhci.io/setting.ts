// Source: harvester/harvester, harvesterhci.io/v1beta1 Setting; CRD settings.harvesterhci.io.
import type { StatusIn } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';
import type { Condition } from '../base/kubernetes';
import { textOf } from '../base/partial';

export interface SettingStatus {
  /** `configured` (lower case) says whether the value was put into effect. `status.conditions`; absent for most settings. */
  conditions?: Condition[];
}

/** One of Harvester's own settings, by name. It has no spec: its fields stand at the top. */
export class Setting extends HarvesterResource<never, SettingStatus> {
  static readonly type = 'harvesterhci.io.setting';
  static readonly apiVersion = 'harvesterhci.io/v1beta1';
  static readonly kind = 'Setting';
  static readonly namespaced = false;
  static readonly statusIn: StatusIn = 'object';
  static readonly storeScoped = false;

  /** What the operator chose: plain text or JSON, by setting. `value`; absent or empty: the default applies. */
  declare value?: string;
  /** What applies without a choice. `default`; absent: nothing. */
  declare default?: string;
  /** True when the value is not the default. `customized`, kept by the server. */
  declare customized?: boolean;
  /** Where the value comes from, `env` for the server's environment. `source`; absent or empty: the operator. */
  declare source?: string;

  /** What applies: the value, or the default while there is none. `undefined` when both are empty. */
  get effectiveValue(): string | undefined {
    return textOf(this.value) ?? textOf(this.default);
  }
}
