// Source: harvester/pcidevices, devices.harvesterhci.io/v1beta1 usbdevice.go; CRD usbdevices.devices.harvesterhci.io.
import type { StatusIn } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';

export interface USBDeviceStatus {
  /** Who made the device, as a hexadecimal USB id. `status.vendorID`. */
  vendorID?: string;
  /** Which device it is, as a hexadecimal USB id. `status.productID`. */
  productID?: string;
  /** Name of the node that has the device. `status.nodeName`. */
  nodeName?: string;
  /** Under what name VMs ask for the device. `status.resourceName`. */
  resourceName?: string;
  /** Where the device sits on its node, as a path below `/dev`. `status.devicePath`. */
  devicePath?: string;
  /** The device in words. `status.description`. */
  description?: string;
  /** Where the USB controller sits on its node. `status.pciAddress`. */
  pciAddress?: string;
  /** What kind of device it is. `status.classType`. */
  classType?: string;
  /** True when VMs can use the device. `status.enabled`. */
  enabled?: boolean;
  /** `orphaned` when the device was unplugged while claimed. Absent or empty: it is there. `status.status`. */
  status?: string;
  /** What is wrong with the device. `status.message`. */
  message?: string;
}

/** A USB device of a node. It has no spec. */
export class USBDevice extends HarvesterResource<never, USBDeviceStatus> {
  static readonly type = 'devices.harvesterhci.io.usbdevice';
  static readonly apiVersion = 'devices.harvesterhci.io/v1beta1';
  static readonly kind = 'USBDevice';
  static readonly namespaced = false;
  static readonly statusIn: StatusIn = 'subresource';
  static readonly storeScoped = false;
}
