import { CORE_SCHEMA, dump, load, loadAll, Type, YAMLException } from 'js-yaml';
import isEqual from 'lodash/isEqual';
import { isMap, isObject, type Json, type JsonObject, type KubernetesObject } from './kubernetes';
import type { ListKeysAt } from './list-map-keys';
import type { Path } from './merge';
import { jsonCopy, toKubernetesForm } from './wire';

/** Timestamps stay texts, as Kubernetes has them; merge keys work as in any YAML. */
const MERGE_KEY = new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (key: unknown) => key === '<<' });
const SCHEMA = CORE_SCHEMA.extend({ implicit: [MERGE_KEY] });

/** What the shell's YAML generator never shows, whatever the object holds. Source: shell utils/create-yaml.js ACTIVELY_REMOVE. */
const NEVER_SHOWN: ReadonlySet<string> = new Set(['metadata.managedFields', 'metadata.relationships', 'metadata.state', 'status', 'links', 'type', 'id']);

const WIRE_KEYS = ['links', 'actions', 'id'] as const;

/** What the parser stumbled over, and where: counted from 1, as editors do. */
export interface SyntaxProblem {
  readonly reason: string;
  readonly line: number;
  readonly column: number;
}

/** Why a text is not a resource: the parser's reason, or none when there is not exactly one document that is a map. */
export class YamlProblem extends Error {
  readonly syntax: SyntaxProblem | undefined;

  constructor(syntax?: SyntaxProblem) {
    super(syntax?.reason ?? 'not exactly one resource');
    this.syntax = syntax;
  }
}

/** Reads the one resource in a YAML text. @throws YamlProblem */
export function parseYaml(text: string): JsonObject {
  let documents: unknown[];

  try {
    documents = loadAll(text, undefined, { schema: SCHEMA }).filter((document) => document !== null && document !== undefined);
  } catch (error) {
    if (!(error instanceof YAMLException)) {
      throw error;
    }

    throw new YamlProblem({ reason: error.reason, line: error.mark.line + 1, column: error.mark.column + 1 });
  }

  const [resource] = documents;

  if (documents.length !== 1 || !isObject(resource)) {
    throw new YamlProblem();
  }

  return jsonCopy(resource);
}

/** Writes an object as a YAML text that reads as the same object. */
export function dumpYaml(object: JsonObject): string {
  return dump(object, { lineWidth: -1, noRefs: true });
}

function tryParse(text: string | null | undefined): JsonObject | undefined {
  try {
    const parsed: unknown = text ? load(text, { schema: SCHEMA }) : undefined;

    return isObject(parsed) ? jsonCopy(parsed) : undefined;
  } catch {
    return undefined;
  }
}

/** True for a text that came whole from the Kubernetes endpoint: the shell's generator never shows `managedFields`. */
function isWhole(parsed: JsonObject | undefined): boolean {
  return isMap(parsed?.metadata) && parsed.metadata.managedFields !== undefined;
}

/** A text in Kubernetes' form. Keys of Steve that the generator let through are those that the instance itself carries. */
function kubernetesForm(parsed: JsonObject, instance: JsonObject, steveType: string): KubernetesObject {
  const rest: Record<string, Json | undefined> = { ...parsed };

  for (const key of WIRE_KEYS) {
    const value = parsed[key];

    if (value === null || isEqual(value, instance[key])) {
      delete rest[key];
    }
  }

  return toKubernetesForm(rest, steveType);
}

export interface YamlEdit {
  readonly base: KubernetesObject;
  readonly edited: KubernetesObject;
}

export interface YamlSources {
  readonly text: JsonObject;
  /** What the editor started from, when the shell passes it. */
  readonly initialYaml: string | null | undefined;
  /** The snapshot that was taken when the instance was cloned. */
  readonly snapshot: KubernetesObject | undefined;
  /** The instance as it stands: after "Edit as YAML" it holds the form's edits. */
  readonly instance: JsonObject;
  readonly steveType: string;
  readonly listKeys: ListKeysAt;
}

/**
 * What the user changed in a YAML editor: the version that the text started from, and the object as it shall be.
 * `undefined` when the text's resourceVersion is of no version that is known here.
 */
export function yamlEdit(sources: YamlSources): YamlEdit | undefined {
  const { text, instance, steveType, snapshot } = sources;
  const current = toKubernetesForm(instance, steveType);
  const initial = tryParse(sources.initialYaml);
  const initialForm = initial && alignMomentsIn(kubernetesForm(initial, instance, steveType), current);
  const edited = alignMomentsIn(kubernetesForm(text, instance, steveType), current);
  const version = versionIn(edited);
  const isVersionOf = (object: KubernetesObject | undefined): object is KubernetesObject => object !== undefined && (version === undefined || versionIn(object) === version);

  // Read from the same endpoint at the same time: nothing but the user's change can differ.
  if (initialForm && isWhole(initial) && isVersionOf(initialForm)) {
    return { base: initialForm, edited: withNeverShown(edited, initialForm) };
  }

  if (isVersionOf(snapshot)) {
    return { base: snapshot, edited: restoreUnshown(edited, current, { initial: initialForm, whole: isWhole(text) || isWhole(initial) }, sources.listKeys) };
  }

  if (initialForm && isVersionOf(initialForm)) {
    return { base: initialForm, edited: withNeverShown(edited, initialForm) };
  }

  return undefined;
}

/** A resourceVersion; unquoted in YAML it reads as a number. */
function versionIn(object: KubernetesObject): string | undefined {
  const version = object.metadata?.resourceVersion;

  return typeof version === 'string' || typeof version === 'number' ? String(version) : undefined;
}

const MOMENT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.000Z$/;

/**
 * The shell reads a timestamp that stands without quotes as a date, and writes it anew with milliseconds.
 * Takes those off again where `reference` has the same moment without them: nobody changed it.
 */
function alignMoments(edited: Json, reference: Json | undefined): Json {
  if (typeof edited === 'string') {
    return typeof reference === 'string' && edited.replace(MOMENT, '$1Z') === reference ? reference : edited;
  }

  if (Array.isArray(edited)) {
    return edited.map((entry: Json, at) => alignMoments(entry, Array.isArray(reference) ? reference[at] as Json | undefined : undefined));
  }

  return isMap(edited) ? alignMomentsIn(edited, isMap(reference) ? reference : {}) : edited;
}

function alignMomentsIn(edited: JsonObject, reference: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(edited).map(([key, value]) => [key, value === undefined ? value : alignMoments(value, reference[key])]));
}

/** A text without `status` does not ask for its removal: nobody can know whether it was ever shown. */
function withNeverShown(edited: KubernetesObject, shown: KubernetesObject): KubernetesObject {
  return edited.status === undefined && shown.status !== undefined ? { ...edited, status: shown.status } : edited;
}

interface Shown {
  readonly initial: KubernetesObject | undefined;
  readonly whole: boolean;
}

/**
 * Puts back what the text could not show. The shell's generator leaves out `status`, and whatever is empty: `null`, `''`, `0`, `false`, `[]`, `{}`.
 * Such a value missing from the text is a deletion only when the text did show it at first.
 */
function restoreUnshown(edited: KubernetesObject, current: KubernetesObject, shown: Shown, listKeys: ListKeysAt): KubernetesObject {
  return restoreMap(edited, current, shown.initial, []);

  function restoreMap(text: JsonObject, now: JsonObject, initial: Json | undefined, path: Path): JsonObject {
    const out: Record<string, Json | undefined> = { ...text };

    for (const [key, value] of Object.entries(now)) {
      const at = [...path, key];
      const before = isMap(initial) ? initial[key] : undefined;
      const inText = text[key];

      if (NEVER_SHOWN.has(at.join('.'))) {
        out[key] = inText ?? value;
      } else if (inText === undefined || inText === null) {
        if (isVoid(value) && !shown.whole && (before === undefined || !isVoid(before))) {
          out[key] = value;
        }
      } else {
        out[key] = restore(inText, value, before, at);
      }
    }

    return out;
  }

  function restore(text: Json, now: Json | undefined, initial: Json | undefined, path: Path): Json {
    if (shown.whole) {
      return text;
    }

    if (isMap(text) && isMap(now)) {
      return restoreMap(text, now, initial, path);
    }

    return Array.isArray(text) && Array.isArray(now) ? restoreList(text, now, path) : text;
  }

  /** An entry's counterpart is the one that it was generated from: the same but for what is empty, else of the same key, else at the same place. */
  function restoreList(text: readonly Json[], now: readonly Json[], path: Path): Json {
    const keys = listKeys(path);

    return text.map((entry, at) => {
      const twin = now.find((other, index) => index === at && isEqual(visible(other), visible(entry))) ??
        now.find((other) => isEqual(visible(other), visible(entry)));

      if (twin !== undefined) {
        return twin;
      }

      const counterpart = keys?.length ? now.find((other) => isMap(other) && isMap(entry) && keys.every((key) => isEqual(other[key], entry[key]))) :
        text.length === now.length ? now[at] : undefined;

      return counterpart === undefined ? entry : restore(entry, counterpart, undefined, [...path, '[]']);
    });
  }
}

/** What the generator drops. */
function isVoid(value: Json | undefined): boolean {
  return !value || isEmpty(visible(value));
}

function isEmpty(value: Json): boolean {
  return value === null || (typeof value === 'object' && !Object.keys(value).length);
}

/** A value without what the generator drops inside it. */
function visible(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map((entry: Json) => visible(entry));
  }

  if (!isMap(value)) {
    return value;
  }

  const out: Record<string, Json> = {};

  for (const [key, nested] of Object.entries(value)) {
    const shown = nested === undefined ? null : visible(nested);

    if (!isEmpty(shown)) {
      out[key] = shown;
    }
  }

  return out;
}
