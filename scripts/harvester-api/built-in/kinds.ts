import { readFileSync } from 'node:fs';
import type { JsonObject, ResourceDefinition } from '../types';

/** A column of a built-in kind's table; `$name` and `$creation` stand for two long descriptions that most kinds share. */
export interface BuiltInColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
}

/** A kind of Kubernetes itself, as kube-apiserver 1.33 describes it. */
export interface BuiltInKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly status: boolean;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly description: string;
  /** Name of its OpenAPI definition. */
  readonly definition: string;
  readonly columns: readonly BuiltInColumn[];
}

function readJson(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8');
}

/** The kinds of Kubernetes itself. */
export function readBuiltInKinds(): readonly BuiltInKind[] {
  const kinds = JSON.parse(readJson('kinds.json')) as readonly BuiltInKind[];

  return kinds;
}

let definitions: Readonly<Record<string, JsonObject>> | undefined;

/** An OpenAPI definition of the built-in kinds, by name. */
export function openApiDefinition(name: string): JsonObject {
  if (!definitions) {
    const parsed = JSON.parse(readJson('definitions.json')) as Readonly<Record<string, JsonObject>>;

    definitions = parsed;
  }

  return definitions[name] ?? {};
}

function open(group: string, version: string, kind: string, plural: string): ResourceDefinition {
  return { group, version, kind, plural, namespaced: true, statusSubresource: true, schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
}

/** Custom resources of Harvester's add-ons whose schemas nobody here knows: anything goes. */
export const OPEN_TYPES: readonly ResourceDefinition[] = [
  open('cdi.kubevirt.io', 'v1beta1', 'DataVolume', 'datavolumes'),
  open('forklift.konveyor.io', 'v1beta1', 'Migration', 'migrations'),
  open('forklift.konveyor.io', 'v1beta1', 'NetworkMap', 'networkmaps'),
  open('forklift.konveyor.io', 'v1beta1', 'Plan', 'plans'),
  open('forklift.konveyor.io', 'v1beta1', 'Provider', 'providers'),
  open('forklift.konveyor.io', 'v1beta1', 'StorageMap', 'storagemaps'),
  open('metal.harvesterhci.io', 'v1alpha1', 'Inventory', 'inventories'),
  open('migration.harvesterhci.io', 'v1beta1', 'OpenstackSource', 'openstacksources'),
  open('migration.harvesterhci.io', 'v1beta1', 'OvaSource', 'ovasources'),
  open('migration.harvesterhci.io', 'v1beta1', 'VirtualMachineImport', 'virtualmachineimports'),
  open('migration.harvesterhci.io', 'v1beta1', 'VmwareSource', 'vmwaresources'),
];
