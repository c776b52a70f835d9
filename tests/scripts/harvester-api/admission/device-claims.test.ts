import { describe, expect, it } from 'vitest';
import { pciDeviceClaimValidator, usbDeviceClaimValidator } from '../../../../scripts/harvester-api/admission/device-claims';
import { NODES, PCI_DEVICES, USB_DEVICES, USB_DEVICE_CLAIMS, VIRTUAL_MACHINES } from '../../../../scripts/harvester-api/admission/resources';
import { clusterOf, judged, judgedDeletion, type Sketch } from './cluster';

const device = (name: string, iommuGroup = '7', labels = {}): Sketch => ({ metadata: { name, labels }, status: { nodeName: 'n1', address: '0000:00:14.0', iommuGroup, description: `Device ${ name }` } });
const claim = (name: string): Sketch => ({ metadata: { name }, spec: { nodeName: 'n1', userName: 'admin' } });
const VM: Sketch = { metadata: { name: 'vm', namespace: 'default' }, spec: { template: { spec: { domain: { devices: { hostDevices: [{ name: 'd', deviceName: 'vendor/d' }] } } } } } };

describe('pciDeviceClaimValidator', () => {
  it.each([
    ['it does not exist', {}, 'pcidevices.devices.harvesterhci.io "d" not found'],
    ['it can\'t be isolated', { [PCI_DEVICES]: [device('d', '')] }, 'pcidevice d has no iommuGroup available'],
    ['a USB device hangs on it', {
      [PCI_DEVICES]: [device('d')], [USB_DEVICE_CLAIMS]: [{ metadata: { name: 'stick' }, status: { nodeName: 'n1', pciAddress: '0000:00:14.0' } }], [USB_DEVICES]: [device('stick')],
    }, "these USB devices [stick (Device stick)] are using the PCI USB Controller [d (Device d)], so it can't be passed through. If you need to pass through PCI USB controller, please detach and remove all USB devices which are using this PCI USB controller"],
    ['vGPUs hang on it', { [PCI_DEVICES]: [device('d'), device('v', '8', { 'harvesterhci.io/parentSRIOVGPUDevice': 'd' })] },
      "these vGPU devices [v] are using the PCI GPU Device [d (Device d)], so it can't be claimed. If you need to claim PCI GPU device, please disable all vGPU devices which are using this PCI GPU device"],
  ])('refuses to claim a device while %s', (_reason, objects, message) => {
    expect(judged(pciDeviceClaimValidator, clusterOf(objects), claim('d'))).toBe(message);
  });

  it('does not ask for an owner: a claim without one is accepted and waits for ever', () => {
    expect(judged(pciDeviceClaimValidator, clusterOf({ [PCI_DEVICES]: [device('d')] }), claim('d'))).toBeUndefined();
  });

  const NODE = { [NODES]: [{ metadata: { name: 'n1' } }] };

  it('keeps a claim that a VM uses, as long as the node is there', () => {
    expect(judgedDeletion(pciDeviceClaimValidator, clusterOf({ ...NODE, [VIRTUAL_MACHINES]: [VM] }), claim('d'))).toBe('pcideviceclaim d is already in use with vm vm in namespace default');
    expect(judgedDeletion(pciDeviceClaimValidator, clusterOf({ [VIRTUAL_MACHINES]: [VM] }), claim('d'))).toBeUndefined();
  });

  it('keeps a claim that a vGPU owns', () => {
    const owned: Sketch = { ...claim('d'), metadata: { name: 'd', ...{ ownerReferences: [{ kind: 'VGPUDevice', name: 'v' }] } } };

    expect(judgedDeletion(pciDeviceClaimValidator, clusterOf(NODE), owned)).toBe('pcideviceclaim d cannot be deleted as it is owned by VGPUDevice v');
  });
});

describe('usbDeviceClaimValidator', () => {
  it('keeps the user', () => {
    expect(judged(usbDeviceClaimValidator, clusterOf({}), { ...claim('d'), spec: { userName: 'other' } }, claim('d'))).toBe('usbdeviceclaim d username is immutable');
    expect(judged(usbDeviceClaimValidator, clusterOf({}), claim('d'), claim('d'))).toBeUndefined();
  });

  it('keeps a claim that a VM uses', () => {
    expect(judgedDeletion(usbDeviceClaimValidator, clusterOf({ [VIRTUAL_MACHINES]: [VM] }), claim('d'))).toBe('usbdeviceclaim d is still in use by vm vm/default');
    expect(judgedDeletion(usbDeviceClaimValidator, clusterOf({}), claim('d'))).toBeUndefined();
  });
});
