import { Cluster } from './cluster';
import { emptyResponse, parseRequest, type ParsedRequest } from './http';
import { KubeEndpoint } from './kube/endpoint';
import { namespaceController } from './namespace-controller';
import { SteveEndpoint } from './steve/endpoint';
import { mountOf } from './steve/mount';
import { SubscribeSession } from './steve/subscribe';
import { type SteveTraits, type SteveVersion, traitsOf } from './steve/versions';
import type { AdmissionRule, ApiRequest, ApiResponse, Authorize, ClusterWriter, Controller, JsonObject, ResourceDefinition, WatchEvent } from './types';

export interface HarvesterApiOptions {
  /** The user's name, as refusals have it; `admin` by default. */
  readonly user?: string;
  /** What the user may do; everything by default. */
  readonly authorize?: Authorize;
  /** The webhooks; none by default. */
  readonly admission?: readonly AdmissionRule[];
  /** What reacts to changes; nothing by default. With any, a deleted namespace's content goes too. */
  readonly controllers?: readonly Controller[];
  /** Which Steve answers; `0.7`, the one in Harvester 1.8 and 1.9, by default. */
  readonly steveVersion?: SteveVersion;
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
  private readonly options: HarvesterApiOptions;
  private readonly backend: Cluster;
  private readonly authorize: Authorize;
  private readonly kube: KubeEndpoint;
  private readonly steve: SteveEndpoint;
  private readonly traits: SteveTraits;

  /** `backend`: a cluster that is there already. */
  constructor(options: HarvesterApiOptions = {}, backend = clusterOf(options)) {
    const { user = 'admin', authorize = () => true, base = RANCHER_BASE, steveVersion = '0.7' } = options;

    this.base = base;
    this.options = options;
    this.authorize = authorize;
    this.backend = backend;
    this.kube = new KubeEndpoint(backend, authorize, user);
    this.traits = traitsOf(steveVersion);
    this.steve = new SteveEndpoint(backend, authorize, user, this.traits);
  }

  /** The same cluster, as another user finds it. */
  as(user: string, authorize: Authorize): HarvesterApi {
    return new HarvesterApi({ ...this.options, user, authorize }, this.backend);
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

    return new SubscribeSession({ cluster: this.backend, steve: this.steve, authorize: this.authorize, traits: this.traits, mount: found.mount, isForeign, send });
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

function clusterOf({ admission = [], controllers = [], types = [], harvester = true, now = () => new Date() }: HarvesterApiOptions): Cluster {
  return new Cluster({ admission, controllers: controllers.length ? [...controllers, namespaceController] : [], now, types, harvester });
}
