import type SteveModel from '@shell/plugins/steve/steve-class';
import type { FormField, FormTab } from '@models/base/declarations';

/** What the store holds, by Steve type. A type that is not in it was never loaded. */
export type Lists = Readonly<Record<string, readonly object[]>>;

/** A context for models: a store with these lists, and a translator that gives back the key and its arguments. */
function modelContext(lists: Lists = {}): object {
  const byId = (type: string, id: string): unknown => lists[type]?.find((item) => Reflect.get(item, 'id') === id);

  return {
    getters:     {
      haveAll:   (type: string) => type in lists,
      all:       (type: string) => lists[type] ?? [],
      byId,
      schemaFor: () => undefined,
    },
    rootGetters: {
      'i18n/t':                 (key: string, args?: object) => args ? `${ key } ${ JSON.stringify(args) }` : key,
      'i18n/exists':            () => false,
      'type-map/optionsFor':    () => ({ isCreatable: true, isEditable: true, isRemovable: true }),
      'type-map/hasCustomEdit': () => true,
    },
    dispatch: () => Promise.resolve(),
  };
}

/** An instance of a model with copies of `data`, beside the lists that are loaded. */
export function createModel<M extends SteveModel>(Model: new (data: object, ctx: object) => M, data: object, lists: Lists = {}): M {
  return new Model(structuredClone(data), modelContext(lists));
}

/** The field of a form at a path. */
export function fieldAt<M>(tabs: readonly FormTab<M>[], path: string): FormField<M> {
  const field = tabs.flatMap(({ fields }) => fields).find((candidate) => candidate.path === path);

  if (!field) {
    throw new Error(`The form has no field at ${ path }.`);
  }

  return field;
}
