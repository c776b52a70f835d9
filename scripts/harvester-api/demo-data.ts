import { mutated } from './admission/mutate';
import { IP_POOLS, SETTINGS } from './admission/resources';
import { admissionRules } from './admission/rules';
import { STORAGE_NETWORK } from './admission/storage-network';
import type { DemoObject } from './demo-data/demo-object';
import { CLAIMS, DEVICES } from './demo-data/devices';
import { INFRASTRUCTURE } from './demo-data/infrastructure';
import { NETWORKS, STORAGE_NETWORK_VALUE, UPLINKS } from './demo-data/networks';
import { OBSERVABILITY } from './demo-data/observability';
import { ERASED_POOL, IP_POOL_OBJECTS, LOAD_BALANCER_OBJECTS, WORKLOADS } from './demo-data/workloads';
import type { ClusterWriter, KubeObject } from './types';

/**
 * Fills a cluster with a small, believable Harvester: three nodes, networks, address pools, load balancers, machines, devices.
 * Nothing that a controller decides is canned: `settle` lets the controllers act, and they give the addresses.
 */
export function loadDemoData(cluster: ClusterWriter, settle: () => void): void {
  const load = (objects: readonly DemoObject[]): void => {
    objects.forEach((object) => { createAdmitted(object, cluster); });
    settle();
  };

  load(INFRASTRUCTURE);
  load(UPLINKS);
  load(NETWORKS);
  update(SETTINGS, STORAGE_NETWORK, cluster, (setting) => ({ ...setting, value: STORAGE_NETWORK_VALUE }));
  load(WORKLOADS);
  load(IP_POOL_OBJECTS);
  load(LOAD_BALANCER_OBJECTS);
  update(IP_POOLS, ERASED_POOL, cluster, ({ status: _status, ...pool }) => pool);
  load(DEVICES);
  load(CLAIMS.flatMap(({ resource, name, claim }) => {
    const device = cluster.get(resource, undefined, name);

    return device ? [claim(device)] : [];
  }));
  load(OBSERVABILITY);
}

/** Creates an object as a user would: changed and judged by the webhooks. */
function createAdmitted({ resource, object }: DemoObject, cluster: ClusterWriter): void {
  const submitted = mutated(admissionRules, resource, object, cluster);

  for (const rule of admissionRules) {
    if (rule.resource === resource && rule.operations.includes('CREATE')) {
      rule.validate?.({ operation: 'CREATE', resource, object: submitted }, cluster);
    }
  }
  cluster.create(resource, submitted);
}

function update(resource: string, name: string, cluster: ClusterWriter, change: (object: KubeObject) => KubeObject): void {
  const object = cluster.get(resource, undefined, name);

  if (object) {
    cluster.update(resource, change(object));
  }
}
