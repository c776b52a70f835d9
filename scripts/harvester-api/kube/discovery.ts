import type { Definitions, ServedType } from '../definitions';
import type { ParsedRequest } from '../http';
import type { JsonObject } from '../types';

const VERSION: JsonObject = {
  major: '1',
  minor: '33',
  emulationMajor: '1',
  emulationMinor: '33',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '32',
  gitVersion: 'v1.33.4',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'go1.24',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** Answers what the API says of itself; undefined when the path is no such question. */
export function discovery(definitions: Definitions, { segments, origin }: ParsedRequest): JsonObject | undefined {
  const [root, group, version, ...rest] = segments;

  switch (root) {
    case 'version':
      return segments.length === 1 ? VERSION : undefined;
    case 'api':
      if (segments.length === 1) {
        return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: origin.replace(/^https?:\/\//, '') }] };
      }

      return segments.length === 2 && group === 'v1' ? resourceList(definitions, 'v1') : undefined;
    case 'apis':
      if (segments.length === 1) {
        return { kind: 'APIGroupList', apiVersion: 'v1', groups: groupNames(definitions).map((name) => apiGroup(definitions, name)) };
      }
      if (segments.length === 2 && group !== undefined && groupNames(definitions).includes(group)) {
        return { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(definitions, group) };
      }

      return segments.length === 3 && !rest.length ? resourceList(definitions, `${ group }/${ version }`) : undefined;
    default:
      return undefined;
  }
}

function groupNames(definitions: Definitions): string[] {
  return [...new Set(definitions.types.map(({ group }) => group))].filter(Boolean).sort();
}

function apiGroup(definitions: Definitions, name: string): JsonObject {
  const versions = [...new Set(definitions.types.filter(({ group }) => group === name).map(({ version }) => version))].map((version) => ({ groupVersion: `${ name }/${ version }`, version }));

  return { name, versions, preferredVersion: versions[0] };
}

function resourceList(definitions: Definitions, groupVersion: string): JsonObject | undefined {
  const types = definitions.types.filter(({ apiVersion }) => apiVersion === groupVersion);

  if (!types.length) {
    return undefined;
  }

  return { kind: 'APIResourceList', ...(types[0]?.group && { apiVersion: 'v1' }), groupVersion, resources: types.flatMap(apiResources) };
}

function apiResources(type: ServedType): JsonObject[] {
  const { plural, singular, namespaced, kind, shortNames, categories, statusSubresource } = type;
  const resource: JsonObject = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs: [...type.verbs],
    ...(shortNames.length && { shortNames: [...shortNames] }),
    ...(categories.length && { categories: [...categories] }),
  };

  return statusSubresource ? [resource, { name: `${ plural }/status`, singularName: '', namespaced, kind, verbs: ['get', 'patch', 'update'] }] : [resource];
}
