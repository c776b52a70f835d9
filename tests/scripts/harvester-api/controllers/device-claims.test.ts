import { describe, expect, it } from 'vitest';
import { NODES, PCI_DEVICES, PCI_DEVICE_CLAIMS, USB_DEVICES, USB_DEVICE_CLAIMS } from '../../../../scripts/harvester-api/admission/resources';
import type { JsonObject } from '../../../../scripts/harvester-api/types';
import { Harvester } from './harvester';

const DEVICES = '/apis/devices.harvesterhci.io/v1beta1';

function harvester(): Harvester {
  const cluster = new Harvester();

  cluster.given(NODES, { metadata: { name: 'n1' } });
  cluster.given(PCI_DEVICES, { metadata: { name: 'nic' }, spec: {}, status: { nodeName: 'n1', address: '0000:65:00.0', iommuGroup: '7', kernelDriverInUse: 'ice' } });
  cluster.given(USB_DEVICES, { metadata: { name: 'stick' }, status: { nodeName: 'n1', pciAddress: '0000:00:14.0', enabled: false } });

  return cluster;
}

function ownedBy(cluster: Harvester, resource: string, name: string): JsonObject {
  const { apiVersion, kind, metadata: { uid } } = cluster.stored(resource, undefined, name);

  return { ownerReferences: [{ apiVersion, kind, name, uid }] };
}

describe('deviceClaimControllers', () => {
  it('gives a claimed PCI device through, and back to its driver', () => {
    const cluster = harvester();

    expect(cluster.request('POST', `${ DEVICES }/pcideviceclaims`, { metadata: { name: 'nic', ...ownedBy(cluster, PCI_DEVICES, 'nic') }, spec: { nodeName: 'n1', address: '0000:65:00.0', userName: 'admin' } }).status).toBe(201);
    expect(cluster.stored(PCI_DEVICE_CLAIMS, undefined, 'nic').status).toStrictEqual({ passthroughEnabled: true, kernelDriverToUnbind: 'ice' });
    expect(cluster.stored(PCI_DEVICES, undefined, 'nic').status).toMatchObject({ kernelDriverInUse: 'vfio-pci' });

    expect(cluster.request('DELETE', `${ DEVICES }/pcideviceclaims/nic`).status).toBe(200);
    expect(cluster.api.cluster.get(PCI_DEVICE_CLAIMS, undefined, 'nic')).toBeUndefined();
    expect(cluster.stored(PCI_DEVICES, undefined, 'nic').status).toMatchObject({ kernelDriverInUse: 'ice' });
  });

  it('waits for ever for the owner of a PCI claim', () => {
    const cluster = harvester();

    expect(cluster.request('POST', `${ DEVICES }/pcideviceclaims`, { metadata: { name: 'nic' }, spec: { nodeName: 'n1', address: '0000:65:00.0', userName: 'admin' } }).status).toBe(201);
    expect(cluster.stored(PCI_DEVICE_CLAIMS, undefined, 'nic').status).toBeUndefined();
    expect(cluster.stored(PCI_DEVICES, undefined, 'nic').status).toMatchObject({ kernelDriverInUse: 'ice' });
  });

  it('enables a claimed USB device, and disables it again', () => {
    const cluster = harvester();

    expect(cluster.request('POST', `${ DEVICES }/usbdeviceclaims`, { metadata: { name: 'stick', ...ownedBy(cluster, USB_DEVICES, 'stick') }, spec: { userName: 'admin' } }).status).toBe(201);
    expect(cluster.stored(USB_DEVICE_CLAIMS, undefined, 'stick').status).toStrictEqual({ nodeName: 'n1', pciAddress: '0000:00:14.0' });
    expect(cluster.stored(USB_DEVICES, undefined, 'stick').status).toMatchObject({ enabled: true });

    cluster.request('DELETE', `${ DEVICES }/usbdeviceclaims/stick`);
    expect(cluster.stored(USB_DEVICES, undefined, 'stick').status).toMatchObject({ enabled: false });
  });
});
