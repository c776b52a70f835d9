/**
 * The part of Rancher's shell that models build on, typed once. The shell ships no usable types: nearly everything in it is untyped.
 * Source: @rancher/shell 3.0.0 to 3.0.13, plugins/steve, plugins/dashboard-store, models.
 */

declare module '@shell/plugins/dashboard-store/resource-class' {
  export function colorForState(state: string | undefined, isError?: boolean, isTransitioning?: boolean): string;
  export function stateDisplay(state: string | undefined): string;
}

declare module '@shell/plugins/steve/hybrid-class' {
  /** Deletes the keys that collide with a model's accessors (`state`, `name`, `description`, `labels`, `annotations`) from `data` itself. */
  export function cleanHybridResources<T>(data: T): T;
  const HybridModel: abstract new (...args: never[]) => object;
  export default HybridModel;
}

declare module '@shell/plugins/steve/steve-class' {
  import type { ActionDescriptor } from '@models/base/declarations';
  import type { ObjectMeta } from '@models/base/kubernetes';

  /** Options of a request, as the shell's axios plugin takes them. */
  export interface RequestOptions {
    url?: string;
    method?: string;
    headers?: Record<string, string>;
    data?: unknown;
  }

  /** Options of `save`. */
  export interface SaveOptions extends RequestOptions {
    skipUIValidation?: boolean;
    replace?: boolean;
    invalidatePageCache?: boolean;
    suppressSuccessToast?: boolean;
  }

  /** A schema of the store, as far as models use it. */
  export interface ShellSchema {
    readonly id: string;
    readonly attributes?: { readonly namespaced?: boolean; readonly kind?: string; readonly group?: string; readonly version?: string };
    readonly collectionMethods?: readonly string[];
    readonly resourceMethods?: readonly string[];
    linkFor(name: string): string;
  }

  /** An entry of the shell's own action menu. */
  export type MenuAction = { readonly divider: true } | {
    readonly action: string;
    readonly label?: string;
    readonly icon?: string;
    readonly enabled?: boolean;
    readonly bulkable?: boolean;
    readonly bulkAction?: string;
  };

  /** Vuex getters, of a store or of the whole dashboard; a host may lack any of them. */
  export interface Getters {
    readonly byId?: (type: string, id: string) => unknown;
    readonly all?: (type: string) => unknown;
    readonly haveAll?: (type: string) => boolean;
    readonly currentProduct?: { readonly name?: string };
    readonly 'i18n/exists'?: (key: string) => boolean;
    readonly 'i18n/t'?: (key: string, args?: Readonly<Record<string, unknown>>, raw?: boolean) => string;
    readonly [name: string]: unknown;
  }

  export interface Location {
    name?: string;
    params?: Record<string, unknown>;
    query?: Record<string, unknown>;
  }

  export default class SteveModel {
    constructor(data: object, ctx: object, rehydrateNamespace?: string | null, setClone?: boolean);

    readonly $getters: Getters;
    readonly $rootGetters: Getters;
    $dispatch(action: string, payload?: unknown, options?: { root?: boolean }): Promise<unknown>;

    readonly id: string | undefined;
    readonly type: string;
    readonly apiVersion: string | undefined;
    readonly kind: string | undefined;
    metadata: ObjectMeta | undefined;
    readonly links: Record<string, string> | undefined;
    readonly actions: Record<string, string> | undefined;

    get name(): string | undefined;
    get namespace(): string | undefined;
    get description(): string | undefined;
    set description(value: string | undefined);
    get nameDisplay(): string;
    get typeDisplay(): string;
    get labels(): Record<string, string>;
    get annotations(): Record<string, string>;
    setLabel(key: string, value: string | undefined): void;
    setAnnotation(key: string, value: string | undefined): void;
    get schema(): ShellSchema | undefined;
    get t(): (key: string, args?: Readonly<Record<string, unknown>>, raw?: boolean) => string;

    get stateObj(): ObjectMeta['state'];
    get state(): string;
    get stateDisplay(): string;
    get stateColor(): string;
    get stateSimpleColor(): string;
    get stateBackground(): string;
    get stateDescription(): string;
    get stateSort(): string;

    get canUpdate(): boolean;
    get canDelete(): boolean;
    get canCreate(): boolean;
    get canClone(): boolean;
    get canCustomEdit(): boolean;
    get canYaml(): boolean;
    get canEditYaml(): boolean;
    get canViewInApi(): boolean;
    get availableActions(): readonly MenuAction[];
    get _availableActions(): MenuAction[];
    hasLink(name: string): boolean;
    linkFor(name: string): string | undefined;
    hasAction(name: string): boolean;
    doAction(name: string, body?: unknown, options?: RequestOptions): Promise<unknown>;

    get listLocation(): Location;
    get parentLocationOverride(): Location | undefined;
    get doneOverride(): Location | undefined;
    get detailLocation(): Location;
    get _detailLocation(): Location;
    get details(): readonly object[];
    get customValidationRules(): readonly object[];
    get yamlFolding(): readonly string[];

    applyDefaults(component?: unknown, mode?: string): void;
    validationErrors(data?: unknown, options?: SaveOptions): readonly string[];
    toJSON(): Record<string, unknown>;
    toSave(): Record<string, unknown> | undefined;
    cleanForSave(data: Record<string, unknown>, forNew?: boolean): Record<string, unknown>;
    cleanResource?(data: object): object;
    processSaveResponse(response: object, options?: SaveOptions): void;
    _collectionUrl(): string;
    save(options?: SaveOptions): Promise<this>;
    _save(options?: SaveOptions): Promise<this>;
    saveYaml(yaml: string, initialYaml?: string | null): Promise<void>;
    _saveYaml(yaml: string, initialYaml?: string | null, depth?: number): Promise<void>;
    remove(options?: RequestOptions): Promise<void>;
    promptRemove(resources?: unknown): void;
    update(data: object): Promise<this>;
    replace(): Promise<this>;
    patch(data: unknown, options?: RequestOptions, merge?: boolean, alertOnError?: boolean): Promise<unknown>;
  }

  export type { ActionDescriptor };
}

declare module 'vuex' {
  // The package has types, but its `exports` do not lead to them.
  export * from 'vuex/types/index.d.ts';
}

declare module '@shell/plugins/steve' {
  import type { Module } from 'vuex';

  /** The Vuex module of a Steve store: what the dashboard's own stores are made of. */
  export function SteveFactory(namespace: string | null, baseUrl: string | null): Required<Module<object, object>>;
}

declare module '@shell/utils/create-yaml' {
  /** The text that "Edit as YAML" starts with. Leaves out `status` and whatever is empty. */
  export function createYamlWithOptions(schemas: readonly object[], type: string, data: object, options?: object): string;
}

declare module '@shell/models/*' {
  import SteveModel from '@shell/plugins/steve/steve-class';

  export default class ShellModel extends SteveModel {}
}
