import { Definitions } from './definitions';
import { listAt, objectAt } from './objects';
import type { ClusterWriter, Controller, KubeObject } from './types';

const NAMESPACES = 'namespaces';

/** Empties a namespace that is being deleted, then lets it go; what has finalizers keeps it until they are gone. */
export const namespaceController: Controller = {
  name: 'namespace',
  watches: Definitions.all().types.filter(({ namespaced }) => namespaced).map(({ resource }) => resource).concat(NAMESPACES),
  reconcile({ type, resource, object }, cluster) {
    const name = resource === NAMESPACES ? object.metadata.name : type === 'DELETED' ? object.metadata.namespace : undefined;
    const namespace = name === undefined ? undefined : cluster.get(NAMESPACES, undefined, name);

    if (namespace?.metadata.deletionTimestamp) {
      finalize(namespace, cluster);
    }
  },
};

function finalize(namespace: KubeObject, cluster: ClusterWriter): void {
  const { name } = namespace.metadata;
  let left = 0;

  for (const { resource } of Definitions.all().types.filter(({ namespaced }) => namespaced)) {
    for (const { metadata } of cluster.list(resource, name)) {
      if (!metadata.deletionTimestamp) {
        cluster.remove(resource, name, metadata.name);
      }
      left += cluster.get(resource, name, metadata.name) ? 1 : 0;
    }
  }
  if (!left && listAt(objectAt(namespace, 'spec'), 'finalizers').length) {
    cluster.update(NAMESPACES, { ...namespace, spec: {} });
  }
}
