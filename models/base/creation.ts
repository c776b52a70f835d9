import type SteveModel from '@shell/plugins/steve/steve-class';
import { nameOf } from './engine-object';
import { creationRefusal, failureOf } from './failure';
import { isMap, isObject, textsOf, type JsonObject, type KubernetesObject } from './kubernetes';
import { JSON_TYPE, transportOf } from './model-transport';
import { tryCreate } from './save';
import { SaveError } from './save-error';
import { reviewOf, type SaveReview } from './save-review';
import { jsonCopy, toKubernetesForm } from './wire';

/** A refusal of a create in the words and form of every other refusal. What did not come from the server stays as it is. */
export function asSaveError(resource: SteveModel, error: unknown): unknown {
  const failure = failureOf(error);

  if (error instanceof SaveError || Array.isArray(error) || !isObject(error) || (error instanceof Error && failure.code === undefined && !('isAxiosError' in error))) {
    return error;
  }

  return creationRefusal(transportOf(resource).say, nameOf(resource), failure);
}

/** Where a new object goes, and what of it is sent. @throws SaveError when it has no namespace and needs one. */
function creationOf(resource: SteveModel, object: KubernetesObject): { readonly name: string; readonly url: string; readonly kubernetesUrl: string; readonly data: JsonObject } {
  const { schema } = resource;
  const { name = '', namespace = '' } = textsOf(object.metadata);
  const { namespaced = false, group = '', version = '', resource: plural = '' } = schema?.attributes ?? {};

  if (namespaced && !namespace) {
    throw new SaveError('invalid', transportOf(resource).say('harvesterModels.save.namespaceRequired', {}));
  }

  const collection = schema?.linkFor('collection') ?? resource._collectionUrl();
  const cluster = collection.slice(0, Math.max(0, collection.lastIndexOf('/v1/')));

  return {
    name:          name || resource.type,
    url:           namespaced ? `${ collection }/${ namespace }` : collection,
    kubernetesUrl: `${ cluster }${ group ? `/apis/${ group }` : '/api' }/${ version }${ namespaced ? `/namespaces/${ namespace }` : '' }/${ plural }`,
    data:          jsonCopy(resource.cleanForSave({ ...object }, true)),
  };
}

/** Creates a resource from an object in Kubernetes' form. Resolves to Steve's answer. @throws SaveError */
export async function create(resource: SteveModel, object: KubernetesObject): Promise<JsonObject> {
  const { name, url, data } = creationOf(resource, object);
  const transport = transportOf(resource);

  try {
    return await transport.request({ method: 'post', url, contentType: JSON_TYPE, data });
  } catch (error) {
    throw creationRefusal(transport.say, name, failureOf(error));
  }
}

/** What a creation would store. @throws SaveError */
export async function reviewCreation(resource: SteveModel, object: KubernetesObject): Promise<SaveReview> {
  const { name, kubernetesUrl, data } = creationOf(resource, object);
  const { group = '', version = '', kind = '' } = resource.schema?.attributes ?? {};
  // Steve adds these two to what a form sends.
  const after = { apiVersion: group ? `${ group }/${ version }` : version, kind, ...toKubernetesForm(data, resource.type) };
  const before = Object.fromEntries(Object.entries(after).map(([key, value]) => [key, isMap(value) ? {} : value]));

  return reviewOf({ before, after, answer: await tryCreate({ name, url: kubernetesUrl, object: after }, transportOf(resource)) });
}
