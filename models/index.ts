/**
 * The package's entry: the base of every model, the save engine, and the table of the models.
 * Each model has a path of its own beside it, so that an extension takes only what it uses.
 */
import { harvesterResource as onBase, type HarvesterInstance, type ModelDeclarations } from './base/harvester-resource';
import { withSaveEngine as onEngine, type SavesChanges } from './base/save-engine';

/** A model class of any shell. What the shells' own types say of their models differs and is little, so that nothing is asked of them. */
export type ShellModelClass = abstract new (...args: never[]) => object;

/** What a class of a shell becomes: itself, with what `Added` gives to its instances. */
type Extended<T extends ShellModelClass, Added> = Omit<T, 'prototype'> & {
  new (data: object, context: object, rehydrateNamespace?: string | null, setClone?: boolean): InstanceType<T> & Added;
  readonly prototype: InstanceType<T> & Added;
};

/** A model class whose saves go through the engine. */
export type WithSaveEngine<T extends ShellModelClass> = Extended<T, SavesChanges>;

/** A model class of this library over `T`. */
export type HarvesterModel<T extends ShellModelClass> = Extended<T, HarvesterInstance> & ModelDeclarations;

/**
 * Puts the save engine under any model class of the shell: saves change what the user changed, and nothing else.
 * The class keeps its name, statics, getters and overrides; the same class gives the same result.
 */
export const withSaveEngine = onEngine as <T extends ShellModelClass>(Base: T) => WithSaveEngine<T>;

/** Makes a model of this library out of any model class of the shell, which keeps its behaviour. The same class gives the same result. */
export const harvesterResource = onBase as <T extends ShellModelClass>(Base: T) => HarvesterModel<T>;

export { HarvesterResource } from './base/harvester-resource';
export { hasSaveEngine } from './base/save-engine';
export { SaveError } from './base/save-error';
export { MESSAGES } from './base/messages';
export { NOT_LOADED } from './base/lookup';
export { protect } from './base/protect';
export { modelFor, registry } from './registry';

export type {
  ActionDescriptor, CellValue, Column, DetailSection, Fact, FormField, FormTab, Option, ResourceReference, ScalarField, StandardColumn, StateDescriptor, StatusIn, TableCell, Usage, ValidationIssue,
} from './base/declarations';
export type { HarvesterInstance, ModelDeclarations } from './base/harvester-resource';
export type { FieldChange } from './base/field-changes';
export type { Condition, Json, JsonObject, KubernetesObject, ObjectMeta, OwnerReference, StateSummary } from './base/kubernetes';
export type { Lookup, NotLoaded, Relation } from './base/lookup';
export type { MessageKey } from './base/messages';
export type { ProtectablePlugin, ProtectOptions } from './base/protect';
export type { SavesChanges } from './base/save-engine';
export type { FieldCause, FieldConflict, SaveErrorKind } from './base/save-error';
export type { ReviewedChange, SaveReview } from './base/save-review';
export type { ModelClass, ModelOf, TypeId } from './registry';
