// Source: harvester/network-controller-harvester, network.harvesterhci.io/v1beta1 vlanconfig.go; CRD vlanconfigs.network.harvesterhci.io.
import type { StatusIn } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';

interface VlanConfigUplink {
  /** Names of the network cards on every matching node. `spec.uplink.nics`. */
  nics?: string[];
  /** Settings of the network cards. `spec.uplink.linkAttributes`; absent: the driver's. */
  linkAttributes?: {
    /** Largest packet, in bytes, 576 to 9000; absent or 0: 1500. */
    mtu?: number;
    /** Transmit queue length, in packets; absent or -1: the driver's. */
    txQLen?: number;
    /** MAC address, base64. */
    hardwareAddr?: string;
  };
  /** How the network cards work together. `spec.uplink.bondOptions`. */
  bondOptions?: {
    /** Bonding mode of the Linux kernel; absent: `active-backup`. */
    mode?: 'balance-rr' | 'active-backup' | 'balance-xor' | 'broadcast' | '802.3ad' | 'balance-tlb' | 'balance-alb';
    /** Milliseconds between link checks; absent or -1: the kernel's. */
    miimon?: number;
  };
}

export interface VlanConfigSpec {
  /** What the configuration is for, in the operator's words. `spec.description`. */
  description?: string;
  /** Name of the cluster network that the cards carry. `spec.clusterNetwork`; required. */
  clusterNetwork?: string;
  /** Labels of the nodes it applies to. `spec.nodeSelector`; absent or empty: all. */
  nodeSelector?: Record<string, string>;
  /** The cards and how they are set up. `spec.uplink`; required. */
  uplink?: VlanConfigUplink;
}

/** By which network cards of which nodes a cluster network is reached. */
export class VlanConfig extends HarvesterResource<VlanConfigSpec, never> {
  static readonly type = 'network.harvesterhci.io.vlanconfig';
  static readonly apiVersion = 'network.harvesterhci.io/v1beta1';
  static readonly kind = 'VlanConfig';
  static readonly namespaced = false;
  static readonly statusIn: StatusIn = 'none';
  static readonly storeScoped = false;
}
