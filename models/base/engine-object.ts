import Resource from '@shell/plugins/dashboard-store/resource-class';
import type SteveModel from '@shell/plugins/steve/steve-class';
import type { SaveOptions } from '@shell/plugins/steve/steve-class';

const KUBERNETES_ENDPOINT = /^(?:https?:\/\/[^/]+)?(?:\/k8s\/clusters\/[^/]+)?\/apis?\//;

/** The engine acts on objects that were read from Kubernetes through Steve; anything else is the shell's business. */
export function isEngineObject(resource: SteveModel): boolean {
  const { id, apiVersion, kind, metadata } = resource;
  const view = resource.linkFor('view');

  return !!(id && apiVersion && kind && metadata?.resourceVersion && metadata.uid && view && KUBERNETES_ENDPOINT.test(view));
}

/** A new object of a type that Kubernetes serves, as opposed to Rancher's own types. */
export function isNewKubernetesObject(resource: SteveModel): boolean {
  return !resource.id && resource.schema?.attributes?.kind !== undefined;
}

/** A save of the object itself, as opposed to some other address or method that a caller asks for. */
export function isOwnSave(resource: SteveModel, { url, method = 'put' }: SaveOptions): boolean {
  const own = url === undefined || url === resource.linkFor('update') || url === resource.linkFor('self');

  return own && ['put', 'patch'].includes(method.toLowerCase());
}

/** What the user is told the resource is called. */
export function nameOf(resource: SteveModel): string {
  return resource.id ?? resource.metadata?.name ?? resource.type;
}

/** The object as it stands in the store, when it is there. */
export function storedTwin(resource: SteveModel): SteveModel | undefined {
  const twin = resource.id ? resource.$getters.byId?.(resource.type, resource.id) : undefined;

  return isModel(twin) ? twin : undefined;
}

/** Every model of the shell is a Resource; what the engine uses of it is there in all that hold an object of a cluster. */
function isModel(value: unknown): value is SteveModel {
  return value instanceof Resource;
}
