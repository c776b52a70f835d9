import type { ValidationIssue } from '../base/declarations';
import { numberOf, textOf } from '../base/partial';

export const MIN_PORT = 1;
export const MAX_PORT = 65535;
export const TCP = 'TCP';

/** One port that a load balancer listens on. Source: load-balancer-harvester v1beta1 Listener. */
export interface LoadBalancerListener {
  /** Tells the listeners apart. `spec.listeners[].name`; only one listener may be without. */
  name?: string;
  /** The port on the load balancer's address, 1 to 65535. `spec.listeners[].port`; required. */
  port?: number;
  /** `TCP` or `UDP`. `spec.listeners[].protocol`; required. */
  protocol?: string;
  /** The port on the backend servers, 1 to 65535. `spec.listeners[].backendPort`; required. */
  backendPort?: number;
}

/** How backend servers are probed. Source: load-balancer-harvester v1beta1 HealthCheck; the webhook fills what is absent. */
export interface LoadBalancerHealthCheck {
  /** The backend port that is probed, of a TCP listener. `spec.healthCheck.port`; absent or 0: no health check. */
  port?: number;
  /** Probes that must succeed before a server is used. `spec.healthCheck.successThreshold`. */
  successThreshold?: number;
  /** Probes that must fail before a server is no longer used. `spec.healthCheck.failureThreshold`. */
  failureThreshold?: number;
  /** Seconds from probe to probe. `spec.healthCheck.periodSeconds`. */
  periodSeconds?: number;
  /** Seconds until a probe counts as failed. `spec.healthCheck.timeoutSeconds`. */
  timeoutSeconds?: number;
}

const PORTS = ['port', 'backendPort'] as const;
export const THRESHOLDS = ['successThreshold', 'failureThreshold', 'periodSeconds', 'timeoutSeconds'] as const;

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= MIN_PORT && value <= MAX_PORT;
}

function isThreshold(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

function portIssues(listener: LoadBalancerListener, index: number): readonly ValidationIssue[] {
  const row = index + 1;

  return PORTS.flatMap((field): ValidationIssue[] => {
    const path = `spec.listeners[${ index }].${ field }`;
    const value = numberOf(listener[field]);

    if (value === undefined) {
      return [{ path, key: `harvesterModels.validation.loadBalancer.${ field }Required`, args: { row } }];
    }

    return isPort(value) ? [] : [{ path, key: `harvesterModels.validation.loadBalancer.${ field }Invalid`, args: { row, min: MIN_PORT, max: MAX_PORT } }];
  });
}

/** What the listeners have in common with an earlier one and must not: name, port or backend port of the same protocol. */
function duplicateIssues(listeners: readonly LoadBalancerListener[]): readonly ValidationIssue[] {
  return listeners.flatMap((listener, index) => {
    const earlier = listeners.slice(0, index);
    const issues: ValidationIssue[] = [];
    const sameName = earlier.findIndex(({ name }) => (name ?? '') === (listener.name ?? ''));

    if (sameName >= 0) {
      issues.push({
        path: `spec.listeners[${ index }].name`,
        key:  `harvesterModels.validation.loadBalancer.${ textOf(listener.name) === undefined ? 'nameRequired' : 'nameTaken' }`,
        args: { row: index + 1, other: sameName + 1 },
      });
    }

    for (const field of PORTS) {
      const taken = listener[field] === undefined ? -1 : earlier.findIndex((other) => other[field] === listener[field] && other.protocol === listener.protocol);

      if (taken >= 0) {
        issues.push({
          path: `spec.listeners[${ index }].${ field }`, key: `harvesterModels.validation.loadBalancer.${ field }Taken`, args: { row: index + 1, other: taken + 1 },
        });
      }
    }

    return issues;
  });
}

/** What the load balancer webhook would refuse about the listeners of a load balancer for VMs. */
export function listenerIssues(listeners: readonly LoadBalancerListener[]): readonly ValidationIssue[] {
  if (listeners.length === 0) {
    return [{ path: 'spec.listeners', key: 'harvesterModels.validation.loadBalancer.listenersRequired' }];
  }

  return [...listeners.flatMap((listener, index) => portIssues(listener, index)), ...duplicateIssues(listeners)];
}

/** What the load balancer webhook would refuse about the health check: its port must be a TCP listener's backend port. */
export function healthCheckIssues(healthCheck: LoadBalancerHealthCheck | undefined, listeners: readonly LoadBalancerListener[]): readonly ValidationIssue[] {
  const port = healthCheck?.port;

  if (!healthCheck || !port) {
    return [];
  }

  const path = 'spec.healthCheck.port';
  const probed = listeners.filter(({ backendPort }) => backendPort === port);

  if (probed.length === 0) {
    return [{ path, key: 'harvesterModels.validation.loadBalancer.healthCheckPortUnknown', args: { port } }];
  }

  if (!probed.some(({ protocol }) => protocol === TCP)) {
    return [{ path, key: 'harvesterModels.validation.loadBalancer.healthCheckPortNotTcp', args: { port } }];
  }

  return THRESHOLDS.filter((field) => !isThreshold(healthCheck[field] ?? 1)).map((field) => ({ path: `spec.healthCheck.${ field }`, key: `harvesterModels.validation.loadBalancer.${ field }` }));
}
