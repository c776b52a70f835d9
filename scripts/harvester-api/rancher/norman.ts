// Rancher's older API, /v3, as far as the dashboard needs it: who am I, and which schemas are there.
import { jsonResponse } from '../http';
import type { ParsedRequest } from '../http';
import type { ApiResponse, JsonObject } from '../types';
import { collection } from './collections';
import { USER } from './user';

const ROOT = '/v3';
const TYPES = ['principal', 'project', 'schema', 'setting', 'token', 'user'] as const;

/** Answers requests to `/v3`; undefined for any other path. */
export function answerNorman(request: ParsedRequest): ApiResponse | undefined {
  const [root, name = '', ...rest] = request.segments;

  if (root !== 'v3') {
    return undefined;
  }
  const items = collections(request.origin)[name];
  const found = rest.length === 0 ? items && collection(name.replace(/s$/, ''), request, items) : items?.find((item) => item.id === rest.join('/'));

  return found ? jsonResponse(200, found) : jsonResponse(404, { type: 'error', status: 404, code: 'NotFound', message: 'not found' });
}

function collections(origin: string): Record<string, JsonObject[]> {
  const link = (path: string): JsonObject => ({ self: `${ origin }${ ROOT }/${ path }` });

  return {
    principals: [{
      id: USER.principal, type: 'principal', baseType: 'principal', links: link(`principals/${ encodeURIComponent(USER.principal) }`), me: true, memberOf: false, loginName: USER.loginName, name: USER.name, principalType: 'user', provider: 'local',
    }],
    users: [{
      id: USER.id, type: 'user', baseType: 'user', links: link(`users/${ USER.id }`), me: true, enabled: true, mustChangePassword: false, name: USER.name, username: USER.loginName, principalIds: [USER.principal],
    }],
    schemas: TYPES.map((type) => ({
      id: type, type: 'schema', links: { ...link(`schemas/${ type }`), collection: `${ origin }${ ROOT }/${ type }s` }, pluralName: `${ type }s`, collectionMethods: ['GET'], resourceMethods: ['GET'], resourceFields: {},
    })),
    projects: [],
    settings: [
      { id: 'first-login', type: 'setting', links: link('settings/first-login'), value: 'false' },
      { id: 'ui-pl', type: 'setting', links: link('settings/ui-pl'), value: 'Harvester' },
    ],
    tokens:      [],
    authConfigs: [],
  };
}
