import SteveModel, { type Location, type MenuAction, type SaveOptions } from '@shell/plugins/steve/steve-class';
import { stateDisplay } from '@shell/plugins/dashboard-store/resource-class';
import type { ActionDescriptor, Column, DetailSection, FormTab, StandardColumn, StateDescriptor, ValidationIssue } from './declarations';
import { isObject } from './kubernetes';
import { storeLookup, type Lookup } from './lookup';
import { withSaveEngine, type SavesChanges } from './save-engine';

/** The name of the product, of its store and the prefix of its routes. Source: the dashboard's Harvester manager links to them by name. */
const PRODUCT = 'harvester';
const ROUTE = 'harvester-c-cluster-resource';

const DESCRIPTION = 'field.cattle.io/description';

/** What every class of this library can declare about itself; each declaration may be left out. */
export interface ModelDeclarations {
  /** The list's columns. Empty: the shell's generic list. */
  readonly columns: readonly (StandardColumn | Column<never>)[];
  /** The form's tabs. Empty: no form, only the YAML page. */
  readonly formTabs: readonly FormTab<never>[];
  /** The detail page's sections. Empty: no detail page. */
  readonly detailSections: readonly DetailSection<never>[];
  /** How each of the type's own states is shown. */
  readonly states: Readonly<Record<string, StateDescriptor>>;
  /** Steve types that list, form and detail page look up; they are loaded first. */
  readonly relatedTypes: readonly string[];
}

/** What every instance of this library has beyond the shell's model. */
export interface HarvesterInstance extends SavesChanges {
  /** The type's own state, a key of `states`; `undefined` leaves it to what Steve says. */
  get ownState(): string | undefined;
  /** Why the resource is in its own state, in the server's words; `undefined` when there is nothing to add. */
  get ownStateMessage(): string | undefined;
  /** The type's own entries of the action menu. */
  get ownActions(): readonly ActionDescriptor[];
  /** How to reach related resources: through indexes, never by a scan. */
  get lookup(): Lookup;
  /** What is wrong with the resource as it stands; changes nothing. */
  issues(): readonly ValidationIssue[];
}

/** A model class of this library over `T`. */
export type HarvesterModel<T extends typeof SteveModel> = Omit<T, 'prototype'> & ModelDeclarations & {
  new (...args: ConstructorParameters<typeof SteveModel>): InstanceType<T> & HarvesterInstance;
  readonly prototype: InstanceType<T> & HarvesterInstance;
};

const rebased = new WeakMap<typeof SteveModel, unknown>();

/** Makes a model of this library out of any model class of the shell, which keeps its behaviour. The same class gives the same result. */
export function harvesterResource<T extends typeof SteveModel>(Base: T): HarvesterModel<T> {
  let model = rebased.get(Base);

  if (!model) {
    model = declaring(withSaveEngine(Base));
    rebased.set(Base, model);
  }

  return model as HarvesterModel<T>;
}

function declaring(Base: typeof SteveModel): typeof SteveModel {
  class DeclaringModel extends Base {
    static readonly columns: ModelDeclarations['columns'] = [];
    static readonly formTabs: ModelDeclarations['formTabs'] = [];
    static readonly detailSections: ModelDeclarations['detailSections'] = [];
    static readonly states: ModelDeclarations['states'] = {};
    static readonly relatedTypes: ModelDeclarations['relatedTypes'] = [];

    get ownState(): string | undefined {
      return undefined;
    }

    get ownStateMessage(): string | undefined {
      return undefined;
    }

    get ownActions(): readonly ActionDescriptor[] {
      return [];
    }

    get lookup(): Lookup {
      return storeLookup(this.$getters);
    }

    issues(): readonly ValidationIssue[] {
      return [];
    }

    private get stateDescriptor(): StateDescriptor | undefined {
      const { states } = this.constructor as unknown as ModelDeclarations;

      return this.ownState === undefined ? undefined : states[this.ownState];
    }

    override get stateDisplay(): string {
      const descriptor = this.stateDescriptor;

      if (!descriptor) {
        return super.stateDisplay;
      }

      return descriptor.labelKey ? this.t(descriptor.labelKey) : stateDisplay(this.ownState);
    }

    override get stateColor(): string {
      const descriptor = this.stateDescriptor;

      return descriptor ? `text-${ descriptor.color }` : super.stateColor;
    }

    override get stateSimpleColor(): string {
      return this.stateColor.replace('text-', '');
    }

    override get stateDescription(): string {
      return this.ownStateMessage ?? super.stateDescription;
    }

    override get _availableActions(): MenuAction[] {
      const own = this.ownActions.map(({ labelKey, bulkAction, ...descriptor }): MenuAction => ({
        ...descriptor, label: this.t(labelKey), ...(bulkAction ? { bulkable: true, bulkAction } : {}),
      }));

      return own.length ? [...own, { divider: true }, ...super._availableActions] : super._availableActions;
    }

    override validationErrors(data?: unknown, options?: SaveOptions): readonly string[] {
      return [...super.validationErrors(data, options), ...this.issues().map(({ key, args }) => this.t(key, args))];
    }

    override get description(): string | undefined {
      return super.description;
    }

    // The shell writes `spec.description` on every type, also where the type has no such field.
    override set description(value: string | undefined) {
      this.setAnnotation(DESCRIPTION, value);

      const spec: unknown = Reflect.get(this, 'spec');

      if (isObject(spec) && 'description' in spec) {
        spec.description = value;
      }
    }

    private get inProduct(): boolean {
      return this.$rootGetters.currentProduct?.name === PRODUCT;
    }

    override get listLocation(): Location {
      const location = super.listLocation;

      return this.inProduct ? { ...location, name: ROUTE } : location;
    }

    override get parentLocationOverride(): Location | undefined {
      return this.inProduct ? this.listLocation : super.parentLocationOverride;
    }

    override get doneOverride(): Location | undefined {
      return this.inProduct ? this.listLocation : super.doneOverride;
    }

    override get _detailLocation(): Location {
      const location = super._detailLocation;

      return this.inProduct ? { ...location, name: `${ ROUTE }${ this.schema?.attributes?.namespaced ? '-namespace' : '' }-id` } : location;
    }
  }

  Object.defineProperty(DeclaringModel, 'name', { value: Base.name });

  return DeclaringModel;
}

/** The base of every class of a type that the shell has no model for. */
export class HarvesterResource<Spec = unknown, Status = unknown> extends harvesterResource(SteveModel) {
  declare spec?: Spec;
  declare status?: Status;
}
