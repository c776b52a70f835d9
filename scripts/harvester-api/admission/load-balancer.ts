// The LoadBalancer webhooks of load-balancer-harvester (pkg/webhook/loadbalancer).
import { objectAt, stringAt } from '../objects';
import type { AdmissionRule, ClusterReader, JsonObject, KubeObject } from '../types';
import { fullName, numberAt, objectsAt } from './fields';
import { Refusal, explained } from './refusal';
import { LOAD_BALANCERS, VIRTUAL_MACHINE_INSTANCES } from './resources';
import { subjectOf } from './subject';

/** What the mutator notes on a load balancer: whom it asks an address for. */
export const REQUIREMENT_KEYS = {
  network:   'loadbalancer.harvesterhci.io/network',
  project:   'loadbalancer.harvesterhci.io/project',
  namespace: 'loadbalancer.harvesterhci.io/namespace',
  cluster:   'loadbalancer.harvesterhci.io/cluster',
} as const;

const PROJECT_KEY = 'field.cattle.io/projectId';
const CREATOR_KEY = 'harvesterhci.io/creator';
const GUEST_CLUSTER_CREATOR = 'docker-machine-driver-harvester';
const GUEST_CLUSTER_REMOVED_KEY = 'harvesterhci.io/guest-cluster-onremove';
const HEALTH_CHECK_DEFAULTS = { successThreshold: 2, failureThreshold: 2, periodSeconds: 1, timeoutSeconds: 1 } as const;
const MAX_PORT = 65_535;

/** Notes whom the load balancer asks an address for, and fills in the health check's thresholds. */
export const loadBalancerMutator: AdmissionRule = {
  resource:   LOAD_BALANCERS,
  operations: ['CREATE', 'UPDATE'],
  webhook:    'mutator.harvester-system.harvester-load-balancer-webhook',
  mutate(request, cluster) {
    const balancer = subjectOf(request);

    return balancer.metadata.deletionTimestamp ? balancer : explained('', () => withDefaults(balancer, cluster));
  },
};

/** Refuses listeners and health checks that can't work, and changes of what an address was given for. */
export const loadBalancerValidator: AdmissionRule = {
  resource:   LOAD_BALANCERS,
  operations: ['CREATE', 'UPDATE'],
  webhook:    'validator.harvester-system.harvester-load-balancer-webhook',
  validate(request, cluster) {
    const balancer = subjectOf(request);
    const action = `${ request.operation === 'CREATE' ? 'create' : 'update' } loadbalancer ${ fullName(balancer) } failed`;

    if (balancer.metadata.deletionTimestamp) {
      return;
    }
    explained(`${ action }: `, () => { checkListeners(balancer); });
    explained(`${ action } with healthyCheck: `, () => { checkHealthCheck(balancer); });
    if (request.oldObject) {
      const old = request.oldObject;

      explained(`${ action }: `, () => { checkUnchanged(old, balancer); });
    } else {
      explained(`${ action } with guest cluster check: `, () => { checkGuestCluster(balancer, cluster); });
    }
  },
};

/** Whether the load balancer serves a guest cluster; else it serves virtual machines. */
export const isForCluster = (balancer: JsonObject): boolean => stringAt(objectAt(balancer, 'spec'), 'workloadType') === 'cluster';

function withDefaults(balancer: KubeObject, cluster: ClusterReader): KubeObject {
  const spec = objectAt(balancer, 'spec');
  const healthCheck = objectAt(spec, 'healthCheck');
  const filled = Object.fromEntries(Object.entries(HEALTH_CHECK_DEFAULTS).map(([key, value]) => [key, numberAt(healthCheck, key) || value]));

  return {
    ...balancer,
    metadata: { ...balancer.metadata, annotations: { ...balancer.metadata.annotations, ...requirementNotes(balancer, cluster) } },
    ...(numberAt(healthCheck, 'port') ? { spec: { ...spec, healthCheck: { ...healthCheck, ...filled } } } : {}),
  };
}

function requirementNotes(balancer: KubeObject, cluster: ClusterReader): { [key: string]: string } {
  const namespace = balancer.metadata.namespace ?? '';

  if (!isForCluster(balancer)) {
    return { [REQUIREMENT_KEYS.namespace]: namespace };
  }
  const found = cluster.get('namespaces', undefined, namespace);

  if (!found) {
    throw new Refusal(`get namespace ${ namespace } failed, error: namespaces "${ namespace }" not found`);
  }

  return {
    [REQUIREMENT_KEYS.namespace]: namespace,
    [REQUIREMENT_KEYS.project]:   (found.metadata.annotations?.[PROJECT_KEY] ?? '').replace(':', '/'),
    [REQUIREMENT_KEYS.network]:   guestNetwork(balancer, cluster),
  };
}

/** The first network of the first machine that the guest cluster runs on. */
function guestNetwork(balancer: KubeObject, cluster: ClusterReader): string {
  const guest = balancer.metadata.annotations?.[REQUIREMENT_KEYS.cluster];
  const machine = guest ? guestMachines(balancer, cluster).find(({ metadata }) => metadata.name.startsWith(guest)) : undefined;
  const networks = objectsAt(objectAt(machine, 'spec'), 'networks').map((network) => stringAt(objectAt(network, 'multus'), 'networkName'));

  return networks.find(Boolean) ?? '';
}

const guestMachines = (balancer: KubeObject, cluster: ClusterReader): readonly KubeObject[] => cluster.list(VIRTUAL_MACHINE_INSTANCES, balancer.metadata.namespace)
  .filter((machine) => machine.metadata.labels?.[CREATOR_KEY] === GUEST_CLUSTER_CREATOR);

function checkListeners(balancer: KubeObject): void {
  const listeners = objectsAt(objectAt(balancer, 'spec'), 'listeners');

  if (isForCluster(balancer)) {
    return;
  }
  if (listeners.length === 0) {
    throw new Refusal('the loadbalancer needs to have at least one listener');
  }
  listeners.forEach((listener, index) => { checkUnique(listener, listeners.slice(0, index)); });
  for (const listener of listeners) {
    checkPort('listener port', numberAt(listener, 'port'));
    checkPort('listener backend port', numberAt(listener, 'backendPort'));
  }
}

function checkUnique(listener: JsonObject, earlier: readonly JsonObject[]): void {
  const name = stringAt(listener, 'name');
  const portOf = (entry: JsonObject, key: string): string => `${ stringAt(entry, 'protocol') }:${ numberAt(entry, key) }`;

  if (earlier.some((other) => stringAt(other, 'name') === name)) {
    throw new Refusal(`listener has duplicate name ${ name }`);
  }
  for (const [key, label] of [['port', 'port'], ['backendPort', 'backend port']] as const) {
    const twin = earlier.find((other) => portOf(other, key) === portOf(listener, key));

    if (twin) {
      throw new Refusal(`listener ${ name } has duplicate ${ label } ${ portOf(listener, key) } with listener ${ stringAt(twin, 'name') }`);
    }
  }
}

function checkPort(field: string, port: number): void {
  if (port > MAX_PORT) {
    throw new Refusal(`${ field } ${ port } must <= ${ MAX_PORT }`);
  }
  if (port < 1) {
    throw new Refusal(`${ field } ${ port } must >= 1`);
  }
}

function checkHealthCheck(balancer: KubeObject): void {
  const spec = objectAt(balancer, 'spec');
  const healthCheck = objectAt(spec, 'healthCheck');
  const port = numberAt(healthCheck, 'port');

  if (isForCluster(balancer) || port === 0) {
    return;
  }
  const targets = objectsAt(spec, 'listeners').filter((listener) => numberAt(listener, 'backendPort') === port);

  if (targets.length === 0) {
    throw new Refusal(`healthcheck port ${ port } is not in listener backend port list`);
  }
  if (!targets.some((listener) => stringAt(listener, 'protocol') === 'TCP')) {
    throw new Refusal(`healthcheck port ${ port } can only be a TCP backend port`);
  }
  for (const [key, name] of [['successThreshold', 'SuccessThreshold'], ['failureThreshold', 'FailureThreshold'], ['periodSeconds', 'PeriodSeconds'], ['timeoutSeconds', 'TimeoutSeconds']] as const) {
    if (numberAt(healthCheck, key) === 0) {
      throw new Refusal(`healthcheck ${ name } should > 0`);
    }
  }
}

/** Moving between DHCP and pool would leak an address; a workload of the other kind has other parameters. */
function checkUnchanged(old: KubeObject, balancer: KubeObject): void {
  const was = objectAt(old, 'spec');
  const is = objectAt(balancer, 'spec');

  if ((was.ipam === 'dhcp') !== (is.ipam === 'dhcp')) {
    throw new Refusal(`can't change the IPAM from ${ stringAt(was, 'ipam') } to ${ stringAt(is, 'ipam') }`);
  }
  if (isForCluster(old) !== isForCluster(balancer)) {
    throw new Refusal(`can't change the WorkloadType from ${ stringAt(was, 'workloadType') } to ${ stringAt(is, 'workloadType') }`);
  }
}

/** A guest cluster that is being removed must not get its load balancers back. */
function checkGuestCluster(balancer: KubeObject, cluster: ClusterReader): void {
  const removed = isForCluster(balancer) && guestMachines(balancer, cluster).find(({ metadata }) => metadata.annotations?.[GUEST_CLUSTER_REMOVED_KEY] !== undefined);

  if (removed) {
    throw new Refusal(`the vm ${ fullName(removed) } shows guest cluster ${ balancer.metadata.annotations?.[REQUIREMENT_KEYS.cluster] ?? '' } is being removed`);
  }
}
