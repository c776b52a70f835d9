import { dump, load } from 'js-yaml';
import { createYamlWithOptions } from '@shell/utils/create-yaml';
import type SteveModel from '@shell/plugins/steve/steve-class';
import { asMap, isObject } from '../../models/base/kubernetes';
import type { DashboardStore } from './dashboard-store';

/** What a user does to an object, in a form or in its text: changes it in place. */
export type Change = (object: object) => void;

/**
 * The ways by which a dashboard saves an existing resource: its form; its YAML page; "Edit as YAML" of a form that was filled in before;
 * the text behind "Edit as YAML".
 */
export const SAVE_WAYS = ['form', 'yaml', 'form as yaml', 'yaml of form'] as const;
export type SaveWay = (typeof SAVE_WAYS)[number];

/** The text that "Edit as YAML" shows of a form. */
function generatedText(dashboard: DashboardStore, form: SteveModel): string {
  return createYamlWithOptions(dashboard.schemas(), form.type, structuredClone(form.toJSON()));
}

/** The text that the YAML page shows. */
export async function pageText(resource: SteveModel): Promise<string> {
  const response = await resource.$dispatch('request', { opt: { url: resource.linkFor('view'), headers: { accept: 'application/yaml' } }, type: resource.type });
  const { data } = asMap(response);

  return typeof data === 'string' ? data : '';
}

/** A text after the change. Its comments are lost, which do not count. */
function changedText(text: string, change: Change): string {
  const object = load(text);

  if (isObject(object)) {
    change(object);
  }

  return dump(object);
}

/** Saves a text as the shell's editor does: read and written once more, by the model. */
async function saveText(edited: SteveModel, text: string, initial: string): Promise<void> {
  const forSave: unknown = Reflect.apply(Reflect.get(edited, 'yamlForSave') as (yaml: string) => unknown, edited, [text]);

  await edited.saveYaml(typeof forSave === 'string' ? forSave : text, initial);
}

const WAYS: Readonly<Record<SaveWay, (dashboard: DashboardStore, edited: SteveModel, change: Change) => Promise<void>>> = {
  async form(_dashboard, edited, change) {
    change(edited);
    await edited.save({ skipUIValidation: true });
  },
  async yaml(_dashboard, edited, change) {
    const text = await pageText(edited);

    await saveText(edited, changedText(text, change), text);
  },
  async 'form as yaml'(dashboard, edited, change) {
    const initial = generatedText(dashboard, edited);

    change(edited);
    await saveText(edited, generatedText(dashboard, edited), initial);
  },
  async 'yaml of form'(dashboard, edited, change) {
    const initial = generatedText(dashboard, edited);

    await saveText(edited, changedText(initial, change), initial);
  },
};

/** Makes one change of a resource, and saves it. Validation of the form's own is left out: samples need not make sense. */
export async function saveBy(way: SaveWay, dashboard: DashboardStore, resource: SteveModel, change: Change): Promise<void> {
  await WAYS[way](dashboard, await dashboard.clone(resource), change);
}
