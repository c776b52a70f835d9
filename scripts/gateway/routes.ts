import { embeddedRancherTypes } from '../harvester-api/rancher/types';

/** Where the gateway sends a request on to. */
export interface Passage {
  /** With the query; below the upstream's prefix. */
  readonly path: string;
  /** What the client's path has before it. */
  readonly prefix: string;
}

const CLUSTER = /^\/k8s\/clusters\/[^/?]+(?=\/)/;
const STEVE = /^\/v1(\/harvester)?(?=[/?]|$)/;
const KUBERNETES = /^\/(apis?|version|openapi)(?=[/?]|$)/;
const SUBSCRIBE = /^\/subscribe(?=\?|$)/;

/** What a Rancher has beside its clusters' types. */
const OF_RANCHER = ['logout', 'uiplugins', 'userpreference', 'userpreferences'];

/** Rancher's types as Steve names them, in singular and plural. */
const NAMES: ReadonlySet<string> = new Set([...OF_RANCHER, ...embeddedRancherTypes.flatMap(({ group, kind, plural }) => [`${ group }.${ kind.toLowerCase() }`, `${ group }.${ plural }`])]);

/** True for a type that a Rancher has, by Steve's name of it: the gateway's own Rancher answers for it, whatever is behind. */
export function isRanchers(resourceType: string): boolean {
  return NAMES.has(resourceType);
}

/** Which of the cluster's requests a standalone dashboard, or one in Rancher, sends; undefined for what is the gateway's own. */
export class Routes {
  private readonly stevePath: string;
  private readonly base: string | undefined;

  /** `stevePath`: where the Steve behind answers. `base`: where Rancher has the cluster; without it the cluster is at the root. */
  constructor(stevePath: string, base?: string) {
    this.stevePath = stevePath;
    this.base = base;
  }

  passage(url: string): Passage | undefined {
    const prefix = CLUSTER.exec(url)?.[0] ?? '';
    const rest = url.slice(prefix.length);
    const steve = STEVE.exec(rest)?.[0];

    if (this.base !== undefined && prefix !== this.base) {
      return undefined;
    }

    if (steve !== undefined) {
      const path = rest.slice(steve.length);

      return prefix === '' && this.isOwn(path) ? undefined : { path: this.stevePath + path, prefix };
    }

    return prefix !== '' || KUBERNETES.test(rest) ? { path: rest, prefix } : undefined;
  }

  /** True for the schemas of both: the cluster's and the gateway's own Rancher's. */
  isAllSchemas({ path, prefix }: Passage): boolean {
    return prefix === '' && path.split('?')[0] === `${ this.stevePath }/schemas`;
  }

  isSteve({ path }: Passage): boolean {
    return STEVE.test(path);
  }

  /** True for the socket over which Steve tells of changes. */
  isSubscription({ path }: Passage): boolean {
    return path.startsWith(this.stevePath) && SUBSCRIBE.test(path.slice(this.stevePath.length));
  }

  private isOwn(path: string): boolean {
    const [, type = '', name = ''] = path.split('?')[0]?.split('/') ?? [];

    return isRanchers(type) || (/^schema(definition)?s?$/i.test(type) && isRanchers(name));
  }
}
