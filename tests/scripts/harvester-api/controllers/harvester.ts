import { admissionRules } from '../../../../scripts/harvester-api/admission/rules';
import { HarvesterApi } from '../../../../scripts/harvester-api/api';
import { createControllers } from '../../../../scripts/harvester-api/controllers/controllers';
import type { JsonObject, KubeObject } from '../../../../scripts/harvester-api/types';

const KINDS: Readonly<Record<string, string>> = {
  clusternetworks: 'ClusterNetwork', ippools: 'IPPool', loadbalancers: 'LoadBalancer', 'network-attachment-definitions': 'NetworkAttachmentDefinition', pcideviceclaims: 'PCIDeviceClaim', usbdeviceclaims: 'USBDeviceClaim', vlanconfigs: 'VlanConfig',
};

function kindAt(path: string): JsonObject {
  const [, , group = '', version = '', ...rest] = path.split('/');

  return { apiVersion: `${ group }/${ version }`, kind: KINDS[rest.at(-1) ?? ''] ?? '' };
}

/** A Harvester cluster with its webhooks and controllers, and a user in front of it. */
export class Harvester {
  readonly api = new HarvesterApi({ admission: admissionRules, controllers: createControllers() });

  /** One request to the Kubernetes endpoint; a new object gets the kind that its path stands for. The controllers have settled when it returns. */
  request(method: string, path: string, body?: JsonObject, contentType = 'application/json'): { status: number; body: JsonObject } {
    const response = this.api.handle({ method, url: path, headers: { host: 'localhost', 'content-type': contentType }, ...(body ? { body: JSON.stringify(method === 'POST' ? { ...kindAt(path), ...body } : body) } : {}) });
    const parsed = JSON.parse(response.body || '{}') as JsonObject;

    return { status: response.status, body: parsed };
  }

  /** Creates objects as the cluster itself does, and lets the controllers act. */
  given(resource: string, ...objects: readonly JsonObject[]): void {
    objects.forEach((object) => this.api.cluster.create(resource, object));
    this.settle();
  }

  settle(): void {
    this.request('GET', '/version');
  }

  /** A stored object that must be there. */
  stored(resource: string, namespace: string | undefined, name: string): KubeObject {
    const object = this.api.cluster.get(resource, namespace, name);

    if (!object) {
      throw new Error(`no ${ resource } ${ namespace ?? '' }/${ name }`);
    }

    return object;
  }
}
