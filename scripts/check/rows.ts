import type { Extension } from './extension';
import { Judge } from './judge';
import { type Load, registeredModels } from './registered';
import { basesOf, type LoadedModel, type Row, rowOf } from './row';
import type { Runtime } from './runtime';
import { knownTypes } from './steve-type';

/** How the modules of an extension are loaded, and who is told. */
export interface Surroundings {
  readonly runtime: Runtime;
  readonly load: Load;
  /** Why a module can not be loaded, as a sentence. */
  readonly failure: (error: unknown) => string;
  readonly warn: (warning: string) => void;
  readonly onProgress: (message: string) => void;
}

async function loadAll({ models }: Extension, { load, failure }: Surroundings): Promise<readonly LoadedModel[]> {
  const loaded: LoadedModel[] = [];

  for (const model of models) {
    try {
      const { default: exported } = await load(model.path);

      loaded.push({ model, exported });
    } catch (error) {
      loaded.push({ model, failure: failure(error) });
    }
  }

  return loaded;
}

/** A model that is loaded, and who judges it. */
export interface Candidate {
  readonly file: string;
  judge(): Promise<Row>;
}

/** Loads the models of an extension, each by itself, as the extension registers them. */
export async function candidates(extension: Extension, surroundings: Surroundings): Promise<readonly Candidate[]> {
  const { runtime, load, failure, warn } = surroundings;
  const models = await registeredModels(await loadAll(extension, surroundings), extension, load, (dir, error) => {
    warn(`The entry of ${ dir } can not be run (${ failure(error) }): its models are judged as their files are, without protect(plugin).`);
  });
  const { types, more } = knownTypes(models.map(({ model }) => model.type));
  const maker = { runtime, judge: new Judge(runtime, more), types, bases: basesOf(models) };

  return models.map((loaded) => ({ file: loaded.model.file, judge: () => rowOf(loaded, maker) }));
}

/** Judges every model of an extension, one after the other. */
export async function rowsOf(extension: Extension, surroundings: Surroundings): Promise<readonly Row[]> {
  surroundings.onProgress(`loading ${ extension.models.length } models`);

  const rows: Row[] = [];
  const all = await candidates(extension, surroundings);

  for (const [at, candidate] of all.entries()) {
    surroundings.onProgress(`${ at + 1 } of ${ all.length }: ${ candidate.file }`);
    rows.push(await candidate.judge());
  }

  return rows;
}
