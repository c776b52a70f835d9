// The device claim webhooks of pcidevices (pkg/webhook).
import { objectAt, stringAt } from '../objects';
import type { AdmissionRule, ClusterReader, KubeObject } from '../types';
import { fullName, objectsAt } from './fields';
import { Refusal, notFound, plain } from './refusal';
import { NODES, PCI_DEVICES, PCI_DEVICE_CLAIMS, USB_DEVICES, USB_DEVICE_CLAIMS, VIRTUAL_MACHINES } from './resources';
import { subjectOf } from './subject';

const WEBHOOK = 'validator.harvesterhci.io';
const PARENT_GPU_KEY = 'harvesterhci.io/parentSRIOVGPUDevice';

/** A PCI device can be claimed when it can be isolated and nothing else hangs on it, and released when no VM has it. */
export const pciDeviceClaimValidator: AdmissionRule = {
  resource:   PCI_DEVICE_CLAIMS,
  operations: ['CREATE', 'DELETE'],
  webhook:    WEBHOOK,
  validate(request, cluster) {
    const claim = subjectOf(request);

    plain(() => {
      if (request.operation === 'CREATE') {
        checkClaimable(claim, cluster);
      } else {
        checkReleasable(claim, cluster);
      }
    });
  },
};

/** A USB claim keeps its user, and can be released when no VM has the device. */
export const usbDeviceClaimValidator: AdmissionRule = {
  resource:   USB_DEVICE_CLAIMS,
  operations: ['UPDATE', 'DELETE'],
  webhook:    WEBHOOK,
  validate(request, cluster) {
    const claim = subjectOf(request);
    const { operation, oldObject } = request;

    plain(() => {
      const user = operation === 'DELETE' ? machineWith(claim, cluster) : undefined;

      if (operation === 'UPDATE' && objectAt(oldObject, 'spec').userName !== objectAt(claim, 'spec').userName) {
        throw new Refusal(`usbdeviceclaim ${ claim.metadata.name } username is immutable`);
      }
      if (user) {
        throw new Refusal(`usbdeviceclaim ${ claim.metadata.name } is still in use by vm ${ user.metadata.name }/${ user.metadata.namespace ?? '' }`);
      }
    });
  },
};

function checkClaimable({ metadata: { name } }: KubeObject, cluster: ClusterReader): void {
  const device = cluster.get(PCI_DEVICES, undefined, name);

  if (!device) {
    throw new Refusal(notFound(PCI_DEVICES, name));
  }
  const { nodeName, address, iommuGroup } = objectAt(device, 'status');

  if (!iommuGroup) {
    throw new Refusal(`pcidevice ${ name } has no iommuGroup available`);
  }
  const usb = cluster.list(USB_DEVICE_CLAIMS)
    .filter((claim) => objectAt(claim, 'status').nodeName === nodeName && objectAt(claim, 'status').pciAddress === address)
    .map((claim) => described(cluster.get(USB_DEVICES, undefined, claim.metadata.name) ?? claim));

  if (usb.length > 0) {
    throw new Refusal(`these USB devices [${ usb.join(', ') }] are using the PCI USB Controller [${ described(device) }], so it can't be passed through. If you need to pass through PCI USB controller, please detach and remove all USB devices which are using this PCI USB controller`);
  }
  const virtual = cluster.list(PCI_DEVICES).filter(({ metadata }) => metadata.labels?.[PARENT_GPU_KEY] === name).map(({ metadata }) => metadata.name);

  if (virtual.length > 0) {
    throw new Refusal(`these vGPU devices [${ virtual.join(', ') }] are using the PCI GPU Device [${ described(device) }], so it can't be claimed. If you need to claim PCI GPU device, please disable all vGPU devices which are using this PCI GPU device`);
  }
}

const described = (device: KubeObject): string => `${ device.metadata.name } (${ stringAt(objectAt(device, 'status'), 'description') })`;

/** A claim of a node that is gone can always be deleted. */
function checkReleasable(claim: KubeObject, cluster: ClusterReader): void {
  const { name } = claim.metadata;

  if (!cluster.get(NODES, undefined, stringAt(objectAt(claim, 'spec'), 'nodeName'))) {
    return;
  }
  const user = machineWith(claim, cluster);
  const owner = objectsAt(claim.metadata, 'ownerReferences').find((reference) => reference.kind === 'VGPUDevice');

  if (user) {
    throw new Refusal(`pcideviceclaim ${ name } is already in use with vm ${ user.metadata.name } in namespace ${ user.metadata.namespace ?? '' }`);
  }
  if (owner) {
    throw new Refusal(`pcideviceclaim ${ name } cannot be deleted as it is owned by VGPUDevice ${ stringAt(owner, 'name') }`);
  }
}

/** The first VM that a device of the claim's name is attached to. */
const machineWith = ({ metadata: { name } }: KubeObject, cluster: ClusterReader): KubeObject | undefined => [...cluster.list(VIRTUAL_MACHINES)]
  .sort((left, right) => (fullName(left) < fullName(right) ? -1 : 1))
  .find((machine) => objectsAt(objectAt(objectAt(objectAt(objectAt(objectAt(machine, 'spec'), 'template'), 'spec'), 'domain'), 'devices'), 'hostDevices').some((device) => device.name === name));
