import { describe, expect, it } from 'vitest';
import { RancherEndpoints } from '../../../../scripts/harvester-api/rancher/endpoints';
import type { JsonObject } from '../../../../scripts/harvester-api/types';

const PLUGIN = { name: 'harvester', version: '0.1.0', annotations: { 'catalog.cattle.io/ui-extensions-version': '>= 3.0.0' } };

/** One request to fresh or given endpoints, its answer parsed; undefined when it is for a cluster. */
function ask(method: string, url: string, body?: JsonObject, endpoints = new RancherEndpoints([])): { status: number; body: JsonObject } | undefined {
  const response = endpoints.handle({ method, url, headers: { host: 'dashboard.example' }, ...(body ? { body: JSON.stringify(body) } : {}) });
  const parsed = response && JSON.parse(response.body) as JsonObject;

  return response && parsed && { status: response.status, body: parsed };
}

describe('RancherEndpoints', () => {
  it.each([
    ['which Rancher', 'GET', '/rancherversion', 200, { Version: 'v2.15.0' }],
    ['which Kubernetes', 'GET', '/version', 200, { gitVersion: 'v1.34.1+rke2r1' }],
    ['which extensions, when there are none', 'GET', '/v1/uiplugins', 200, { entries: {} }],
    ['who am I', 'POST', '/v1/ext.cattle.io.selfuser', 201, { status: { userID: 'user-admin' } }],
    ['who am I, in the older API', 'GET', '/v3/principals', 200, { type: 'collection', data: [{ id: 'local://user-admin', me: true, provider: 'local' }] }],
    ['one principal', 'GET', '/v3/principals/local%3A%2F%2Fuser-admin', 200, { id: 'local://user-admin', links: { self: 'http://dashboard.example/v3/principals/local%3A%2F%2Fuser-admin' } }],
    ['older schemas', 'GET', '/v3/schemas', 200, { type: 'collection', resourceType: 'schema' }],
    ['the first login', 'GET', '/v3/settings/first-login', 200, { value: 'false' }],
    ['what the older API does not have', 'GET', '/v3/nonsense', 404, { status: 404 }],
    ['how to log in', 'GET', '/v1-public/authproviders', 200, { data: [{ id: 'local' }] }],
    ['to log in', 'POST', '/v1-public/login', 200, {}],
    ['to log out', 'POST', '/v1/logout', 200, {}],
  ])('answers: %s', (_reason, method, url, status, body) => {
    expect(ask(method, url)).toMatchObject({ status, body });
  });

  it.each([['GET', '/v1/schemas'], ['GET', '/v1/management.cattle.io.settings'], ['GET', '/apis'], ['GET', '/v1/ext.cattle.io.selfuser'], ['GET', '/v3x'], ['GET', '/k8s/clusters/c-m-demo/v1/schemas']])('leaves %s %s to a cluster', (method, url) => {
    expect(ask(method, url)).toBeUndefined();
  });

  it('tells the dashboard where an extension is', () => {
    expect(ask('GET', '/v1/uiplugins', undefined, new RancherEndpoints([PLUGIN]))?.body).toStrictEqual({
      entries: { harvester: { name: 'harvester', version: '0.1.0', endpoint: '/v1/uiplugins/harvester/0.1.0/plugin', noCache: false, noAuth: false, metadata: PLUGIN.annotations } },
    });
  });

  it('says in every answer that the user is known', () => {
    expect(new RancherEndpoints([]).handle({ method: 'GET', url: '/v3/principals', headers: {} })?.headers).toMatchObject({ 'x-api-cattle-auth': 'true' });
  });
});
