import { Denied } from '../../../../scripts/harvester-api/types';
import type { AdmissionRequest, AdmissionRule, ClusterReader, JsonObject, KubeObject, Operation } from '../../../../scripts/harvester-api/types';

/** What a factory fills in: everything but the name may be left out. */
export interface Sketch extends JsonObject {
  metadata: { name: string; namespace?: string; labels?: { [key: string]: string }; annotations?: { [key: string]: string } };
}

/** A stored object from the parts that matter. */
export function stored({ metadata, ...rest }: Sketch): KubeObject {
  return { apiVersion: 'test/v1', kind: 'Test', ...rest, metadata: { uid: 'uid', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z', ...metadata } };
}

/** A cluster that holds the objects given per resource, and nothing else. */
export function clusterOf(objects: Readonly<Record<string, readonly Sketch[]>>): ClusterReader {
  const list = (resource: string, namespace?: string): readonly KubeObject[] => (objects[resource] ?? []).map(stored).filter(({ metadata }) => !namespace || metadata.namespace === namespace);

  return { list, get: (resource, namespace, name) => list(resource, namespace).find(({ metadata }) => metadata.name === name) };
}

/** The request of a user; `before` is the stored object of an update, or the one to delete. */
export function requestOf(rule: AdmissionRule, operation: Operation, sketch: Sketch, before?: Sketch): AdmissionRequest {
  return operation === 'DELETE'
    ? { operation, resource: rule.resource, oldObject: stored(sketch) }
    : { operation, resource: rule.resource, object: stored(sketch), ...(before ? { oldObject: stored(before) } : {}) };
}

/** What the webhook answers, or undefined when it lets the request pass. */
export function refusal(act: () => unknown): string | undefined {
  try {
    act();

    return undefined;
  } catch (error) {
    if (error instanceof Denied) {
      return error.message;
    }
    throw error;
  }
}

/** The validator's answer to a user's create, or its update of `before`. */
export const judged = (rule: AdmissionRule, cluster: ClusterReader, sketch: Sketch, before?: Sketch): string | undefined => refusal(() => rule.validate?.(requestOf(rule, before ? 'UPDATE' : 'CREATE', sketch, before), cluster));

/** The validator's answer to a user's delete. */
export const judgedDeletion = (rule: AdmissionRule, cluster: ClusterReader, sketch: Sketch): string | undefined => refusal(() => rule.validate?.(requestOf(rule, 'DELETE', sketch), cluster));
