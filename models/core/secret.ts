// Source: k8s.io/api core/v1 Secret.
import ShellSecret from '@shell/models/secret';
import type { StatusIn } from '../base/declarations';
import { harvesterResource } from '../base/harvester-resource';

/** A secret of the Harvester cluster, with all that the shell knows of secrets. It has neither spec nor status. */
export class Secret extends harvesterResource(ShellSecret) {
  static readonly type = 'secret';
  static readonly apiVersion = 'v1';
  static readonly kind = 'Secret';
  static readonly namespaced = true;
  static readonly statusIn: StatusIn = 'none';
  static readonly storeScoped = true;

  /** What kind of secret it is, such as `Opaque`: the object's own `type`, whose name Steve takes for itself. Can not be changed. */
  declare _type?: string;
  /** The secret's values by key, base64. `data`; absent: none. */
  declare data?: Record<string, string>;
  /** True when the values can not be changed any more. `immutable`; absent: they can. */
  declare immutable?: boolean;
}
