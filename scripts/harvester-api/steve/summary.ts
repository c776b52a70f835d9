import { isObject, listAt, objectAt, stringAt, textOf } from '../objects';
import type { Json, JsonObject } from '../types';
import { standingOf } from './kstatus';

/** The state of an object as Steve shows it in `metadata.state`. */
export interface Summary {
  readonly state: string;
  readonly error: boolean;
  readonly transitioning: boolean;
  readonly messages: readonly string[];
}

interface Draft {
  state: string;
  error: boolean;
  transitioning: boolean;
  messages: string[];
}

/** Conditions that are a state while unknown, an error when false. */
const UNKNOWN_TRANSITIONS: Readonly<Record<string, string>> = {
  Active: 'activating',
  AddonDeploy: 'provisioning',
  AgentDeployed: 'provisioning',
  BackingNamespaceCreated: 'configuring',
  Built: 'building',
  CertsGenerated: 'provisioning',
  ConfigOK: 'configuring',
  Created: 'creating',
  CreatorMadeOwner: 'configuring',
  DefaultNamespaceAssigned: 'configuring',
  DefaultNetworkPolicyCreated: 'configuring',
  DefaultProjectCreated: 'configuring',
  DockerProvisioned: 'provisioning',
  Deployed: 'deploying',
  Drained: 'draining',
  Downloaded: 'downloading',
  etcd: 'provisioning',
  Inactive: 'deactivating',
  Initialized: 'initializing',
  Installed: 'installing',
  NodesCreated: 'provisioning',
  Pending: 'pending',
  PodScheduled: 'scheduling',
  Provisioned: 'provisioning',
  Reconciled: 'reconciling',
  Refreshed: 'refreshed',
  Registered: 'registering',
  Removed: 'removing',
  Saved: 'saving',
  Updated: 'updating',
  Updating: 'updating',
  Upgraded: 'upgrading',
  Waiting: 'waiting',
  InitialRolesPopulated: 'activating',
  ScalingActive: 'pending',
  AbleToScale: 'pending',
  RunCompleted: 'running',
  Processed: 'processed',
};
/** Conditions that are a state while false, an error when unknown; `''` takes the condition's reason. */
const FALSE_TRANSITIONS: Readonly<Record<string, string>> = {
  Completed: 'activating',
  Ready: 'unavailable',
  Available: 'updating',
  BootstrapReady: '',
  InfrastructureReady: '',
  NodeHealthy: '',
};
/** Per kind, which status of which condition is an error; other kinds have the last entry. */
const ERRORS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'helm.cattle.io/v1/HelmChart': { JobCreated: '', Failed: 'True' },
  'v1/Node': { OutOfDisk: 'True', MemoryPressure: 'True', DiskPressure: 'True', NetworkUnavailable: 'True' },
  'apps/v1/Deployment': { ReplicaFailure: 'True', Progressing: 'False' },
  'apps/v1/ReplicaSet': { ReplicaFailure: 'True' },
};
const OTHER_ERRORS: Readonly<Record<string, string>> = { Stalled: 'True', Failed: 'True' };

function draft(): Draft {
  return { state: '', error: false, transitioning: false, messages: [] };
}

/** Computes the state of an object from its conditions, phase and kind. */
export function summarize(object: JsonObject): Summary {
  const summary = draft();
  const conditions = conditionsOf(object);

  applyDisplay(object, summary);
  applyErrors(object, conditions, summary);
  applyTransitions(conditions, summary);
  applyActive(object, summary);
  applyPhase(object, summary);
  applyStanding(object, summary);
  applyLoadBalancer(object, summary);

  const messages = [...new Set(summary.messages.map((message) => message.trim()))].filter(Boolean);

  return { ...summary, state: (summary.state || 'active').toLowerCase(), messages };
}

/** What a condition alone says: Steve writes it into the condition. */
export function summarizeCondition(object: JsonObject, condition: JsonObject): Pick<Summary, 'error' | 'transitioning'> {
  const summary = draft();

  applyErrors(object, [condition], summary);
  applyTransitions([condition], summary);
  if (stringAt(object, 'apiVersion').includes('cattle.io/') && condition.type === 'Ready' && condition.status === 'False' && condition.message) {
    summary.error = true;
  }

  return summary;
}

function conditionsOf(object: JsonObject): readonly JsonObject[] {
  const own = listAt(objectAt(object, 'status'), 'conditions').filter(isObject);
  const annotation = stringAt(objectAt(objectAt(object, 'metadata'), 'annotations'), 'cattle.io/status');

  return annotation ? [...own, ...listAt(parsed(annotation), 'conditions').filter(isObject)] : own;
}

function parsed(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as Json;

    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function applyDisplay(object: JsonObject, summary: Draft): void {
  const status = objectAt(object, 'status');
  const display = Object.keys(objectAt(status, 'display')).length ? objectAt(status, 'display') : objectAt(status, 'summary');

  if (display.state !== undefined) {
    summary.state = textOf(display.state ?? '');
  }
  if (display.transitioning !== undefined) {
    summary.transitioning = display.transitioning === true;
  }
  if (display.error !== undefined) {
    summary.error = display.error === true;
  }
  if (display.message !== undefined) {
    summary.messages.push(textOf(display.message ?? ''));
  }
}

function applyErrors(object: JsonObject, conditions: readonly JsonObject[], summary: Draft): void {
  const mapping = ERRORS[`${ stringAt(object, 'apiVersion') }/${ stringAt(object, 'kind') }`] ?? OTHER_ERRORS;

  for (const condition of conditions) {
    const status = mapping[stringAt(condition, 'type')];

    if (condition.reason === 'Error' || (status && status === condition.status)) {
      summary.error = true;
      summary.messages.push(stringAt(condition, 'message'));
      if (summary.state === 'active' || summary.state === '') {
        summary.state = 'error';
      }
    }
  }
}

function applyTransitions(conditions: readonly JsonObject[], summary: Draft): void {
  for (const condition of conditions) {
    const state = UNKNOWN_TRANSITIONS[stringAt(condition, 'type')];

    if (state && condition.status === 'False') {
      summary.error = true;
      summary.state = state;
      summary.messages.push(stringAt(condition, 'message'));
    } else if (state && condition.status === 'Unknown' && !summary.state) {
      transition(summary, state, condition);
    }
  }
  for (const condition of conditions) {
    if (!summary.state && condition.type === 'Reconciling' && condition.status === 'True') {
      transition(summary, 'reconciling', condition);
    }
  }
  applyFalseTransitions(conditions, summary);
}

/** A Ready that is false gives way to any other condition that says more. */
function applyFalseTransitions(conditions: readonly JsonObject[], summary: Draft): void {
  let notReady: JsonObject | undefined;

  for (const condition of conditions) {
    const type = stringAt(condition, 'type');
    const state = FALSE_TRANSITIONS[type];

    if (summary.state) {
      return;
    }
    if (type === 'Ready' && condition.status === 'False') {
      notReady = condition;
    } else if (state !== undefined && condition.status === 'False') {
      transition(summary, state || stringAt(condition, 'reason'), condition);
    } else if (state !== undefined && condition.status === 'Unknown') {
      summary.error = true;
      summary.state = state || stringAt(condition, 'reason');
      summary.messages.push(stringAt(condition, 'message'));
    }
  }
  if (!summary.state && notReady) {
    transition(summary, 'unavailable', notReady);
  }
}

function transition(summary: Draft, state: string, condition: JsonObject): void {
  summary.transitioning = true;
  summary.state = state;
  summary.messages.push(stringAt(condition, 'message'));
}

function applyActive(object: JsonObject, summary: Draft): void {
  const active = textOf(objectAt(object, 'spec').active);

  if (!summary.state && (active === 'true' || active === 'false')) {
    summary.state = active === 'true' ? 'active' : 'inactive';
  }
}

function applyPhase(object: JsonObject, summary: Draft): void {
  const phase = stringAt(objectAt(object, 'status'), 'phase');

  if (phase === 'Succeeded' || phase === 'Bound') {
    summary.state = phase.toLowerCase();
    summary.transitioning = false;
  } else if (phase && !summary.state) {
    summary.state = phase;
  }
}

const STANDING_STATES = { InProgress: 'in-progress', Failed: 'failed', Current: 'active', Terminating: 'removing' } as const;

function applyStanding(object: JsonObject, summary: Draft): void {
  const standing = summary.state ? undefined : standingOf(object);

  if (!standing) {
    return;
  }
  summary.state = STANDING_STATES[standing.status];
  summary.messages.push(standing.message);
  if (standing.status === 'Failed') {
    summary.error = true;
  } else if (standing.status !== 'Current') {
    summary.transitioning = true;
  }
}

function applyLoadBalancer(object: JsonObject, summary: Draft): void {
  const spec = objectAt(object, 'spec');

  if ((summary.state === 'active' || summary.state === '') && object.kind === 'Service' && (spec.serviceKind === 'LoadBalancer' || spec.type === 'LoadBalancer')
    && !listAt(objectAt(objectAt(object, 'status'), 'loadBalancer'), 'ingress').length) {
    summary.state = 'pending';
    summary.transitioning = true;
    summary.messages.push('Load balancer is being provisioned');
  }
}
