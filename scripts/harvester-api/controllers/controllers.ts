import type { Controller } from '../types';
import { deviceClaimControllers } from './device-claims';
import { ipPoolController } from './ip-pool';
import type { Allocators } from './ip-pool';
import { loadBalancerController } from './load-balancer';
import { networkLabelController, vlanConfigController } from './networks';
import { storageNetworkController } from './storage-network';

/** The controllers of one Harvester cluster. What they keep in memory belongs to this set alone. */
export function createControllers(): Controller[] {
  const allocators: Allocators = new Map();

  return [
    vlanConfigController,
    networkLabelController,
    storageNetworkController,
    ipPoolController(allocators),
    loadBalancerController(allocators),
    ...deviceClaimControllers,
  ];
}
