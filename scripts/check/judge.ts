import type { ServedType } from '../harvester-api/definitions';
import type { ResourceDefinition } from '../harvester-api/types';
import type { AnyModel } from '../conformance/dashboard-store';
import type { AnyClass } from './class-chain';
import { gettersOf, throwingGetters } from './getters';
import { reasonOf } from './reason';
import type { Runtime } from './runtime';
import { lostPaths } from './sent';
import { type Saved, Trial } from './trial';

/** What came of saving full objects of a type through a model. */
export interface Verdict {
  /** What the form's save loses of the stored object. */
  readonly loses: readonly string[];
  /** What it sends that the user did not change, and that the shell's own class would not send. */
  readonly sends: readonly string[];
  /** What the YAML page and "Edit as YAML" lose beyond. */
  readonly losesAsYaml: readonly string[];
  /** True when, after a conflict, the form's save puts an old status over the live one. */
  readonly staleStatus: boolean;
  /** Why the form can not be saved. */
  readonly error: string | null;
  /** Why nothing was judged. */
  readonly note?: string;
}

/** The classes of the shell that are saved to Kubernetes. */
export type KubernetesRoot = 'SteveModel' | 'HybridModel';

const NOTHING: Verdict = { loses: [], sends: [], losesAsYaml: [], staleStatus: false, error: null };

/** A save that is rejected after the object was stored has done its work; what failed then is not the save. */
function isRefused({ error, stored, expected }: Saved): boolean {
  return error !== undefined && JSON.stringify(stored?.metadata.labels) !== JSON.stringify(expected.metadata.labels);
}

/** A form's own validation rejects with the texts that it shows. */
function isValidation(error: unknown): boolean {
  return Array.isArray(error) && error.every((each) => typeof each === 'string');
}

/** Saves full objects through models, each edit by edit as a dashboard does, and tells what is stored differently. */
export class Judge {
  private readonly runtime: Runtime;
  private readonly trial: Trial;
  private readonly usual = new Map<string, Promise<readonly string[]>>();

  constructor(runtime: Runtime, guessed: readonly ResourceDefinition[]) {
    this.runtime = runtime;
    this.trial = new Trial(runtime, guessed);
  }

  /** The getters among these classes' own that throw on an instance with nothing but its name, whatever the dashboard's other stores answer. */
  async throwing(type: ServedType, model: AnyModel, classes: readonly AnyClass[]): Promise<readonly string[]> {
    const partial = await this.trial.partial(type, model);
    const throwing = throwingGetters(partial, gettersOf(classes));

    return this.trial.generously(() => throwingGetters(partial, throwing));
  }

  async judge(type: ServedType, model: AnyModel, root: KubernetesRoot): Promise<Verdict> {
    const form = await this.saveForm(type, model);

    if (isRefused(form)) {
      return isValidation(form.error)
        ? { ...NOTHING, note: `its own validation refuses the sample: ${ reasonOf(form.error) }` }
        : { ...NOTHING, error: `its form can not be saved: ${ reasonOf(form.error) }` };
    }

    if (form.isSilent) {
      return { ...NOTHING, note: form.elsewhere === undefined ? 'its save sends nothing' : `saves through ${ form.elsewhere }, not to Kubernetes` };
    }

    const loses = lostPaths(form.expected, form.stored);
    const usual = form.sent.length ? await this.sentByShell(type, root) : [];

    return {
      loses,
      sends:       form.sent.filter((path) => !usual.includes(path)),
      losesAsYaml: (await this.lostAsYaml(type, model)).filter((path) => !loses.some((lost) => path === lost || path.startsWith(`${ lost }.`))),
      staleStatus: !type.statusSubresource && await this.trial.overwritesStatus(type, model),
      error:       null,
    };
  }

  /** A save that fails in the model's own code may want something of the dashboard's other stores: then it gets it. */
  private async saveForm(type: ServedType, model: AnyModel): Promise<Saved> {
    const form = await this.trial.save(type, model, 'form');

    return isRefused(form) && form.error instanceof TypeError ? this.trial.generously(() => this.trial.save(type, model, 'form')) : form;
  }

  /** What the texts lose; a text that is refused loses nothing. */
  private async lostAsYaml(type: ServedType, model: AnyModel): Promise<readonly string[]> {
    const lost: string[] = [];

    for (const way of ['yaml', 'form as yaml'] as const) {
      const saved = await this.trial.save(type, model, way);

      lost.push(...isRefused(saved) ? [] : lostPaths(saved.expected, saved.stored));
    }

    return [...new Set(lost)].sort();
  }

  /** What the shell's own class sends of such an object: that is not the extension's doing. */
  private sentByShell(type: ServedType, root: KubernetesRoot): Promise<readonly string[]> {
    const key = `${ root } ${ type.steveId }`;
    const known = this.usual.get(key) ?? this.trial.save(type, this.runtime[root] as unknown as AnyModel, 'form').then(({ sent }) => sent);

    this.usual.set(key, known);

    return known;
  }
}
