import SteveModel from '@shell/plugins/steve/steve-class';
import { IPPool } from '../../models/loadbalancer.harvesterhci.io/ip-pool';
import { openDashboard, type AnyModel } from '../conformance/dashboard-store';
import { differences, type Difference } from '../conformance/differences';
import { admissionRules } from '../harvester-api/admission/rules';
import { HarvesterApi } from '../harvester-api/api';
import { createControllers } from '../harvester-api/controllers/controllers';
import type { JsonObject } from '../harvester-api/types';

const POOLS = 'ippools.loadbalancer.harvesterhci.io';
const LOAD_BALANCERS = 'loadbalancers.loadbalancer.harvesterhci.io';
const LOAD_BALANCER_PATH = '/apis/loadbalancer.harvesterhci.io/v1beta1';

/** What one edit of the selector left behind. */
export interface Outcome {
  readonly model: string;
  /** Requests that the save sent, in order: method, path and the size of the body. */
  readonly writes: readonly string[];
  /** What is stored differently after the edit. */
  readonly changes: readonly Difference[];
  /** The address that a LoadBalancer held before the edit, and the one that the next LoadBalancer was given. */
  readonly held: string;
  readonly next: string;
}

function loadBalancer(name: string): JsonObject {
  return {
    apiVersion: 'loadbalancer.harvesterhci.io/v1beta1',
    kind:       'LoadBalancer',
    metadata:   { name, namespace: 'default' },
    spec:       { workloadType: 'vm', ipam: 'pool', ipPool: 'pool', listeners: [{ name: 'web', port: 80, protocol: 'TCP', backendPort: 8080 }] },
  };
}

function network(name: string, vlan: number): JsonObject {
  return {
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind:       'NetworkAttachmentDefinition',
    metadata:   { name, namespace: 'default' },
    spec:       { config: JSON.stringify({ cniVersion: '0.3.1', name, type: 'bridge', bridge: 'mgmt-br', promiscMode: true, vlan, ipam: {} }) },
  };
}

/** What `kubectl create` does, webhooks and controllers included. */
function create(api: HarvesterApi, path: string, object: JsonObject): void {
  const { status, body } = api.handle({ method: 'POST', url: path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) });

  if (status !== 201) {
    throw new Error(body);
  }
}

function createLoadBalancer(api: HarvesterApi, name: string): void {
  create(api, `${ LOAD_BALANCER_PATH }/namespaces/default/loadbalancers`, loadBalancer(name));
}

/** A cluster with two networks, a pool on the first, and a LoadBalancer that holds an address of the pool. */
function cluster(): HarvesterApi {
  const api = new HarvesterApi({ admission: admissionRules, controllers: createControllers() });
  const networks = '/apis/k8s.cni.cncf.io/v1/namespaces/default/network-attachment-definitions';

  create(api, '/apis/network.harvesterhci.io/v1beta1/clusternetworks', { apiVersion: 'network.harvesterhci.io/v1beta1', kind: 'ClusterNetwork', metadata: { name: 'mgmt' } });
  create(api, networks, network('vlan1', 1));
  create(api, networks, network('vlan2', 2));
  create(api, `${ LOAD_BALANCER_PATH }/ippools`, {
    apiVersion: 'loadbalancer.harvesterhci.io/v1beta1',
    kind:       'IPPool',
    metadata:   { name: 'pool' },
    spec:       {
      ranges:   [{ subnet: '192.168.0.0/24', rangeStart: '192.168.0.10', rangeEnd: '192.168.0.20', gateway: '192.168.0.1' }],
      selector: { network: 'default/vlan1', scope: [{ project: '*', namespace: 'default', guestCluster: '*' }] },
    },
  });
  createLoadBalancer(api, 'lb-1');

  return api;
}

function addressOf(api: HarvesterApi, name: string): string {
  const status = api.cluster.get(LOAD_BALANCERS, 'default', name)?.status as { readonly address?: string } | undefined;

  return status?.address ?? 'none';
}

async function editSelector(model: AnyModel, name: string): Promise<Outcome> {
  const api = cluster();
  const writes: string[] = [];
  const dashboard = await openDashboard({
    send(request) {
      if (request.method !== 'GET') {
        writes.push(`${ request.method } ${ request.url } ${ request.body?.length ?? 0 } bytes`);
      }

      return api.handle(request);
    },
    modelFor: () => model,
  });
  const held = addressOf(api, 'lb-1');
  const before = api.cluster.get(POOLS, undefined, 'pool');
  const edited = await dashboard.clone(await dashboard.find('loadbalancer.harvesterhci.io.ippool', 'pool'));
  const { selector } = Reflect.get(edited, 'spec') as { selector: { network: string } };

  selector.network = 'default/vlan2';
  await edited.save();

  const changes = differences(before, api.cluster.get(POOLS, undefined, 'pool'));

  createLoadBalancer(api, 'lb-2');

  return {
    model: name, writes, changes, held, next: addressOf(api, 'lb-2'),
  };
}

/** Makes the same edit of an IPPool's selector through the shell's stock model and through ours, each on a cluster of its own. */
export async function compare(): Promise<readonly [stock: Outcome, ours: Outcome]> {
  return [await editSelector(SteveModel, 'the shell\'s stock SteveModel'), await editSelector(IPPool, 'IPPool on HarvesterResource')];
}
