// Source: harvester/pcidevices, devices.harvesterhci.io/v1beta1 sriovgpudevice.go; CRD sriovgpudevices.devices.harvesterhci.io.
import type { StatusIn } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';

export interface SRIOVGPUDeviceSpec {
  /** Where the GPU sits on its node. `spec.address`. */
  address?: string;
  /** Name of the node that has the GPU. `spec.nodeName`. */
  nodeName?: string;
  /** True when the GPU is to be split. Absent: not. `spec.enabled`. */
  enabled?: boolean;
}

export interface SRIOVGPUDeviceStatus {
  /** Where the virtual functions sit. `status.vfAddresses[]`. */
  vfAddresses?: string[];
  /** Names of the virtual GPUs that came of it. `status.vGPUDevices[]`. */
  vGPUDevices?: string[];
}

/** A GPU that can be split into virtual ones. */
export class SRIOVGPUDevice extends HarvesterResource<SRIOVGPUDeviceSpec, SRIOVGPUDeviceStatus> {
  static readonly type = 'devices.harvesterhci.io.sriovgpudevice';
  static readonly apiVersion = 'devices.harvesterhci.io/v1beta1';
  static readonly kind = 'SRIOVGPUDevice';
  static readonly namespaced = false;
  static readonly statusIn: StatusIn = 'subresource';
  static readonly storeScoped = false;
}
