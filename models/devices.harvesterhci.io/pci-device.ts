// Source: harvester/pcidevices, devices.harvesterhci.io/v1beta1 pcidevice.go; CRD pcidevices.devices.harvesterhci.io.
import type { StatusIn } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';

export interface PCIDeviceStatus {
  /** Where the device sits on its node, as `0000:04:10.0`. `status.address`. */
  address?: string;
  /** Who made the device, as a hexadecimal PCI id. `status.vendorId`. */
  vendorId?: string;
  /** Which device it is, as a hexadecimal PCI id. `status.deviceId`. */
  deviceId?: string;
  /** What kind of device it is, as a hexadecimal PCI class. `status.classId`. */
  classId?: string;
  /** The devices of one group can only be passed through together. Absent: the device can not be passed through. `status.iommuGroup`. */
  iommuGroup?: string;
  /** Name of the node that has the device. `status.nodeName`. */
  nodeName?: string;
  /** Under what name VMs ask for the device. `status.resourceName`. */
  resourceName?: string;
  /** The device in words. `status.description`. */
  description?: string;
  /** The kernel driver that has the device; `vfio-pci` when it is passed through. `status.kernelDriverInUse`. */
  kernelDriverInUse?: string;
}

/** A PCI device of a node. All that is known of it stands in the status; its spec is empty. */
export class PCIDevice extends HarvesterResource<never, PCIDeviceStatus> {
  static readonly type = 'devices.harvesterhci.io.pcidevice';
  static readonly apiVersion = 'devices.harvesterhci.io/v1beta1';
  static readonly kind = 'PCIDevice';
  static readonly namespaced = false;
  static readonly statusIn: StatusIn = 'subresource';
  static readonly storeScoped = false;
}
