import { hasSaveEngine } from '../models/base/save-engine';
import { HarvesterResource } from '../models/base/harvester-resource';
import type { StatusIn } from '../models/base/declarations';
import { registry } from '../models/registry';
import { modelFiles } from './conformance/model-files';

/** A row of the registry, for people and programs. */
export interface ModelRow {
  readonly type: string;
  readonly class: string;
  readonly file: string;
  /** Whether the class stands on HarvesterResource itself, or on a class of the shell through the mixin. */
  readonly base: 'class' | 'mixin';
  readonly statusIn: StatusIn;
}

/** The registry as rows. @throws when a class is not on the base: such a registry is not one to print. */
export function modelRows(): readonly ModelRow[] {
  const files = new Map(modelFiles().map((entry) => [entry.type, entry]));

  return Object.values(registry).map((model) => {
    const file = files.get(model.type);

    if (!file || !hasSaveEngine(model)) {
      throw new Error(`${ model.type }: ${ model.name } is not on HarvesterResource, or its file is not known.`);
    }

    return {
      type: model.type, class: file.className, file: file.file, base: model.prototype instanceof HarvesterResource ? 'class' : 'mixin', statusIn: model.statusIn,
    };
  });
}
