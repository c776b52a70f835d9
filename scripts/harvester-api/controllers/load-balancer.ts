// load-balancer-harvester's LoadBalancer controller (pkg/controller/loadbalancer, pkg/lb).
import { fullName, objectsAt, stringsAt } from '../admission/fields';
import { maskOf, formatAddress } from '../admission/ip-ranges';
import { REQUIREMENT_KEYS, isForCluster } from '../admission/load-balancer';
import { selectPool } from '../admission/pool-selector';
import type { Requirement } from '../admission/pool-selector';
import { IP_POOLS, LOAD_BALANCERS, VIRTUAL_MACHINE_INSTANCES } from '../admission/resources';
import { isObject, objectAt, stringAt } from '../objects';
import type { ClusterReader, ClusterWriter, Controller, JsonObject, KubeObject } from '../types';
import { AllocationError } from './ip-allocator';
import type { Allocators } from './ip-pool';
import { releaseFinalizer, retryOnConflict, statusOf, updateIfChanged, withCondition, withFinalizer, withStatus } from './objects';

const FINALIZER = 'wrangler.cattle.io/harvester-lb-controller';
/** The address that stands for "ask the DHCP server". */
const ANY_ADDRESS = '0.0.0.0';

/** Gives each load balancer an address of its pool, finds its backend servers, and takes the address back when it goes. */
export function loadBalancerController(allocators: Allocators): Controller {
  return {
    name:    'harvester-lb-controller',
    watches: [LOAD_BALANCERS, IP_POOLS, VIRTUAL_MACHINE_INSTANCES],
    reconcile({ resource, object }, cluster) {
      const concerned = resource === LOAD_BALANCERS
        ? [object]
        : cluster.list(LOAD_BALANCERS, resource === IP_POOLS ? undefined : object.metadata.namespace).filter((balancer) => resource !== IP_POOLS || isWaiting(balancer));

      concerned.forEach((balancer) => { reconcileOne(balancer, allocators, cluster); });
    },
  };
}

/** Whether it waits for a pool: an address, or a pool to give one back to. */
function isWaiting(balancer: KubeObject): boolean {
  return objectAt(balancer, 'spec').ipam !== 'dhcp' && !stringAt(objectAt(statusOf(balancer), 'allocatedAddress'), 'ipPool');
}

function reconcileOne({ metadata: { namespace, name } }: KubeObject, allocators: Allocators, cluster: ClusterWriter): void {
  const balancer = cluster.get(LOAD_BALANCERS, namespace, name);

  if (!balancer) {
    return;
  }
  if (balancer.metadata.deletionTimestamp) {
    releaseAddress(balancer, allocators, cluster);
    releaseFinalizer(LOAD_BALANCERS, balancer, FINALIZER, cluster);

    return;
  }
  const status = nextStatus(balancer, allocators, cluster);

  retryOnConflict(() => {
    const current = cluster.get(LOAD_BALANCERS, namespace, name);

    if (current) {
      updateIfChanged(LOAD_BALANCERS, current, withFinalizer(withStatus(current, status), FINALIZER), cluster);
    }
  });
}

/** The status with an address, or with the reason why there is none. Moving to another pool gives the old address back first. */
function nextStatus(balancer: KubeObject, allocators: Allocators, cluster: ClusterWriter): JsonObject {
  const { ipam, ipPool } = objectAt(balancer, 'spec');
  const { allocatedAddress, address: _address, ...others } = statusOf(balancer);
  const heldPool = stringAt(isObject(allocatedAddress) ? allocatedAddress : {}, 'ipPool');

  if (ipam === 'dhcp') {
    return addressed(balancer, { ...others, allocatedAddress: { ip: ANY_ADDRESS } }, cluster);
  }
  if (heldPool && (!ipPool || heldPool === ipPool)) {
    return addressed(balancer, statusOf(balancer), cluster);
  }
  releaseAddress(balancer, allocators, cluster);
  const taken = takeAddress(balancer, allocators, cluster);

  return taken instanceof AllocationError
    ? withCondition(others, 'Ready', { status: 'False', message: taken.message })
    : addressed(balancer, { ...others, allocatedAddress: taken }, cluster);
}

function addressed(balancer: KubeObject, status: JsonObject, cluster: ClusterReader): JsonObject {
  return isForCluster(balancer) ? withCondition(status, 'Ready', { status: 'True' }) : withBackends(balancer, status, cluster);
}

/** A new `status.allocatedAddress`, or why there is none. */
function takeAddress(balancer: KubeObject, allocators: Allocators, cluster: ClusterWriter): JsonObject | AllocationError {
  try {
    const pool = stringAt(objectAt(balancer, 'spec'), 'ipPool') || matchingPool(balancer, cluster);

    return takeFrom(pool, balancer, allocators, cluster);
  } catch (error) {
    if (error instanceof AllocationError) {
      return error;
    }
    throw error;
  }
}

function takeFrom(pool: string, balancer: KubeObject, allocators: Allocators, cluster: ClusterWriter): JsonObject {
  const allocator = allocators.get(pool);

  if (!allocator) {
    throw new AllocationError(`fail to get allocator ${ pool }`);
  }
  try {
    const { address, range } = allocator.take(fullName(balancer), cluster);

    return { ipPool: pool, ip: address, mask: maskOf(range), gateway: range.gateway === undefined ? '<nil>' : formatAddress(range.gateway, range.version) };
  } catch (error) {
    if (error instanceof AllocationError) {
      if (error.duplicate) {
        allocator.release(fullName(balancer), cluster);
      }
      throw new AllocationError(`fail to get ip from pool ${ pool }, error: ${ error.message }`);
    }
    throw error;
  }
}

function matchingPool(balancer: KubeObject, cluster: ClusterReader): string {
  const annotations = balancer.metadata.annotations ?? {};
  const requirement: Requirement = {
    network:   annotations[REQUIREMENT_KEYS.network] ?? '',
    project:   annotations[REQUIREMENT_KEYS.project] ?? '',
    namespace: annotations[REQUIREMENT_KEYS.namespace] || (balancer.metadata.namespace ?? ''),
    cluster:   annotations[REQUIREMENT_KEYS.cluster] ?? '',
  };
  const pools = cluster.list(IP_POOLS);
  const pool = selectPool(pools, requirement) ?? (isForCluster(balancer) ? selectPool(pools, requirement, true) : undefined);

  if (!pool) {
    throw new AllocationError(`no matched IPPool with requirement &{Network:${ requirement.network } Project:${ requirement.project } Namespace:${ requirement.namespace } Cluster:${ requirement.cluster }}`);
  }

  return pool.metadata.name;
}

/** An address without a pool in the status is not given back: it leaks, as with the real controller. */
function releaseAddress(balancer: KubeObject, allocators: Allocators, cluster: ClusterWriter): void {
  const pool = stringAt(objectAt(statusOf(balancer), 'allocatedAddress'), 'ipPool');

  if (pool && objectAt(balancer, 'spec').ipam !== 'dhcp') {
    allocators.get(pool)?.release(fullName(balancer), cluster);
  }
}

function withBackends(balancer: KubeObject, status: JsonObject, cluster: ClusterReader): JsonObject {
  const address = stringAt(objectAt(status, 'allocatedAddress'), 'ip');

  if (address === ANY_ADDRESS) {
    return withCondition(status, 'Ready', { status: 'False', message: 'service is waiting for an external IP' });
  }
  const backendServers = backendAddresses(balancer, cluster);
  const ready = backendServers.length > 0;

  return withCondition({ ...status, address, backendServers: ready ? [...backendServers] : undefined }, 'Ready', ready ? { status: 'True' } : { status: 'False', message: 'no running backend servers' });
}

/** The running VMs that the selector matches; an empty selector matches none. */
function backendAddresses(balancer: KubeObject, cluster: ClusterReader): readonly string[] {
  const selector = objectAt(objectAt(balancer, 'spec'), 'backendServerSelector');
  const keys = Object.keys(selector);

  return cluster.list(VIRTUAL_MACHINE_INSTANCES, balancer.metadata.namespace)
    .filter(({ metadata }) => keys.length > 0 && keys.every((key) => stringsAt(selector, key).includes(metadata.labels?.[key] ?? '')))
    .flatMap((instance) => objectsAt(statusOf(instance), 'interfaces').map((network) => stringAt(network, 'ipAddress')).filter(Boolean).slice(0, 1));
}
