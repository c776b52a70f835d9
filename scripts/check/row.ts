import type { AnyModel } from '../conformance/dashboard-store';
import { chainOf, isClass, type AnyClass, type Chain } from './class-chain';
import type { ModelFile } from './extension';
import type { Judge, Verdict } from './judge';
import { reasonOf } from './reason';
import type { Runtime } from './runtime';
import { type KnownType, NEVER_SAVED } from './steve-type';

/** What a check says of one model. */
export interface Row {
  readonly type: string;
  readonly file: string;
  /** The classes that it stands on, from its parent to the shell's base: `LabResource > SteveModel`. */
  readonly base: string;
  /** Paths that the form's save loses. */
  readonly loses: readonly string[];
  /** Paths that it sends although the user did not change them, and the shell's own class would not. */
  readonly sends: readonly string[];
  /** Paths that the YAML page and "Edit as YAML" lose beyond that. */
  readonly losesAsYaml: readonly string[];
  readonly staleStatus: boolean;
  /** Getters of the extension's own that throw on an object with nothing but its name. */
  readonly throws: readonly string[];
  /** Why it can not be loaded, or its form not be saved. */
  readonly error: string | null;
  /** False when nothing is known of the type: then the object is a guess. */
  readonly facts: boolean;
  /** Why a model was not judged. */
  readonly note?: string;
}

/** True for a model that does something wrong. */
export function isOffender({ loses, sends, losesAsYaml, staleStatus, throws, error }: Omit<Row, 'facts' | 'note'>): boolean {
  return error !== null || staleStatus || [loses, sends, losesAsYaml, throws].some((list) => list.length > 0);
}

/** A model that is loaded, or the reason why it is not. */
export interface LoadedModel {
  readonly model: ModelFile;
  readonly exported?: unknown;
  /** Why it can not be loaded, as a sentence. */
  readonly failure?: string;
}

/** Why a class is not one that saves to Kubernetes; `undefined` for one that does. */
function reasonNotToJudge({ root }: Chain, type: string, { facts }: KnownType): string | undefined {
  if (NEVER_SAVED.has(type)) {
    return 'the dashboard never saves this type';
  }

  return root === 'NormanModel' ? 'saves through Norman (/v3), not to Kubernetes' : root === 'Resource' && !facts ? 'on the shell\'s Resource: a type of the dashboard\'s own, not of Kubernetes' : undefined;
}

/** What a check has in hand for every model. */
export interface RowMaker {
  readonly runtime: Runtime;
  readonly judge: Judge;
  readonly types: ReadonlyMap<string, KnownType>;
  /** Classes that others in the extension extend. */
  readonly bases: ReadonlySet<unknown>;
}

/** Judges one model. Whatever it throws becomes its row's error. */
export async function rowOf({ model, exported, failure }: LoadedModel, maker: RowMaker): Promise<Row> {
  const { type, file } = model;
  const known = maker.types.get(type);
  const empty: Row = { type, file, base: '', loses: [], sends: [], losesAsYaml: [], staleStatus: false, throws: [], error: null, facts: known?.facts ?? false };

  if (failure !== undefined) {
    return { ...empty, error: failure };
  }

  if (!isClass(exported)) {
    return { ...empty, note: 'no class as default export: no store uses it' };
  }

  const chain = chainOf(exported, maker.runtime);
  const row = { ...empty, base: chain.base };

  if (!chain.root || !known) {
    return { ...row, note: 'stands on none of the shell\'s classes: no store can use it' };
  }

  if (!known.facts && !type.includes('.') && maker.bases.has(exported)) {
    return { ...row, note: 'the base of other models, no type of its own' };
  }

  try {
    return { ...row, ...await judged(exported, chain, known, maker), throws: await throwsOf(exported, chain, known, maker) };
  } catch (error) {
    return { ...row, error: `can not be used: ${ reasonOf(error) }` };
  }
}

async function judged(Class: AnyClass, chain: Chain, known: KnownType, { judge }: RowMaker): Promise<Verdict> {
  const note = reasonNotToJudge(chain, known.served.steveId, known);

  return note === undefined
    ? judge.judge(known.served, Class as AnyModel, chain.root === 'HybridModel' ? 'HybridModel' : 'SteveModel')
    : { loses: [], sends: [], losesAsYaml: [], staleStatus: false, error: null, note };
}

async function throwsOf(Class: AnyClass, { own }: Chain, { served }: KnownType, { judge }: RowMaker): Promise<readonly string[]> {
  return own.length ? judge.throwing(served, Class as AnyModel, own) : [];
}

/** The classes that models of an extension extend, wherever they come from. */
export function basesOf(models: readonly LoadedModel[]): ReadonlySet<unknown> {
  const bases = new Set<unknown>();

  for (const { exported } of models) {
    let parent: unknown = isClass(exported) ? Object.getPrototypeOf(exported) : undefined;

    while (isClass(parent)) {
      bases.add(parent);
      parent = Object.getPrototypeOf(parent);
    }
  }

  return bases;
}

/** A row as programs get it. */
export function plainRow({ type, file, base, loses, sends, losesAsYaml, staleStatus, throws, error, facts }: Row): object {
  return { type, file, base, loses, sends, ...(losesAsYaml.length ? { losesAsYaml } : {}), staleStatus, throws, error, facts };
}

