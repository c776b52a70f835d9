// Source: harvester/pcidevices, devices.harvesterhci.io/v1beta1 pcideviceclaim.go; CRD pcideviceclaims.devices.harvesterhci.io.
import type { StatusIn } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';

export interface PCIDeviceClaimSpec {
  /** Where the device sits on its node. `spec.address`. */
  address?: string;
  /** Name of the node that has the device. `spec.nodeName`. */
  nodeName?: string;
  /** Who wants the device passed through, and alone may give it back. `spec.userName`. */
  userName?: string;
  /** True when VMs must ask for this very device, not for one of its kind. Absent: one of its kind will do. `spec.disableResourcePooling`. */
  disableResourcePooling?: boolean;
}

export interface PCIDeviceClaimStatus {
  /** The kernel driver that gets the device back afterwards. `status.kernelDriverToUnbind`. */
  kernelDriverToUnbind?: string;
  /** True when VMs can use the device. `status.passthroughEnabled`. */
  passthroughEnabled?: boolean;
}

/** The wish to pass a PCI device through to VMs. It has the name of the device, which owns it: without that owner the controller waits for ever. */
export class PCIDeviceClaim extends HarvesterResource<PCIDeviceClaimSpec, PCIDeviceClaimStatus> {
  static readonly type = 'devices.harvesterhci.io.pcideviceclaim';
  static readonly apiVersion = 'devices.harvesterhci.io/v1beta1';
  static readonly kind = 'PCIDeviceClaim';
  static readonly namespaced = false;
  static readonly statusIn: StatusIn = 'subresource';
  static readonly storeScoped = false;
}
