// Source: longhorn/longhorn-manager, longhorn.io/v1beta2 Node; CRD nodes.longhorn.io.
import type { StatusIn } from '../base/declarations';
import { HarvesterResource } from '../base/harvester-resource';
import type { Condition } from '../base/kubernetes';

/** How a disk is to be used. */
interface NodeDiskSpec {
  /** Directory or block device. `spec.disks.*.path`. */
  path?: string;
  /** Which engine's data it holds: a file system for V1, a block device for V2. `spec.disks.*.diskType`. */
  diskType?: 'filesystem' | 'block';
  /** Driver of a block disk. `spec.disks.*.diskDriver`; absent or empty: none. */
  diskDriver?: '' | 'auto' | 'aio' | 'nvme';
  /** True when new replicas may be put on the disk. `spec.disks.*.allowScheduling`. */
  allowScheduling?: boolean;
  /** True when the replicas are to leave the disk. `spec.disks.*.evictionRequested`. */
  evictionRequested?: boolean;
  /** Bytes that are kept free. `spec.disks.*.storageReserved`. */
  storageReserved?: number;
  /** Volumes can ask for disks by these words. `spec.disks.*.tags[]`. */
  tags?: string[];
}

/** What a disk is like. */
interface NodeDiskStatus {
  /** `Ready` and `Schedulable`. `status.diskStatus.*.conditions`. */
  conditions?: Condition[];
  /** Directory or block device. `status.diskStatus.*.diskPath`. */
  diskPath?: string;
  /** Identity of the disk, wherever it is mounted. `status.diskStatus.*.diskUUID`. */
  diskUUID?: string;
  /** Free bytes; 0 on a full disk. `status.diskStatus.*.storageAvailable`. */
  storageAvailable?: number;
  /** Size in bytes. `status.diskStatus.*.storageMaximum`. */
  storageMaximum?: number;
  /** Bytes promised to replicas. `status.diskStatus.*.storageScheduled`. */
  storageScheduled?: number;
  /** Bytes promised to each replica, by its name. `status.diskStatus.*.scheduledReplica`. */
  scheduledReplica?: Record<string, number>;
}

export interface NodeSpec {
  /** True when new replicas may be put on the node. `spec.allowScheduling`. */
  allowScheduling?: boolean;
  /** True when the replicas are to leave the node. `spec.evictionRequested`. */
  evictionRequested?: boolean;
  /** The disks by their names. `spec.disks`. */
  disks?: Record<string, NodeDiskSpec>;
  /** CPU that an instance manager asks for, in thousandths of a core; 0: the setting's. `spec.instanceManagerCPURequest`. */
  instanceManagerCPURequest?: number;
  /** Name of the Kubernetes node. `spec.name`. */
  name?: string;
  /** Volumes can ask for nodes by these words. `spec.tags[]`. */
  tags?: string[];
}

export interface NodeStatus {
  /** `Ready`, `Schedulable` and more. `status.conditions`; absent until Longhorn has seen the node. */
  conditions?: Condition[];
  /** The disks by their names. `status.diskStatus`; a disk that was just added is absent. */
  diskStatus?: Record<string, NodeDiskStatus>;
  /** Region of the node. `status.region`. */
  region?: string;
  /** Zone of the node. `status.zone`. */
  zone?: string;
}

/** What Longhorn knows of a node: its disks and what may be put on them. */
export class Node extends HarvesterResource<NodeSpec, NodeStatus> {
  static readonly type = 'longhorn.io.node';
  static readonly apiVersion = 'longhorn.io/v1beta2';
  static readonly kind = 'Node';
  static readonly namespaced = true;
  static readonly statusIn: StatusIn = 'subresource';
  static readonly storeScoped = false;
}
