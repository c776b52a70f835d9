import { describe, expect, it } from 'vitest';
import { RancherEndpoints } from '../../../../scripts/harvester-api/rancher/endpoints';
import { rancherRoutes } from '../../../../scripts/harvester-api/rancher/routes';
import type { ApiRequest } from '../../../../scripts/harvester-api/types';

const BASE = '/k8s/clusters/c-m-demo';
const get = (url: string): ApiRequest => ({ method: 'GET', url, headers: {} });
const own = { handle: ({ url }: ApiRequest) => ({ status: 299, headers: {}, body: url }) };

describe('rancherRoutes', () => {
  it('leaves the Harvester cluster\'s requests alone', () => {
    const route = rancherRoutes(new RancherEndpoints([]), BASE, own);

    expect(route(get(`${ BASE }/v1/userpreferences`))).toBeUndefined();
    expect(route(get(`${ BASE }/version`))).toBeUndefined();
  });

  it('answers its own endpoints, and has Rancher\'s own cluster answer the rest', () => {
    const route = rancherRoutes(new RancherEndpoints([]), BASE, own);

    expect(route(get('/rancherversion'))?.status).toBe(200);
    expect(route(get('/v1/management.cattle.io.clusters'))).toMatchObject({ status: 299, body: '/v1/management.cattle.io.clusters' });
  });

  it('leaves the rest to the Harvester cluster when there is no other', () => {
    expect(rancherRoutes(new RancherEndpoints([]), BASE)(get('/v1/management.cattle.io.clusters'))).toBeUndefined();
  });
});
