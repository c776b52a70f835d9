// Source: k8s.io/api storage/v1 StorageClass.
import ShellStorageClass from '@shell/models/storage.k8s.io.storageclass';
import type { StatusIn } from '../base/declarations';
import { harvesterResource } from '../base/harvester-resource';

/** A kind of storage that volumes can be of, with all that the shell knows of storage classes. Its fields stand at the top. */
export class StorageClass extends harvesterResource(ShellStorageClass) {
  static readonly type = 'storage.k8s.io.storageclass';
  static readonly apiVersion = 'storage.k8s.io/v1';
  static readonly kind = 'StorageClass';
  static readonly namespaced = false;
  static readonly statusIn: StatusIn = 'none';
  static readonly storeScoped = true;

  /** Who makes the volumes, such as `driver.longhorn.io`. `provisioner`; required, can not be changed. */
  declare provisioner?: string;
  /** The provisioner's own settings. `parameters`; can not be changed. */
  declare parameters?: Record<string, string>;
  /** What becomes of a volume that is released. `reclaimPolicy`; absent: `Delete`. */
  declare reclaimPolicy?: 'Delete' | 'Retain';
  /** When a volume is made: at once, or when a pod first wants it. `volumeBindingMode`; absent: `Immediate`. */
  declare volumeBindingMode?: 'Immediate' | 'WaitForFirstConsumer';
  /** True when volumes can grow. `allowVolumeExpansion`; absent: they can not. */
  declare allowVolumeExpansion?: boolean;
}
