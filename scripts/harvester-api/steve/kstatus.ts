import { isObject, listAt, objectAt, stringAt, textOf, valueAt } from '../objects';
import type { JsonObject } from '../types';

/** The standard status of an object, as Kubernetes' kstatus library computes it. */
export interface Standing {
  readonly status: 'InProgress' | 'Failed' | 'Current' | 'Terminating';
  readonly message: string;
}

const inProgress = (message: string): Standing => ({ status: 'InProgress', message });
const failed = (message: string): Standing => ({ status: 'Failed', message });
const current = (message: string): Standing => ({ status: 'Current', message });

/** A condition of an object's status. */
function conditionsOf(object: JsonObject): readonly JsonObject[] {
  return listAt(objectAt(object, 'status'), 'conditions').filter(isObject);
}

function hasCondition(object: JsonObject, type: string, status: string): boolean {
  return conditionsOf(object).some((condition) => condition.type === type && condition.status === status);
}

function intAt(object: JsonObject, path: string, fallback: number): number {
  const value = valueAt(object, path.split('.'));

  return typeof value === 'number' ? value : fallback;
}

/** Undefined when the library fails on the object: then it has no standing. */
export function standingOf(object: JsonObject): Standing | undefined {
  return genericStanding(object) ?? kindStanding(object);
}

function genericStanding(object: JsonObject): Standing | undefined {
  const metadata = objectAt(object, 'metadata');
  const observed = valueAt(object, ['status', 'observedGeneration']);

  if (stringAt(metadata, 'deletionTimestamp')) {
    return { status: 'Terminating', message: 'Resource scheduled for deletion' };
  }
  if (typeof metadata.generation === 'number' && typeof observed === 'number' && observed !== metadata.generation) {
    return inProgress(`${ stringAt(object, 'kind') } generation is ${ metadata.generation }, but latest observed generation is ${ observed }`);
  }
  for (const condition of conditionsOf(object)) {
    if (condition.type === 'Reconciling' && condition.status === 'True') {
      return inProgress(stringAt(condition, 'message'));
    }
    if (condition.type === 'Stalled' && condition.status === 'True') {
      return failed(stringAt(condition, 'message'));
    }
  }

  return undefined;
}

function kindStanding(object: JsonObject): Standing | undefined {
  const [group, version] = stringAt(object, 'apiVersion').split('/');
  const kind = stringAt(object, 'kind');
  const rule = KINDS[version === undefined ? kind : `${ group }/${ kind }`];

  return rule ? rule(object) : readyStanding(object);
}

function readyStanding(object: JsonObject): Standing {
  const ready = conditionsOf(object).find(({ type, status }) => type === 'Ready' && ['True', 'False', 'Unknown'].includes(textOf(status)));

  if (!ready) {
    return current('Resource is current');
  }

  return ready.status === 'True' ? current('Resource is Ready') : inProgress(stringAt(ready, 'message'));
}

const alwaysReady = () => current('Resource is always ready');

const KINDS: Readonly<Record<string, (object: JsonObject) => Standing | undefined>> = {
  Secret: alwaysReady,
  ConfigMap: alwaysReady,
  'batch/CronJob': alwaysReady,
  'policy/PodDisruptionBudget': () => current('AllowedDisruptions has been computed.'),
  Service: (object) => (valueAt(object, ['spec', 'type']) === 'LoadBalancer' && !stringAt(objectAt(object, 'spec'), 'clusterIP')
    ? inProgress('ClusterIP not set. Service type: LoadBalancer')
    : current('Service is ready')),
  PersistentVolumeClaim: (object) => {
    const phase = stringAt(objectAt(object, 'status'), 'phase') || 'unknown';

    return phase === 'Bound' ? current('PVC is Bound') : inProgress(`PVC is not Bound. phase: ${ phase }`);
  },
  Pod: podStanding,
  'apps/Deployment': deploymentStanding,
  'apps/StatefulSet': statefulSetStanding,
  'apps/DaemonSet': daemonSetStanding,
  'apps/ReplicaSet': replicaSetStanding,
  'batch/Job': jobStanding,
  'apiextensions.k8s.io/CustomResourceDefinition': crdStanding,
};

const SCHEDULE_WINDOW_MS = 15_000;

function podStanding(object: JsonObject): Standing | undefined {
  const status = objectAt(object, 'status');

  switch (stringAt(status, 'phase')) {
    case 'Succeeded': return current('Pod has completed successfully');
    case 'Failed': return current('Pod has completed, but not successfully');
    case 'Running': {
      if (hasCondition(object, 'Ready', 'True')) {
        return current('Pod is Ready');
      }
      const crashing = listAt(status, 'containerStatuses').filter((container) => valueAt(container, ['state', 'waiting', 'reason']) === 'CrashLoopBackOff');

      return crashing.length
        ? failed(`Containers in CrashLoop state: ${ crashing.map((container) => textOf(valueAt(container, ['name']))).join(',') }`)
        : inProgress('Pod is running but is not Ready');
    }
    case 'Pending': {
      const unschedulable = conditionsOf(object).some(({ type, status: value, reason }) => type === 'PodScheduled' && value === 'False' && reason === 'Unschedulable');

      if (!unschedulable) {
        return inProgress('Pod is in the Pending phase');
      }

      return Date.now() - SCHEDULE_WINDOW_MS < Date.parse(stringAt(objectAt(object, 'metadata'), 'creationTimestamp'))
        ? inProgress('Pod has not been scheduled')
        : failed('Pod could not be scheduled');
    }
    case '': return inProgress('Pod phase not available');
    default: return undefined;
  }
}

function deploymentStanding(object: JsonObject): Standing {
  if (conditionsOf(object).some(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded')) {
    return failed('Progress deadline exceeded');
  }
  const wanted = intAt(object, 'spec.replicas', 1);
  const replicas = intAt(object, 'status.replicas', 0);
  const updated = intAt(object, 'status.updatedReplicas', 0);
  const ready = intAt(object, 'status.readyReplicas', 0);
  const available = intAt(object, 'status.availableReplicas', 0);
  const progressing = intAt(object, 'spec.progressDeadlineSeconds', 0x7fffffff) === 0x7fffffff
    || conditionsOf(object).some(({ type, status, reason }) => type === 'Progressing' && status === 'True' && reason === 'NewReplicaSetAvailable');

  if (wanted > replicas) {
    return inProgress(`Replicas: ${ replicas }/${ wanted }`);
  }
  if (wanted > updated) {
    return inProgress(`Updated: ${ updated }/${ wanted }`);
  }
  if (replicas > wanted) {
    return inProgress(`Pending termination: ${ replicas - wanted }`);
  }
  if (updated > available) {
    return inProgress(`Available: ${ available }/${ updated }`);
  }
  if (wanted > ready) {
    return inProgress(`Ready: ${ ready }/${ wanted }`);
  }
  if (!progressing) {
    return inProgress('ReplicaSet not Available');
  }

  return hasCondition(object, 'Available', 'True') ? current(`Deployment is available. Replicas: ${ replicas }`) : inProgress('Deployment not Available');
}

function statefulSetStanding(object: JsonObject): Standing {
  if (valueAt(object, ['spec', 'updateStrategy', 'type']) === 'OnDelete') {
    return current('StatefulSet is using the ondelete update strategy');
  }
  const wanted = intAt(object, 'spec.replicas', 1);
  const replicas = intAt(object, 'status.replicas', 0);
  const ready = intAt(object, 'status.readyReplicas', 0);
  const currentReplicas = intAt(object, 'status.currentReplicas', 0);
  const updated = intAt(object, 'status.updatedReplicas', 0);
  const partition = intAt(object, 'spec.updateStrategy.rollingUpdate.partition', -1);

  if (wanted > replicas) {
    return inProgress(`Replicas: ${ replicas }/${ wanted }`);
  }
  if (wanted > ready) {
    return inProgress(`Ready: ${ ready }/${ wanted }`);
  }
  if (replicas > wanted) {
    return inProgress(`Pending termination: ${ replicas - wanted }`);
  }
  if (partition !== -1) {
    return updated < wanted - partition ? inProgress(`updated: ${ updated }/${ wanted - partition }`) : current(`Partition rollout complete. updated: ${ updated }`);
  }
  if (wanted > currentReplicas) {
    return inProgress(`current: ${ currentReplicas }/${ wanted }`);
  }
  if (valueAt(object, ['status', 'currentRevision']) !== valueAt(object, ['status', 'updateRevision'])) {
    return inProgress('Waiting for updated revision to match current');
  }

  return current(`All replicas scheduled as expected. Replicas: ${ replicas }`);
}

function daemonSetStanding(object: JsonObject): Standing {
  if (valueAt(object, ['metadata', 'generation']) === undefined) {
    return inProgress('DaemonSet metadata.generation not found');
  }
  if (valueAt(object, ['status', 'observedGeneration']) === undefined) {
    return inProgress('DaemonSet status.observedGeneration not found');
  }
  const wanted = intAt(object, 'status.desiredNumberScheduled', -1);
  const checks: readonly (readonly [string, string])[] = [['Current', 'currentNumberScheduled'], ['Updated', 'updatedNumberScheduled'], ['Available', 'numberAvailable'], ['Ready', 'numberReady']];

  if (wanted === -1) {
    return inProgress('Missing .status.desiredNumberScheduled');
  }
  for (const [label, field] of checks) {
    const number = intAt(object, `status.${ field }`, 0);

    if (wanted > number) {
      return inProgress(`${ label }: ${ number }/${ wanted }`);
    }
  }

  return current(`All replicas scheduled as expected. Replicas: ${ wanted }`);
}

function replicaSetStanding(object: JsonObject): Standing {
  if (hasCondition(object, 'ReplicaFailure', 'True')) {
    return inProgress('Replica Failure condition. Check Pods');
  }
  const wanted = intAt(object, 'spec.replicas', 1);
  const replicas = intAt(object, 'status.replicas', 0);
  const checks: readonly (readonly [string, string])[] = [['Labelled', 'fullyLabeledReplicas'], ['Available', 'availableReplicas'], ['Ready', 'readyReplicas']];

  for (const [label, field] of checks) {
    const number = intAt(object, `status.${ field }`, 0);

    if (wanted > number) {
      return inProgress(`${ label }: ${ number }/${ wanted }`);
    }
  }

  return replicas > wanted ? inProgress(`Pending termination: ${ replicas - wanted }`) : current(`ReplicaSet is available. Replicas: ${ replicas }`);
}

function jobStanding(object: JsonObject): Standing {
  const completions = intAt(object, 'spec.completions', intAt(object, 'spec.parallelism', 1));
  const succeeded = intAt(object, 'status.succeeded', 0);
  const failures = intAt(object, 'status.failed', 0);

  for (const { type, status } of conditionsOf(object)) {
    if (type === 'Complete' && status === 'True') {
      return current(`Job Completed. succeeded: ${ succeeded }/${ completions }`);
    }
    if (type === 'Failed' && status === 'True') {
      return failed(`Job Failed. failed: ${ failures }/${ completions }`);
    }
  }

  return stringAt(objectAt(object, 'status'), 'startTime')
    ? current(`Job in progress. success:${ succeeded }, active: ${ intAt(object, 'status.active', 0) }, failed: ${ failures }`)
    : inProgress('Job not started');
}

function crdStanding(object: JsonObject): Standing {
  for (const condition of conditionsOf(object)) {
    const { type, status, reason } = condition;

    if (type === 'NamesAccepted' && status === 'False') {
      return failed(stringAt(condition, 'message'));
    }
    if (type === 'Established' && status === 'False' && reason !== 'Installing') {
      return failed(stringAt(condition, 'message'));
    }
    if (type === 'Established' && status === 'True') {
      return current('CRD is established');
    }
  }

  return inProgress('Install in progress');
}
