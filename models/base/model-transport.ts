import type SteveModel from '@shell/plugins/steve/steve-class';
import { asMap, type JsonObject } from './kubernetes';
import { fillIn, MESSAGES } from './messages';
import type { SteveRoute, Transport } from './save';
import { jsonCopy, toKubernetesForm, toSteveForm } from './wire';

export const JSON_TYPE = 'application/json';
/** Longer than the API server gives a request, webhooks included. */
const TIMEOUT_MS = 90_000;
/** The shell would leave for its login page at a 401, and the user's edits would be gone. */
export const STAY = { redirectUnauthorized: false, timeout: TIMEOUT_MS } as const;

/** Sends a request through the model's own store, so that authentication, cluster and error form are the dashboard's. */
export function transportOf(resource: SteveModel): Transport {
  return {
    async request({ method, url, contentType, data }) {
      const headers: Record<string, string> = { accept: JSON_TYPE };

      if (contentType) {
        headers['content-type'] = contentType;
      }

      const response = await resource.$dispatch('request', {
        opt: {
          method, url, headers, ...STAY, ...(data ? { data } : {}),
        },
        type: resource.type,
      });

      return asMap(response);
    },
    say(key, args) {
      const { 'i18n/exists': exists, 'i18n/t': t } = resource.$rootGetters;

      return exists?.(key) && t ? t(key, args) : fillIn(MESSAGES[key], args);
    },
  };
}

/** The resource's way through Steve. */
export function steveRouteOf(resource: SteveModel, transport: Transport): SteveRoute {
  const url = resource.linkFor('update') ?? resource.linkFor('self') ?? '';
  let wire: JsonObject = {};

  return {
    async read() {
      wire = await transport.request({ method: 'get', url: resource.linkFor('self') ?? url });

      return toKubernetesForm(wire, resource.type);
    },
    async replace(object) {
      const body = resource.cleanForSave(jsonCopy(toSteveForm(object, wire)));

      return toKubernetesForm(await transport.request({
        method: 'put', url, contentType: JSON_TYPE, data: jsonCopy(body),
      }), resource.type);
    },
  };
}
