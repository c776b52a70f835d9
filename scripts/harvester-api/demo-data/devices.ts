import { PCI_DEVICES, PCI_DEVICE_CLAIMS, USB_DEVICES, USB_DEVICE_CLAIMS } from '../admission/resources';
import type { JsonObject, KubeObject } from '../types';
import { clusterWide } from './demo-object';
import type { DemoObject } from './demo-object';

const USER_NAME = 'admin';
const GPU_TYPES: JsonObject = { 'NVIDIA A2-4Q': 'nvidia-745', 'NVIDIA A2-8Q': 'nvidia-746', 'NVIDIA A2-16Q': 'nvidia-747' };

/** Devices of the nodes: PCI, USB, SR-IOV network and GPU, vGPU, MIG. */
export const DEVICES: readonly DemoObject[] = [
  pci('harv-1', '0000:65:00.0', '8086', '1592', 'intel.com/ETHERNET_CONTROLLER_E810', 'Ethernet controller: Intel Corporation Ethernet Controller E810-C for QSFP', 'ice', '31'),
  pci('harv-1', '0000:65:00.1', '8086', '1592', 'intel.com/ETHERNET_CONTROLLER_E810', 'Ethernet controller: Intel Corporation Ethernet Controller E810-C for QSFP', 'ice', '32'),
  pci('harv-1', '0000:65:01.0', '8086', '1889', 'intel.com/ETHERNET_ADAPTIVE_VF', 'Ethernet controller: Intel Corporation Ethernet Adaptive Virtual Function', 'iavf', '41', { 'harvesterhci.io/parentSRIOVNetworkDevice': 'harv-1-ens2f0' }),
  pci('harv-2', '0000:17:00.0', '10de', '25b6', 'nvidia.com/GA107GL_A2', '3D controller: NVIDIA Corporation GA107GL [A2 / A16]', 'nvidia', '12'),
  pci('harv-2', '0000:00:14.0', '8086', 'a36d', 'intel.com/CANNON_LAKE_USB', 'USB controller: Intel Corporation Cannon Lake PCH USB 3.1 xHCI Host Controller', 'xhci_hcd', '5'),
  pci('harv-3', '0000:b3:00.0', '144d', 'a80a', 'samsung.com/NVME_PM9A3', 'Non-Volatile memory controller: Samsung Electronics NVMe SSD Controller PM9A3', 'nvme', ''),
  usb('harv-2', '0951', '1666', '/dev/bus/usb/001/002', 'DataTraveler 100 G3 (Kingston Technology)'),
  usb('harv-3', '0529', '0001', '/dev/bus/usb/001/004', 'HASP copy protection dongle (Aladdin Knowledge Systems)'),
  clusterWide('sriovnetworkdevices.devices.harvesterhci.io', 'harv-1-ens2f0', {
    spec: { address: '0000:65:00.1', nodeName: 'harv-1', numVFs: 1 }, status: { status: 'sriovNetworkDeviceEnabled', vfAddresses: ['0000:65:01.0'], vfPCIDevices: ['harv-1-000065010'] },
  }, { labels: { nodename: 'harv-1' } }),
  clusterWide('sriovnetworkdevices.devices.harvesterhci.io', 'harv-2-ens2f0', { spec: { address: '0000:65:00.0', nodeName: 'harv-2', numVFs: 0 }, status: { status: 'sriovNetworkDeviceDisabled' } }, { labels: { nodename: 'harv-2' } }),
  clusterWide('sriovgpudevices.devices.harvesterhci.io', 'harv-2-000017000', {
    spec: { address: '0000:17:00.0', nodeName: 'harv-2', enabled: true }, status: { vfAddresses: ['0000:17:00.4', '0000:17:00.5'], vGPUDevices: ['harv-2-000017004', 'harv-2-000017005'] },
  }, { labels: { nodename: 'harv-2' } }),
  vgpu('0000:17:00.4', 'NVIDIA A2-4Q'),
  vgpu('0000:17:00.5', ''),
  clusterWide('migconfigurations.devices.harvesterhci.io', 'harv-2-000017000', {
    spec:   { enabled: false, gpuAddress: '0000:17:00.0', nodeName: 'harv-2', profileSpec: [{ name: 'MIG 1g.5gb', id: 19, requested: 0 }, { name: 'MIG 2g.10gb', id: 14, requested: 0 }] },
    status: { status: 'disabled', profileStatus: [{ name: 'MIG 1g.5gb', id: 19, available: 7, total: 7 }, { name: 'MIG 2g.10gb', id: 14, available: 3, total: 3 }] },
  }, { labels: { nodename: 'harv-2' } }),
];

/** The devices that are claimed, and the claim for each. */
export const CLAIMS: ReadonlyArray<{ readonly resource: string; readonly name: string; readonly claim: (device: KubeObject) => DemoObject }> = [
  {
    resource: PCI_DEVICES,
    name:     'harv-1-000065000',
    claim:    (device) => clusterWide(PCI_DEVICE_CLAIMS, device.metadata.name, { spec: { address: '0000:65:00.0', nodeName: 'harv-1', userName: USER_NAME } }, { ownerReferences: [owner(device)] }),
  },
  {
    resource: USB_DEVICES,
    name:     'harv-3-0529-0001-001004',
    claim:    (device) => clusterWide(USB_DEVICE_CLAIMS, device.metadata.name, { spec: { userName: USER_NAME } }, { ownerReferences: [owner(device)] }),
  },
];

function owner({ apiVersion, kind, metadata: { name, uid } }: KubeObject): JsonObject {
  return { apiVersion, kind, name, uid };
}

function compact(address: string): string {
  return address.replace(/[:.]/g, '');
}

function pci(nodeName: string, address: string, vendorId: string, deviceId: string, resourceName: string, description: string, kernelDriverInUse: string, iommuGroup: string, labels: JsonObject = {}): DemoObject {
  return clusterWide(PCI_DEVICES, `${ nodeName }-${ compact(address) }`, {
    spec: {}, status: { address, vendorId, deviceId, classId: '0200', nodeName, resourceName, description, kernelDriverInUse, iommuGroup },
  }, { labels: { nodename: nodeName, ...labels } });
}

function usb(nodeName: string, vendorID: string, productID: string, devicePath: string, description: string): DemoObject {
  const [bus = '', port = ''] = devicePath.split('/').slice(-2);

  return clusterWide(USB_DEVICES, `${ nodeName }-${ vendorID }-${ productID }-${ bus }${ port }`, {
    status: { nodeName, vendorID, productID, devicePath, description, resourceName: `kubevirt.io/${ nodeName }-${ vendorID }-${ productID }-${ bus }${ port }`, pciAddress: '0000:00:14.1', enabled: false },
  }, { labels: { nodename: nodeName } });
}

function vgpu(address: string, type: string): DemoObject {
  return clusterWide('vgpudevices.devices.harvesterhci.io', `harv-2-${ compact(address) }`, {
    spec:   { address, enabled: Boolean(type), nodeName: 'harv-2', parentGPUDeviceAddress: '0000:17:00.0', ...(type ? { vGPUTypeName: type } : {}) },
    status: { availableTypes: GPU_TYPES, ...(type ? { configureVGPUTypeName: type, vGPUStatus: 'vGPUConfigured', uuid: '5d8c4a30-0f1e-4a57-9c0e-3f0f0c1d2e3f' } : { vGPUStatus: '' }) },
  }, { labels: { nodename: 'harv-2', 'harvesterhci.io/parentSRIOVGPUDevice': 'harv-2-000017000' } });
}
