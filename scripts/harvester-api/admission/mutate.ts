import { objectAt } from '../objects';
import type { AdmissionRule, ClusterReader, JsonObject, KubeObject } from '../types';

/** A new object as the mutating webhooks make it, for writers that go past the user's admission. */
export function mutated(rules: readonly AdmissionRule[], resource: string, object: JsonObject, cluster: ClusterReader): KubeObject {
  const metadata = { name: '', uid: '', resourceVersion: '', creationTimestamp: '', ...objectAt(object, 'metadata') };
  const submitted: KubeObject = { apiVersion: '', kind: '', ...object, metadata };

  return rules.filter((rule) => rule.resource === resource && rule.operations.includes('CREATE'))
    .reduce((current, rule) => rule.mutate?.({ operation: 'CREATE', resource, object: current }, cluster) ?? current, submitted);
}
