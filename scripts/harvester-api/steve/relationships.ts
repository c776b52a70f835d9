import type { ServedType } from '../definitions';
import { isObject, listAt, objectAt, stringAt, textOf } from '../objects';
import type { Json, JsonObject, KubeObject } from '../types';
import { summarize } from './summary';

/** How relationships find the other object. */
export interface Related {
  typeOf(apiVersion: string, kind: string): ServedType | undefined;
  get(type: ServedType, namespace: string | undefined, name: string): KubeObject | undefined;
}

const SELECTING = new Set(['apps/v1/ReplicaSet', 'apps/v1/DaemonSet', 'apps/v1/StatefulSet', 'apps/v1/Deployment', 'batch/v1/Job', 'v1/Service']);

/** `metadata.relationships`: owners, what applied the object, and the pods that a workload or service selects. Null when there are none. */
export function relationshipsOf(object: KubeObject, related: Related): Json {
  const relationships = [...selections(object), ...owners(object, related), ...appliers(object, related)];

  return relationships.length ? relationships : null;
}

function selections(object: KubeObject): JsonObject[] {
  const selector = objectAt(objectAt(object, 'spec'), 'selector');
  const labels = isObject(selector.matchLabels) ? selector.matchLabels : selector;

  if (!SELECTING.has(`${ object.apiVersion }/${ object.kind }`) || !Object.keys(selector).length) {
    return [];
  }
  const text = Object.entries(labels).map(([key, value]) => `${ key }=${ textOf(value) }`).sort().join(',');

  return [{ toType: 'pod', toNamespace: object.metadata.namespace ?? '', rel: object.kind === 'Service' ? 'selects' : 'creates', selector: text }];
}

function owners(object: KubeObject, related: Related): JsonObject[] {
  return listAt(object.metadata, 'ownerReferences').filter(isObject).map((owner) => {
    const apiVersion = stringAt(owner, 'apiVersion');
    const kind = stringAt(owner, 'kind');
    const name = stringAt(owner, 'name');

    return inbound(related, { rel: 'owner', apiVersion, kind, name, namespace: object.metadata.namespace });
  });
}

/** Rancher notes in annotations by which object it applied another. */
function appliers({ metadata }: KubeObject, related: Related): JsonObject[] {
  const annotations = objectAt(metadata, 'annotations');
  const [apiVersion, kind] = stringAt(annotations, 'objectset.rio.cattle.io/owner-gvk').split(', Kind=');

  if (!apiVersion || !kind || listAt(metadata, 'ownerReferences').length) {
    return [];
  }
  const name = stringAt(annotations, 'objectset.rio.cattle.io/owner-name');
  const namespace = stringAt(annotations, 'objectset.rio.cattle.io/owner-namespace') || metadata.namespace;

  return [inbound(related, { rel: 'applies', apiVersion, kind, name, namespace })];
}

interface Other {
  readonly rel: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** A relationship that comes from another object, with that object's state if it is there. */
function inbound(related: Related, { rel, apiVersion, kind, name, namespace: near }: Other): JsonObject {
  const type = related.typeOf(apiVersion, kind);
  const namespace = type?.namespaced ? near : undefined;
  const found = type && related.get(type, namespace, name);
  const group = apiVersion.includes('/') ? `${ apiVersion.split('/')[0] }.` : '';

  return { fromId: namespace ? `${ namespace }/${ name }` : name, fromType: type?.steveId ?? group + kind.toLowerCase(), rel, ...(found && stateFields(found)) };
}

function stateFields(found: KubeObject): JsonObject {
  const { state, error, transitioning, messages } = summarize(found);

  return { state, ...(messages.length && { message: messages.join('; ') }), ...(error && { error }), ...(transitioning && { transitioning }) };
}
