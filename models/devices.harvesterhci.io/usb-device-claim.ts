// Source: harvester/pcidevices, devices.harvesterhci.io/v1beta1 usbdeviceclaim.go; CRD usbdeviceclaims.devices.harvesterhci.io.
import type { StatusIn } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';

export interface USBDeviceClaimSpec {
  /** Who wants the device passed through. Can not be changed. `spec.userName`. */
  userName?: string;
}

export interface USBDeviceClaimStatus {
  /** Name of the node that has the device. `status.nodeName`. */
  nodeName?: string;
  /** Where the USB controller sits on its node. `status.pciAddress`. */
  pciAddress?: string;
}

/** The wish to pass a USB device through to VMs. It has the name of the device, which owns it. */
export class USBDeviceClaim extends HarvesterResource<USBDeviceClaimSpec, USBDeviceClaimStatus> {
  static readonly type = 'devices.harvesterhci.io.usbdeviceclaim';
  static readonly apiVersion = 'devices.harvesterhci.io/v1beta1';
  static readonly kind = 'USBDeviceClaim';
  static readonly namespaced = false;
  static readonly statusIn: StatusIn = 'subresource';
  static readonly storeScoped = false;
}
