import type { StatusIn } from './base/declarations';
import { Namespace } from './core/namespace';
import { Secret } from './core/secret';
import { MigConfiguration } from './devices.harvesterhci.io/mig-configuration';
import { PCIDevice } from './devices.harvesterhci.io/pci-device';
import { PCIDeviceClaim } from './devices.harvesterhci.io/pci-device-claim';
import { SRIOVGPUDevice } from './devices.harvesterhci.io/sriov-gpu-device';
import { SRIOVNetworkDevice } from './devices.harvesterhci.io/sriov-network-device';
import { USBDevice } from './devices.harvesterhci.io/usb-device';
import { USBDeviceClaim } from './devices.harvesterhci.io/usb-device-claim';
import { VGPUDevice } from './devices.harvesterhci.io/vgpu-device';
import { Setting } from './harvesterhci.io/setting';
import type { HarvesterInstance, ModelDeclarations } from './base/harvester-resource';
import { NetworkAttachmentDefinition } from './k8s.cni.cncf.io/network-attachment-definition';
import { IPPool } from './loadbalancer.harvesterhci.io/ip-pool';
import { LoadBalancer } from './loadbalancer.harvesterhci.io/load-balancer';
import { ClusterFlow } from './logging.banzaicloud.io/cluster-flow';
import { ClusterOutput } from './logging.banzaicloud.io/cluster-output';
import { Flow } from './logging.banzaicloud.io/flow';
import { Output } from './logging.banzaicloud.io/output';
import { Node as LonghornNode } from './longhorn.io/node';
import { AlertmanagerConfig } from './monitoring.coreos.com/alertmanager-config';
import { ClusterNetwork } from './network.harvesterhci.io/cluster-network';
import { VlanConfig } from './network.harvesterhci.io/vlan-config';
import { VlanStatus } from './network.harvesterhci.io/vlan-status';
import { StorageClass } from './storage.k8s.io/storage-class';
import type SteveModel from '@shell/plugins/steve/steve-class';

/** What a class says of its type. */
interface ModelIdentity {
  /** Steve's id of the type: group and kind in lower case, or the kind alone in the core group. */
  readonly type: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly statusIn: StatusIn;
  /** True for kinds that the shell models too: registered for Harvester's own store only, so that no other product is touched. */
  readonly storeScoped: boolean;
}

/** A model class as the registry holds it: identity, declarations, and instances on the base. */
export type ModelClass = ModelIdentity & ModelDeclarations & {
  readonly name: string;
  new (...args: ConstructorParameters<typeof SteveModel>): SteveModel & HarvesterInstance;
};

/** Accepts a table only if every key is the type that its class declares. */
const table = <const T extends Readonly<Record<string, ModelClass>>>(models: T & { readonly [K in keyof T]: { readonly type: K } }): T => models;

/** Every type that this library models. Whoever needs "all types" walks it. */
export const registry = table({
  'devices.harvesterhci.io.migconfiguration':    MigConfiguration,
  'devices.harvesterhci.io.pcidevice':           PCIDevice,
  'devices.harvesterhci.io.pcideviceclaim':      PCIDeviceClaim,
  'devices.harvesterhci.io.sriovgpudevice':      SRIOVGPUDevice,
  'devices.harvesterhci.io.sriovnetworkdevice':  SRIOVNetworkDevice,
  'devices.harvesterhci.io.usbdevice':           USBDevice,
  'devices.harvesterhci.io.usbdeviceclaim':      USBDeviceClaim,
  'devices.harvesterhci.io.vgpudevice':          VGPUDevice,
  'harvesterhci.io.setting':                     Setting,
  'k8s.cni.cncf.io.networkattachmentdefinition': NetworkAttachmentDefinition,
  'loadbalancer.harvesterhci.io.ippool':         IPPool,
  'loadbalancer.harvesterhci.io.loadbalancer':   LoadBalancer,
  'logging.banzaicloud.io.clusterflow':          ClusterFlow,
  'logging.banzaicloud.io.clusteroutput':        ClusterOutput,
  'logging.banzaicloud.io.flow':                 Flow,
  'logging.banzaicloud.io.output':               Output,
  'longhorn.io.node':                            LonghornNode,
  'monitoring.coreos.com.alertmanagerconfig':    AlertmanagerConfig,
  namespace:                                     Namespace,
  'network.harvesterhci.io.clusternetwork':      ClusterNetwork,
  'network.harvesterhci.io.vlanconfig':          VlanConfig,
  'network.harvesterhci.io.vlanstatus':          VlanStatus,
  secret:                                        Secret,
  'storage.k8s.io.storageclass':                 StorageClass,
});

/** Steve's id of a type that this library models. */
export type TypeId = keyof typeof registry;

/** The instances of a type: `ModelOf<'loadbalancer.harvesterhci.io.ippool'>` is `IPPool`. */
export type ModelOf<T extends TypeId> = InstanceType<(typeof registry)[T]>;

/** The class of a type; `undefined` when this library has none. */
export function modelFor(type: string): ModelClass | undefined {
  return Object.hasOwn(registry, type) ? (registry as Readonly<Record<string, ModelClass>>)[type] : undefined;
}
