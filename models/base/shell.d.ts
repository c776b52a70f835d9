/**
 * The part of Rancher's shell that models build on, typed once. The shell ships no usable types: nearly everything in it is untyped.
 * Source: @rancher/shell 3.0.0 to 3.0.13, plugins/steve, plugins/dashboard-store, models.
 */

declare module '@shell/plugins/dashboard-store/resource-class' {
  export function colorForState(state: string | undefined, isError?: boolean, isTransitioning?: boolean): string;
  export function stateDisplay(state: string | undefined): string;
  /** What every model is. */
  const Resource: abstract new (...args: never[]) => object;
  export default Resource;
}

declare module '@shell/plugins/dashboard-store/model-loader' {
  import type SteveModel from '@shell/plugins/steve/steve-class';

  /** The class of a type in a store, as the extensions or the shell have it; `null` when nobody has one. Keeps what it found. */
  export function lookup(store: string, type: string, name: string | undefined, rootState: object): typeof SteveModel | null;
}

declare module '@shell/plugins/steve/norman-class' {
  import type SteveModel from '@shell/plugins/steve/steve-class';

  /** Objects of Rancher's older API. It has no members of its own that matter here. */
  export default class NormanModel extends SteveModel {}
}

declare module '@shell/plugins/dashboard-store/normalize' {
  /** What the shell's forms do after a 409: merges into `edited`, which then carries the live resourceVersion. `false`: it may be saved again. */
  export function handleConflict(initial: object, edited: object, live: object, store: { dispatch: unknown; getters: object }, namespace: string): Promise<false | readonly string[]>;
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
    readonly attributes?: { readonly namespaced?: boolean; readonly kind?: string; readonly group?: string; readonly version?: string; readonly resource?: string };
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
    readonly 'i18n/t'?: (key: string, args?: Readonly<Record<string, unknown>>, language?: string) => string;
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
    get t(): (key: string, args?: Readonly<Record<string, unknown>>, language?: string) => string;

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
    yamlForSave(yaml: string): string | null | undefined;
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

// ---------------------------------------------------------------------------------------------------------------------------
// What the extension's pages and stores use of the shell. Source: @rancher/shell 3.0.13, components, core, store, config.
// ---------------------------------------------------------------------------------------------------------------------------

declare module '@rancher/auto-import' {
  import type { Plugin } from '@shell/core/plugin';

  /** Generated for each extension: registers what stands in its folders, and carries the shim that older hosts need. */
  export function importTypes(plugin: Plugin): void;
}

declare module '@shell/plugins/steve' {
  /** Starts the worker that a Steve store may have. */
  export function steveStoreInit(store: object, context: object): void;
}

declare module '*.svg' {
  const url: string;
  export default url;
}

declare module '@shell/core/plugin' {
  import type { Component } from 'vue';
  import type { Module } from 'vuex';
  import type { Getters } from '@shell/plugins/steve/steve-class';
  import type { ProductDsl } from '@shell/store/type-map';

  /** A page's address, as the dashboard's router takes it. */
  export interface PluginRoute {
    readonly parent: 'default' | 'plain' | 'blank';
    readonly route: {
      readonly name: string;
      readonly path: string;
      readonly component?: () => Promise<Component>;
      readonly redirect?: (to: { readonly params: Readonly<Record<string, string | string[]>> }) => object;
      readonly meta?: Readonly<Record<string, unknown>>;
    };
  }

  /** The dashboard's root store, as an extension's product gets it. */
  export interface RootStore {
    readonly state: object;
    readonly getters: Getters;
    dispatch(action: string, payload?: unknown): Promise<unknown>;
  }

  /** A Vuex module as `addDashboardStore` takes it. */
  export interface StoreSpecifics extends Omit<Required<Module<object, object>>, 'modules' | 'namespaced' | 'state'> {
    state(): object;
  }

  /** What an extension is given to register itself with. */
  export class Plugin {
    constructor(id: string);
    /** What is registered, by folder and name: the dashboard takes it over when the entry has returned. */
    readonly types: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
    readonly stores: readonly { readonly storeName: string; register(): (store: object) => void }[];
    metadata: Readonly<Record<string, unknown>>;
    /** A function's own `name` would be taken for a product of another form. */
    addProduct(product: { init(plugin: Plugin, store: RootStore): void }): void;
    addDashboardStore(name: string, specifics: StoreSpecifics, config: { readonly namespace: string; readonly isClusterStore: boolean }, init?: unknown): void;
    addStore(name: string, register: () => (store: object) => void, unregister: (store: object) => void): void;
    addRoutes(routes: readonly PluginRoute[]): void;
    register(folder: string, name: string, load: unknown): void;
    DSL(store: RootStore, product: string): ProductDsl;
  }
}

declare module '@shell/store/type-map' {
  /** A route of the navigation. */
  export interface NavigationRoute {
    readonly name: string;
    readonly params: Readonly<Record<string, string>>;
  }

  /** How a product describes itself and its navigation. */
  export interface ProductDsl {
    product(options: Readonly<Record<string, unknown>>): void;
    basicType(types: readonly string[], group?: string): void;
    configureType(type: string, options: Readonly<Record<string, unknown>>): void;
    virtualType(type: Readonly<Record<string, unknown>>): void;
    weightGroup(group: string, weight: number, forBasic: boolean): void;
    weightType(type: string, weight: number, forBasic: boolean): void;
  }
}

declare module '@shell/config/table-headers' {
  /** A column of the shell's tables. */
  export interface TableHeader {
    readonly name: string;
    readonly label?: string;
    readonly labelKey?: string;
    readonly value?: string | ((row: never) => unknown);
    readonly sort?: string | readonly string[] | false;
    readonly search?: false | string | readonly (string | ((row: never) => unknown))[];
    readonly formatter?: string;
    readonly width?: number;
  }

  export const STATE: TableHeader;
  export const NAME: TableHeader;
  export const NAMESPACE: TableHeader;
  export const DESCRIPTION: TableHeader;
  export const AGE: TableHeader;
}

declare module '@shell/utils/error' {
  /** The navigation takes it, by name, for "no such cluster", and goes home. */
  export class ClusterNotFoundError extends Error {}
}

declare module '@shell/utils/sort' {
  /** How the shell's tables sort: by properties of the rows, numbers as numbers. */
  export function sortBy<T>(rows: readonly T[], keys: string | readonly string[], descending?: boolean): T[];
}

declare module '@shell/composables/useI18n' {
  import type { Store } from 'vuex';

  export function useI18n(store: Store<object>): { t(key: string, args?: Readonly<Record<string, unknown>>, raw?: boolean): string };
}

declare module '@shell/pages/*' {
  import type { Component } from 'vue';

  const page: Component;
  export default page;
}

declare module '@shell/edit/*' {
  import type { Component } from 'vue';

  const form: Component;
  export default form;
}

declare module '@shell/components/ResourceTable' {
  import type { TableHeader } from '@shell/config/table-headers';
  import type { ShellSchema } from '@shell/plugins/steve/steve-class';

  const ResourceTable: new () => {
    $props: {
      schema: ShellSchema;
      rows: readonly object[];
      headers: readonly TableHeader[];
      loading?: boolean;
      sortGenerationFn?: () => string;
      useQueryParamsForSimpleFiltering?: boolean;
    };
    $slots: Readonly<Record<string, (scope: { row: object; value: unknown }) => unknown>>;
  };
  export default ResourceTable;
}

declare module '@shell/components/SortableTable' {
  import type { TableHeader } from '@shell/config/table-headers';

  const SortableTable: new () => {
    $props: {
      rows: readonly object[];
      headers: readonly TableHeader[];
      keyField: string;
      search?: boolean;
      tableActions?: boolean;
      rowActions?: boolean;
      paging?: boolean;
      rowsPerPage?: number;
      defaultSortBy?: string;
      noRowsKey?: string;
    };
    $slots: Readonly<Record<string, (scope: { row: object; value: unknown }) => unknown>>;
  };
  export default SortableTable;
}

declare module '@shell/components/Loading' {
  const Loading: new () => { $props: { mode?: string } };
  export default Loading;
}

declare module '@shell/components/CruResource' {
  const CruResource: new () => {
    $props: {
      resource: object;
      mode: string;
      errors?: readonly string[];
      doneRoute?: string | object;
      canYaml?: boolean;
      validationPassed?: boolean;
      onFinish?: (done: (ok: boolean) => void) => void;
      onError?: (errors: readonly unknown[]) => void;
    };
    $slots: { default?(): unknown; noticeBanner?(): unknown };
    /** What its Save button does: creates the namespace first that the user asked for, and finishes. */
    clickSave(done: (ok: boolean) => void): Promise<void>;
  };
  export default CruResource;
}

declare module '@shell/components/Tabbed' {
  const Tabbed: new () => {
    $props: { sideTabs?: boolean; useHash?: boolean; defaultTab?: string; resource?: object };
    select(name: string): void;
  };
  export default Tabbed;
}

declare module '@shell/components/Tabbed/Tab' {
  const Tab: new () => { $props: { name: string; label?: string; labelKey?: string; weight?: number; error?: boolean; count?: false } };
  export default Tab;
}

declare module '@shell/components/form/ResourceTabs' {
  const ResourceTabs: new () => { $props: { value: object; mode: string; needConditions?: boolean; needEvents?: boolean; needRelated?: boolean } };
  export default ResourceTabs;
}

declare module '@shell/components/form/Conditions' {
  const Conditions: new () => { $props: { value: object } };
  export default Conditions;
}

declare module '@shell/components/form/NameNsDescription' {
  const NameNsDescription: new () => { $props: { value: object; mode: string; namespaced: boolean; descriptionKey?: string } };
  export default NameNsDescription;
}

declare module '@shell/components/form/LabeledSelect' {
  const LabeledSelect: new () => {
    $props: {
      value: string | number | undefined;
      options: readonly { readonly value: string | number; readonly label: string; readonly disabled?: boolean }[];
      label: string;
      mode: string;
      disabled?: boolean;
      required?: boolean;
      tooltip?: string;
      status?: string;
      'onUpdate:value'?: (value: string | number) => void;
      onOnBlur?: () => void;
    };
    $el: Element;
  };
  export default LabeledSelect;
}

declare module '@components/Form/LabeledInput' {
  export const LabeledInput: new () => {
    $props: {
      value: string | number;
      label: string;
      mode: string;
      type?: string;
      disabled?: boolean;
      required?: boolean;
      placeholder?: string;
      tooltip?: string;
      status?: string;
      'onUpdate:value'?: (value: string) => void;
      onBlur?: () => void;
    };
  };
}

declare module '@components/Form/Checkbox' {
  export const Checkbox: new () => {
    $props: { value: boolean; label: string; mode: string; disabled?: boolean; tooltip?: string; 'onUpdate:value'?: (value: boolean) => void };
  };
}

declare module '@components/Banner' {
  export const Banner: new () => { $props: { color: string; label?: string; closable?: boolean }; $slots: { default?(): unknown } };
}

declare module '@components/BadgeState' {
  export const BadgeState: new () => { $props: { color: string; label: string } };
}

declare module '@shell/components/AsyncButton' {
  const AsyncButton: new () => {
    $props: { mode?: string; actionLabel?: string; waitingLabel?: string; successLabel?: string; errorLabel?: string; onClick?: (done: (ok: boolean) => void) => void };
    clicked(): void;
  };
  export default AsyncButton;
}

declare module '@shell/components/form/Footer' {
  const Footer: new () => { $props: { mode: string } };
  export default Footer;
}

declare module '@shell/components/ResourceDetail' {
  const ResourceDetail: new () => { $props: object };
  export default ResourceDetail;
}

declare module '@shell/components/ResourceYaml' {
  const ResourceYaml: new () => {
    $props: { value: object; mode: string; onError?: (errors: readonly unknown[]) => void };
    $slots: Readonly<Record<string, (scope: object) => unknown>>;
    /** The text that is compared with, and the text as it stands. */
    initialYaml: string;
    readonly currentYaml: string;
    /** What the last save was rejected with. */
    readonly errors: readonly unknown[] | null;
    updateValue(text: string): void;
    refresh(): void;
    save(done: (ok: boolean) => void): Promise<void>;
    done(): void;
  };
  export default ResourceYaml;
}
