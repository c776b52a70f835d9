// Source: harvester/pcidevices, devices.harvesterhci.io/v1beta1 vgpudevice.go; CRD vgpudevices.devices.harvesterhci.io.
import type { StatusIn } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';

export interface VGPUDeviceSpec {
  /** Which kind of virtual GPU it is to be, a key of `status.availableTypes`. Needed to enable it. `spec.vGPUTypeName`. */
  vGPUTypeName?: string;
  /** Where the virtual function sits on its node. `spec.address`. */
  address?: string;
  /** True when VMs are to use it. Absent: not. `spec.enabled`. */
  enabled?: boolean;
  /** Name of the node that has the GPU. `spec.nodeName`. */
  nodeName?: string;
  /** Where the GPU sits that it is part of. `spec.parentGPUDeviceAddress`. */
  parentGPUDeviceAddress?: string;
}

export interface VGPUDeviceStatus {
  /** `vGPUConfigured` when VMs can use it, else empty. `status.vGPUStatus`. */
  vGPUStatus?: string;
  /** How the kernel names it. `status.uuid`. */
  uuid?: string;
  /** Which kind of virtual GPU it is. `status.configureVGPUTypeName`. */
  configureVGPUTypeName?: string;
  /** Which kinds it can be, and how the kernel names them. `status.availableTypes`. */
  availableTypes?: Record<string, string>;
}

/** A virtual GPU, a part of a GPU that is split. */
export class VGPUDevice extends HarvesterResource<VGPUDeviceSpec, VGPUDeviceStatus> {
  static readonly type = 'devices.harvesterhci.io.vgpudevice';
  static readonly apiVersion = 'devices.harvesterhci.io/v1beta1';
  static readonly kind = 'VGPUDevice';
  static readonly namespaced = false;
  static readonly statusIn: StatusIn = 'subresource';
  static readonly storeScoped = false;
}
