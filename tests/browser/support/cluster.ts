import type { JsonObject, KubeObject } from '../../../scripts/harvester-api/types';

/** Where the Kubernetes endpoint has each type. */
const PATHS = {
  pools:         '/apis/loadbalancer.harvesterhci.io/v1beta1/ippools',
  loadBalancers: '/apis/loadbalancer.harvesterhci.io/v1beta1/namespaces/default/loadbalancers',
  networks:      '/apis/k8s.cni.cncf.io/v1/namespaces/default/network-attachment-definitions',
  settings:      '/apis/harvesterhci.io/v1beta1/settings',
  configMaps:    '/api/v1/namespaces/default/configmaps',
} as const;

export type Resource = keyof typeof PATHS;

/** The cluster seen past the dashboard: what is stored, and what somebody else does meanwhile. */
export class Cluster {
  private readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  async get(resource: Resource, name: string): Promise<KubeObject> {
    const response = await this.request('GET', `${ PATHS[resource] }/${ name }`);

    return await response.json() as KubeObject;
  }

  async exists(resource: Resource, name: string): Promise<boolean> {
    return (await fetch(`${ this.base }${ PATHS[resource] }/${ name }`)).ok;
  }

  async list(resource: Resource): Promise<readonly KubeObject[]> {
    const response = await this.request('GET', PATHS[resource]);
    const { items } = await response.json() as { readonly items: readonly KubeObject[] };

    return items;
  }

  async create(resource: Resource, object: JsonObject): Promise<KubeObject> {
    const response = await this.request('POST', PATHS[resource], 'application/json', object);

    return await response.json() as KubeObject;
  }

  /** Changes an object as somebody else would. */
  async patch(resource: Resource, name: string, change: JsonObject): Promise<void> {
    await this.request('PATCH', `${ PATHS[resource] }/${ name }`, 'application/merge-patch+json', change);
  }

  async remove(resource: Resource, name: string): Promise<void> {
    await this.request('DELETE', `${ PATHS[resource] }/${ name }`);
  }

  private async request(method: string, path: string, contentType?: string, body?: JsonObject): Promise<Response> {
    const response = await fetch(`${ this.base }${ path }`, {
      method, ...(contentType === undefined ? {} : { headers: { 'content-type': contentType }, body: JSON.stringify(body) }),
    });

    if (!response.ok) {
      throw new Error(`${ method } ${ path }: ${ response.status } ${ await response.text() }`);
    }

    return response;
  }
}
