// The claim controllers of pcidevices (pkg/controller/pcideviceclaim, pkg/controller/usbdevice).
import { objectsAt } from '../admission/fields';
import { PCI_DEVICES, PCI_DEVICE_CLAIMS, USB_DEVICES, USB_DEVICE_CLAIMS } from '../admission/resources';
import { stringAt } from '../objects';
import type { ClusterReader, ClusterWriter, Controller, JsonObject, KubeObject } from '../types';
import { releaseFinalizer, statusOf, updateIfChanged, withFinalizer, withStatus } from './objects';

const PASSTHROUGH_DRIVER = 'vfio-pci';

/** What differs between the two kinds of claim. */
interface ClaimKind {
  readonly claims: string;
  readonly devices: string;
  readonly deviceKind: string;
  readonly finalizer: string;
  /** The claim's status once the device is given through. */
  enabled(claim: KubeObject, device: KubeObject): JsonObject;
  /** The device's status while it is claimed. */
  taken(device: KubeObject): JsonObject;
  /** The device's status after the claim is gone. */
  returned(device: KubeObject, claim: KubeObject): JsonObject;
}

const PCI: ClaimKind = {
  claims:     PCI_DEVICE_CLAIMS,
  devices:    PCI_DEVICES,
  deviceKind: 'PCIDevice',
  finalizer:  'wrangler.cattle.io/PCIDeviceClaimOnRemove',
  enabled:    (claim, device) => ({ kernelDriverToUnbind: statusOf(device).kernelDriverInUse, ...statusOf(claim), passthroughEnabled: true }),
  taken:      (device) => ({ ...statusOf(device), kernelDriverInUse: PASSTHROUGH_DRIVER }),
  returned:   (device, claim) => ({ ...statusOf(device), kernelDriverInUse: stringAt(statusOf(claim), 'kernelDriverToUnbind') || undefined }),
};

const USB: ClaimKind = {
  claims:     USB_DEVICE_CLAIMS,
  devices:    USB_DEVICES,
  deviceKind: 'USBDevice',
  finalizer:  'wrangler.cattle.io/usb-device-claim-remove',
  enabled:    (_claim, device) => ({ nodeName: statusOf(device).nodeName, pciAddress: statusOf(device).pciAddress }),
  taken:      (device) => ({ ...statusOf(device), enabled: true }),
  returned:   (device) => ({ ...statusOf(device), enabled: false }),
};

/** Gives a claimed device through, and takes it back. A claim whose first owner is not its device waits for ever. */
export const deviceClaimControllers: readonly Controller[] = [PCI, USB].map((kind) => ({
  name:    `${ kind.deviceKind }ClaimReconcile`,
  watches: [kind.claims],
  reconcile({ object }, cluster) {
    const claim = cluster.get(kind.claims, undefined, object.metadata.name);

    if (claim) {
      reconcileClaim(claim, kind, cluster);
    }
  },
}));

function reconcileClaim(claim: KubeObject, kind: ClaimKind, cluster: ClusterWriter): void {
  const device = deviceOf(claim, kind, cluster);

  if (claim.metadata.deletionTimestamp) {
    if (device) {
      updateIfChanged(kind.devices, device, withStatus(device, kind.returned(device, claim)), cluster);
    }
    releaseFinalizer(kind.claims, claim, kind.finalizer, cluster);
  } else if (device) {
    updateIfChanged(kind.claims, claim, withFinalizer(withStatus(claim, kind.enabled(claim, device)), kind.finalizer), cluster);
    updateIfChanged(kind.devices, device, withStatus(device, kind.taken(device)), cluster);
  } else {
    updateIfChanged(kind.claims, claim, withFinalizer(claim, kind.finalizer), cluster);
  }
}

function deviceOf(claim: KubeObject, { devices, deviceKind }: ClaimKind, cluster: ClusterReader): KubeObject | undefined {
  const [owner] = objectsAt(claim.metadata, 'ownerReferences');

  return owner?.kind === deviceKind ? cluster.get(devices, undefined, stringAt(owner, 'name')) : undefined;
}
