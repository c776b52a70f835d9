// Source: harvester/network-controller-harvester, network.harvesterhci.io/v1beta1 vlanstatus.go; CRD vlanstatuses.network.harvesterhci.io.
import { isConditionTrue } from '../base/conditions';
import type { StatusIn } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';
import type { Condition } from '../base/kubernetes';

const READY = 'ready';

export interface VlanStatusStatus {
  /** Name of the cluster network. `status.clusterNetwork`; required. */
  clusterNetwork?: string;
  /** Name of the VLAN configuration that applies to the node. `status.vlanConfig`; required. */
  vlanConfig?: string;
  /** Name of the monitor that watches the node's links. `status.linkMonitor`; required. */
  linkMonitor?: string;
  /** Name of the node. `status.node`; required. */
  node?: string;
  /** The VLANs on the node and their networks in CIDR notation. `status.localAreas`. */
  localAreas?: { vlanID?: number; cidr?: string }[];
  /** `ready` (lower case) when the node is set up. `status.conditions`. */
  conditions?: Condition[];
}

/** How a cluster network stands on one node. Written by the controller; it has no spec. */
export class VlanStatus extends HarvesterResource<never, VlanStatusStatus> {
  static readonly type = 'network.harvesterhci.io.vlanstatus';
  static readonly apiVersion = 'network.harvesterhci.io/v1beta1';
  static readonly kind = 'VlanStatus';
  static readonly namespaced = false;
  static readonly statusIn: StatusIn = 'required';
  static readonly storeScoped = false;

  /** True when the node is set up for the cluster network. Condition `ready`; false also while there is none. */
  get isReady(): boolean {
    return isConditionTrue(this.status, READY);
  }
}
