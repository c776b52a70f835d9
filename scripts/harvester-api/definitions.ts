import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BuiltInColumn, type BuiltInKind, OPEN_TYPES, readBuiltInKinds } from './built-in/kinds';
import { resourceName } from './errors';
import type { JsonObject, ResourceDefinition } from './types';

/** A column of a CRD's table. */
interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly jsonPath: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
}

/** A type as the API serves it. */
export interface ServedType extends ResourceDefinition {
  /** `plural.group`, or `plural` in the core group: the key of everything that is stored. */
  readonly resource: string;
  /** `group/version`, or `v1` in the core group. */
  readonly apiVersion: string;
  /** Steve's id of the type: `loadbalancer.harvesterhci.io.ippool`, `namespace`. */
  readonly steveId: string;
  /** Steve's plural name, as in its paths: `loadbalancer.harvesterhci.io.ippools`, `namespaces`. */
  readonly stevePlural: string;
  readonly singular: string;
  readonly crd: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly columns: readonly PrinterColumn[];
  /** Paths beyond name and namespace that a field selector may ask for. */
  readonly selectableFields: readonly string[];
  readonly verbs: readonly string[];
  /** What a built-in kind has beside: its table, its OpenAPI definition, what it is. */
  readonly builtIn?: { readonly columns: readonly BuiltInColumn[]; readonly definition: string; readonly description: string };
}

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

interface CompactCrd {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly status: boolean;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly columns?: readonly PrinterColumn[];
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
  readonly schema?: JsonObject;
}

/** Completes a definition with the names that follow from it. */
function servedType(definition: ResourceDefinition & Partial<ServedType>): ServedType {
  const { group, version, kind, plural } = definition;

  return {
    crd: false,
    shortNames: [],
    categories: [],
    columns: [],
    selectableFields: [],
    verbs: ALL_VERBS,
    singular: kind.toLowerCase(),
    ...definition,
    resource: resourceName(definition),
    apiVersion: group ? `${ group }/${ version }` : version,
    steveId: group ? `${ group }.${ kind.toLowerCase() }` : kind.toLowerCase(),
    stevePlural: group ? `${ group }.${ plural }` : plural,
  };
}

function fromCrd({ group, version, kind, plural, singular, namespaced, status, shortNames, categories, columns, selectableFields, schema }: CompactCrd): ServedType {
  return servedType({
    group,
    version,
    kind,
    plural,
    singular,
    namespaced,
    statusSubresource: status,
    crd: true,
    shortNames: shortNames ?? [],
    categories: categories ?? [],
    columns: columns ?? [],
    selectableFields: (selectableFields ?? []).map(({ jsonPath }) => jsonPath),
    ...(schema && { schema }),
  });
}

function fromBuiltIn({ status, columns, definition, description, shortNames, categories, ...kind }: BuiltInKind): ServedType {
  return servedType({ ...kind, statusSubresource: status, shortNames: shortNames ?? [], categories: categories ?? [], builtIn: { columns, definition, description } });
}

function readCrds(): ServedType[] {
  const folder = fileURLToPath(new URL('crds/', import.meta.url));

  return readdirSync(folder).sort().map((file) => {
    const crd = JSON.parse(readFileSync(folder + file, 'utf8')) as CompactCrd;

    return fromCrd(crd);
  });
}

let all: Definitions | undefined;

/** Every type that the API serves, found by any of its names. */
export class Definitions {
  readonly types: readonly ServedType[];
  private readonly byResource: ReadonlyMap<string, ServedType>;
  private readonly bySteveName: ReadonlyMap<string, ServedType>;
  private readonly byPath: ReadonlyMap<string, ServedType>;

  constructor(types: readonly ServedType[]) {
    this.types = types;
    this.byResource = new Map(types.map((type) => [type.resource, type]));
    this.bySteveName = new Map(types.flatMap((type) => [[type.stevePlural, type], [type.steveId, type]]));
    this.byPath = new Map(types.map((type) => [`${ type.apiVersion }/${ type.plural }`, type]));
  }

  /** The built-in kinds, Harvester's CRDs and the open types, read once per process. */
  static all(): Definitions {
    all ??= new Definitions([...readBuiltInKinds().map(fromBuiltIn), ...OPEN_TYPES.map((type) => servedType({ ...type, crd: true })), ...readCrds()]);

    return all;
  }

  /** These types and more. */
  with(more: readonly ResourceDefinition[]): Definitions {
    return more.length ? new Definitions([...this.types, ...more.map((type) => servedType({ ...type, crd: true }))]) : this;
  }

  /** Only the kinds of Kubernetes itself. */
  builtIn(): Definitions {
    return new Definitions(this.types.filter((type) => type.builtIn));
  }

  /** By `plural.group`. */
  ofResource(resource: string): ServedType | undefined {
    return this.byResource.get(resource);
  }

  /** By Steve's id or plural name; letter case is no matter. */
  ofSteve(name: string): ServedType | undefined {
    return this.bySteveName.get(name.toLowerCase());
  }

  /** By the parts of a Kubernetes path. */
  ofPath(apiVersion: string, plural: string): ServedType | undefined {
    return this.byPath.get(`${ apiVersion }/${ plural }`);
  }

  /** By `apiVersion` and `kind`, as an object or an owner reference names it. */
  ofKind(apiVersion: string, kind: string): ServedType | undefined {
    return this.types.find((type) => type.kind === kind && type.apiVersion === apiVersion);
  }
}
