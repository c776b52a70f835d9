import { Definitions, type ServedType } from '../harvester-api/definitions';
import type { JsonObject } from '../harvester-api/types';

/** Groups below `k8s.io` belong to Kubernetes: kube-apiserver takes a type of theirs only with a note of who approved it. */
const APPROVAL = { 'api-approved.kubernetes.io': 'unapproved, for tests' };

/** Every type that Harvester adds to Kubernetes, as the embedded API serves it. */
export function customTypes(): readonly ServedType[] {
  return Definitions.all().types.filter(({ crd }) => crd);
}

/** A type as the CustomResourceDefinition that a kube-apiserver is told of it by. */
export function customResourceDefinition({ group, version, kind, plural, singular, namespaced, statusSubresource, shortNames, categories, columns, selectableFields, schema }: ServedType): JsonObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind:       'CustomResourceDefinition',
    metadata:   { name: `${ plural }.${ group }`, ...(group.endsWith('.k8s.io') ? { annotations: APPROVAL } : {}) },
    spec:       {
      group,
      scope:    namespaced ? 'Namespaced' : 'Cluster',
      names:    { kind, plural, singular, listKind: `${ kind }List`, shortNames: [...shortNames], categories: [...categories] },
      versions: [{
        name:                     version,
        served:                   true,
        storage:                  true,
        subresources:             statusSubresource ? { status: {} } : {},
        additionalPrinterColumns: columns.map((column) => ({ ...column })),
        selectableFields:         selectableFields.map((jsonPath) => ({ jsonPath })),
        schema:                   { openAPIV3Schema: schema ?? { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      }],
    },
  };
}
