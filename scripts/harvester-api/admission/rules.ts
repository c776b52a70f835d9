import type { AdmissionRule } from '../types';
import { clusterNetworkValidator } from './cluster-network';
import { pciDeviceClaimValidator, usbDeviceClaimValidator } from './device-claims';
import { ipPoolMutator, ipPoolValidator } from './ip-pool';
import { loadBalancerMutator, loadBalancerValidator } from './load-balancer';
import { networkMutator, networkValidator, systemNetworkValidator } from './network-attachment-definition';
import { storageNetworkValidator } from './storage-network';
import { vlanConfigMutator, vlanConfigValidator } from './vlan-config';

/** The admission webhooks of a Harvester cluster, in the order in which they are asked. */
export const admissionRules: readonly AdmissionRule[] = [
  ipPoolMutator,
  ipPoolValidator,
  loadBalancerMutator,
  loadBalancerValidator,
  networkMutator,
  networkValidator,
  systemNetworkValidator,
  clusterNetworkValidator,
  vlanConfigMutator,
  vlanConfigValidator,
  storageNetworkValidator,
  pciDeviceClaimValidator,
  usbDeviceClaimValidator,
];
