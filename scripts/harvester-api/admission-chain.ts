import { ApiError } from './errors';
import type { Admission } from './kube/write';
import { type AdmissionRequest, type AdmissionRule, type ClusterReader, Denied, type KubeObject, type Operation } from './types';

/** The admission of one write: the rules of the resource and operation, in order. */
export function admissionOf(rules: readonly AdmissionRule[], cluster: ClusterReader, operation: Operation, resource: string, oldObject?: KubeObject): Admission {
  const asked = rules.filter((rule) => rule.resource === resource && rule.operations.includes(operation));
  const request = (object: KubeObject): AdmissionRequest => ({ operation, resource, object, ...(oldObject && { oldObject }) });

  return {
    mutate: (object) => asked.reduce((current, rule) => answered(rule, () => rule.mutate?.(request(current), cluster) ?? current), object),
    validate(object) {
      for (const rule of asked) {
        answered(rule, () => rule.validate?.(request(object), cluster));
      }
    },
  };
}

/** Asks the rules about a deletion. */
export function admitDeletion(rules: readonly AdmissionRule[], cluster: ClusterReader, resource: string, oldObject: KubeObject): void {
  for (const rule of rules) {
    if (rule.resource === resource && rule.operations.includes('DELETE')) {
      answered(rule, () => rule.validate?.({ operation: 'DELETE', resource, oldObject }, cluster));
    }
  }
}

/** Turns a refusal into the API server's answer. */
function answered<T>(rule: AdmissionRule, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Denied) {
      const message = `admission webhook "${ rule.webhook }" denied the request: ${ error.message }`;

      throw new ApiError(error.code, error.reason, message);
    }
    throw error;
  }
}
