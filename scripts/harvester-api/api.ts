import { Cluster } from './cluster';
import { emptyResponse, parseRequest, type ParsedRequest } from './http';
import { KubeEndpoint } from './kube/endpoint';
import { namespaceController } from './namespace-controller';
import { SteveEndpoint } from './steve/endpoint';
import { mountOf } from './steve/mount';
import { SubscribeSession } from './steve/subscribe';
import type { AdmissionRule, ApiRequest, ApiResponse, Authorize, ClusterWriter, Controller, JsonObject, ResourceDefinition, WatchEvent } from './types';

export interface HarvesterApiOptions {
  /** What the user may do; everything by default. */
  readonly authorize?: Authorize;
  /** The webhooks; none by default. */
  readonly admission?: readonly AdmissionRule[];
  /** What reacts to changes; nothing by default. With any, a deleted namespace's content goes too. */
  readonly controllers?: readonly Controller[];
  /** Which Steve answers: `0.7` is the one in Harvester 1.8. */
  readonly steveVersion?: '0.7';
  /** Types that are served beside Harvester's, such as those of the Rancher that it runs on. */
  readonly types?: readonly ResourceDefinition[];
  /** False serves a cluster without Harvester's types: Rancher's own. */
  readonly harvester?: boolean;
  readonly now?: () => Date;
  /** The path under which Rancher reaches the cluster; it is served there and at the root alike. */
  readonly base?: string;
}

/** Rancher's id of the demo cluster. */
export const HARVESTER_CLUSTER_ID = 'c-m-demo';

/** Where Rancher has the demo cluster. */
export const RANCHER_BASE = `/k8s/clusters/${ HARVESTER_CLUSTER_ID }`;

/** A subscriber's end of a socket. */
export type Subscriber = Pick<SubscribeSession, 'receive' | 'ping' | 'close'>;

/** A Harvester cluster's API without a socket. */
export class HarvesterApi {
  /** The path under which Rancher reaches the cluster. */
  readonly base: string;
  private readonly backend: Cluster;
  private readonly authorize: Authorize;
  private readonly kube: KubeEndpoint;
  private readonly steve: SteveEndpoint;

  constructor({ authorize = () => true, admission = [], controllers = [], types = [], harvester = true, now = () => new Date(), base = RANCHER_BASE }: HarvesterApiOptions = {}) {
    this.base = base;
    this.authorize = authorize;
    this.backend = new Cluster({ admission, controllers: controllers.length ? [...controllers, namespaceController] : [], now, types, harvester });
    this.kube = new KubeEndpoint(this.backend, authorize);
    this.steve = new SteveEndpoint(this.backend, authorize);
  }

  /** The cluster as a controller sees it: for demo data and tests. */
  get cluster(): ClusterWriter {
    return this.backend.writer;
  }

  /** Answers one request. The controllers act after the answer is made and before this returns. */
  handle(request: ApiRequest): ApiResponse {
    const { base, parsed } = this.parse(request);
    const response = this.steve.handle(parsed, base) ?? this.kube.handle(parsed);

    this.settle();

    return response.status === 404 && !parsed.segments.length ? emptyResponse(404) : response;
  }

  /** Lets the controllers act on what was written through `cluster`, until nothing changes any more. */
  settle(): void {
    this.backend.settle();
  }

  /** Calls the listener on each change of a stored object. Returns the function that ends it. */
  onEvent(listener: (event: WatchEvent) => void): () => void {
    return this.backend.onEvent(listener);
  }

  /** Opens a Steve subscription; undefined when the path has none. */
  subscribe(request: ApiRequest, isForeign: (resourceType: string) => boolean, send: (frame: JsonObject) => void): Subscriber | undefined {
    const { base, parsed } = this.parse(request);
    const found = mountOf(parsed, base);

    if (!found || found.rest.join('/') !== 'subscribe') {
      return undefined;
    }

    return new SubscribeSession({ cluster: this.backend, steve: this.steve, authorize: this.authorize, mount: found.mount, isForeign, send });
  }

  /** Opens a Kubernetes watch that lasts; undefined when the request is none. */
  watch(request: ApiRequest, write: (line: string) => void): (() => void) | undefined {
    return this.kube.stream(this.parse(request).parsed, write);
  }

  private parse(request: ApiRequest): { readonly base: string; readonly parsed: ParsedRequest } {
    const base = this.base && request.url.startsWith(`${ this.base }/`) ? this.base : '';

    return { base, parsed: parseRequest({ ...request, url: request.url.slice(base.length) }) };
  }
}
