// Source: harvester/network-controller-harvester, network.harvesterhci.io/v1beta1 clusternetwork.go; CRD clusternetworks.network.harvesterhci.io.
import { isConditionTrue } from '../base/conditions';
import type { StatusIn } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';
import type { Condition } from '../base/kubernetes';

const READY = 'ready';
const UPLINK_MTU_ANNOTATION = 'network.harvesterhci.io/uplink-mtu';

export interface ClusterNetworkStatus {
  /** `ready` (lower case) when every node of the network is set up. `status.conditions`; absent until the controller has run. */
  conditions?: Condition[];
}

/** A physical network that spans nodes; VLAN configurations say by which network cards. It has no spec. */
export class ClusterNetwork extends HarvesterResource<never, ClusterNetworkStatus> {
  static readonly type = 'network.harvesterhci.io.clusternetwork';
  static readonly apiVersion = 'network.harvesterhci.io/v1beta1';
  static readonly kind = 'ClusterNetwork';
  static readonly namespaced = false;
  static readonly statusIn: StatusIn = 'object';
  static readonly storeScoped = false;

  /** True when VMs can use the network on every node it spans. Condition `ready`; false also while there is none. */
  get isReady(): boolean {
    return isConditionTrue(this.status, READY);
  }

  /** Largest packet, in bytes. Annotation `network.harvesterhci.io/uplink-mtu`; `undefined` when it is not set, 0 stands for 1500. */
  get mtu(): number | undefined {
    const text = this.metadata?.annotations?.[UPLINK_MTU_ANNOTATION];

    return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
  }
}
