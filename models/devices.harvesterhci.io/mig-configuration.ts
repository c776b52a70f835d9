// Source: harvester/pcidevices, devices.harvesterhci.io/v1beta1 migconfiguration.go; CRD migconfigurations.devices.harvesterhci.io.
import type { StatusIn } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';

export interface MigConfigurationSpec {
  /** True when the GPU is to be cut as described; nothing else can be changed then. Absent: not. `spec.enabled`. */
  enabled?: boolean;
  /** Where the GPU sits on its node. `spec.gpuAddress`. */
  gpuAddress?: string;
  /** Name of the node that has the GPU. `spec.nodeName`. */
  nodeName?: string;
  /** How many instances of each profile are wanted, at most 7 in all. `spec.profileSpec[]`. */
  profileSpec?: { name?: string; id?: number; requested?: number }[];
}

export interface MigConfigurationStatus {
  /** How many instances of each profile there are and can be. `status.profileStatus[]`. */
  profileStatus?: { name?: string; id?: number; available?: number; total?: number; vGPUID?: string[] }[];
  /** Whether the GPU is cut as described. `status.status`. */
  status?: 'synced' | 'out-of-sync' | 'disabled' | '';
  /** What is wrong. `status.message`. */
  message?: string;
}

/** How a GPU of a node is cut into instances. */
export class MigConfiguration extends HarvesterResource<MigConfigurationSpec, MigConfigurationStatus> {
  static readonly type = 'devices.harvesterhci.io.migconfiguration';
  static readonly apiVersion = 'devices.harvesterhci.io/v1beta1';
  static readonly kind = 'MigConfiguration';
  static readonly namespaced = false;
  static readonly statusIn: StatusIn = 'subresource';
  static readonly storeScoped = false;
}
