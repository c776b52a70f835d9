import type { ServedType } from '../definitions';
import type { ParsedRequest } from '../http';
import type { KubeObject } from '../types';

/** Where one request found the API: what its links start with. */
export interface Mount {
  /** Scheme, host and, behind Rancher, the cluster's path. */
  readonly root: string;
  /** `root` and Steve's own path: `/v1` or `/v1/harvester`. */
  readonly api: string;
  /** The request's own address without its query. */
  readonly current: string;
}

/** Splits a Steve path into its mount and the rest; undefined when it is not Steve's. */
export function mountOf(request: ParsedRequest, base: string): { readonly mount: Mount; readonly rest: readonly string[] } | undefined {
  const [version, ...rest] = request.segments;

  if (version !== 'v1') {
    return undefined;
  }
  const harvester = rest[0] === 'harvester';
  const root = request.origin + base;

  return {
    mount: { root, api: `${ root }/v1${ harvester ? '/harvester' : '' }`, current: root + request.path },
    rest: harvester ? rest.slice(1) : rest,
  };
}

/** Steve's id of an object: `namespace/name`, or `name`. */
export function idOf({ metadata }: KubeObject): string {
  return metadata.namespace ? `${ metadata.namespace }/${ metadata.name }` : metadata.name;
}

/** The object's address in the Kubernetes API, which Steve links as `view`; Rancher's own types have theirs in Steve. */
export function viewLink(type: ServedType, mount: Mount, namespace: string | undefined, name: string): string {
  if (type.apiVersion === 'management.cattle.io/v3') {
    return [`${ mount.root }/v1/${ type.stevePlural }`, ...(namespace ? [namespace] : []), ...(name ? [name] : [])].join('/');
  }
  const group = type.group ? `/apis/${ type.apiVersion }` : '/api/v1';

  return [mount.root + group, ...(namespace ? ['namespaces', namespace] : []), type.plural, ...(name ? [name] : [])].join('/');
}
