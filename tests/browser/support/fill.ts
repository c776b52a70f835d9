import { admissionRules } from '../../../scripts/harvester-api/admission/rules';
import { HarvesterApi } from '../../../scripts/harvester-api/api';
import { createControllers } from '../../../scripts/harvester-api/controllers/controllers';
import { Definitions } from '../../../scripts/harvester-api/definitions';
import { loadDemoData } from '../../../scripts/harvester-api/demo-data';
import type { JsonObject, KubeObject } from '../../../scripts/harvester-api/types';

/** Where an object of a demo cluster belongs. */
interface Place {
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Puts the demo data into a real cluster, as controllers and webhooks have left it; what is there already stays. @throws Error with what the cluster refuses */
export async function fill(url: string): Promise<void> {
  const api = new HarvesterApi({ admission: admissionRules, controllers: createControllers() });
  const made: Place[] = [];

  api.onEvent(({ type, resource, object: { metadata: { namespace, name } } }) => {
    if (type === 'ADDED') {
      made.push({ resource, namespace, name });
    }
  });
  loadDemoData(api.cluster, () => { api.settle(); });

  for (const { resource, namespace, name } of made) {
    const object = api.cluster.get(resource, namespace, name);

    if (object) {
      await put(url, resource, object);
    }
  }
}

async function put(url: string, resource: string, { metadata, ...object }: KubeObject): Promise<void> {
  const type = Definitions.all().ofResource(resource);
  const { uid: _uid, resourceVersion: _version, generation: _generation, creationTimestamp: _created, ownerReferences: _owners, ...meta } = metadata;
  const collection = `${ url }${ type?.group ? '/apis' : '/api' }/${ object.apiVersion }${ metadata.namespace ? `/namespaces/${ metadata.namespace }` : '' }/${ type?.plural ?? '' }`;
  const created = await send('POST', collection, { ...object, metadata: meta });

  if (created && type?.statusSubresource && object.status !== undefined) {
    await send('PUT', `${ collection }/${ metadata.name }/status`, { ...created, status: object.status });
  }
}

/** What was stored; undefined when there is such an object. */
async function send(method: string, url: string, object: JsonObject): Promise<JsonObject | undefined> {
  const answer = await fetch(url, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(object) });
  const body = await answer.json() as JsonObject;

  if (answer.status === 409) {
    return undefined;
  }
  if (!answer.ok) {
    throw new Error(`${ method } ${ url }: ${ answer.status } ${ JSON.stringify(body.message) }`);
  }

  return body;
}
