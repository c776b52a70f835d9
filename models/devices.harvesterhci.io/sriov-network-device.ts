// Source: harvester/pcidevices, devices.harvesterhci.io/v1beta1 sriovnetworkdevice.go; CRD sriovnetworkdevices.devices.harvesterhci.io.
import type { StatusIn } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';

export interface SRIOVNetworkDeviceSpec {
  /** Where the network card sits on its node. `spec.address`. */
  address?: string;
  /** Name of the node that has the card. `spec.nodeName`. */
  nodeName?: string;
  /** Into how many virtual cards it is split. Absent or 0: not at all. `spec.numVFs`. */
  numVFs?: number;
}

export interface SRIOVNetworkDeviceStatus {
  /** Where the virtual cards sit. `status.vfAddresses[]`. */
  vfAddresses?: string[];
  /** Names of the PCI devices that the virtual cards are. `status.vfPCIDevices[]`. */
  vfPCIDevices?: string[];
  /** Whether the card is split. `status.status`. */
  status?: 'sriovNetworkDeviceEnabled' | 'sriovNetworkDeviceDisabled';
}

/** A network card that can be split into virtual ones. */
export class SRIOVNetworkDevice extends HarvesterResource<SRIOVNetworkDeviceSpec, SRIOVNetworkDeviceStatus> {
  static readonly type = 'devices.harvesterhci.io.sriovnetworkdevice';
  static readonly apiVersion = 'devices.harvesterhci.io/v1beta1';
  static readonly kind = 'SRIOVNetworkDevice';
  static readonly namespaced = false;
  static readonly statusIn: StatusIn = 'subresource';
  static readonly storeScoped = false;
}
