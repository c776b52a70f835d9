import type { ApiRequest, ApiResponse } from '../types';
import type { RancherEndpoints } from './endpoints';

/** An API that answers every request: a cluster's. */
interface Answering {
  handle(request: ApiRequest): ApiResponse;
}

/**
 * Everything that is not the Harvester cluster's, to be asked before it; undefined leaves a request to that cluster.
 * Without a Rancher of its own (standalone) the embedded Rancher's objects are in the Harvester cluster itself.
 */
export function rancherRoutes(endpoints: RancherEndpoints, harvesterBase: string, rancher?: Answering): (request: ApiRequest) => ApiResponse | undefined {
  return (request) => {
    if (request.url.startsWith(`${ harvesterBase }/`)) {
      return undefined;
    }

    return endpoints.handle(request) ?? rancher?.handle(request);
  };
}
