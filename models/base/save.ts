import { asMap, type JsonObject, type KubernetesObject } from './kubernetes';
import {
  causesOf, failureOf, isBreakdown, isGone, isOutdated, isSilence, isStrict, isVerdict, isWebhooks, refusal, IN_DOUBT, UNREADABLE, type Failure, type Say,
} from './failure';
import type { ListKeysAt } from './list-map-keys';
import { diff, patched, formatPath, threeWayMerge, type Conflict, type Path } from './merge';
import { SaveError } from './save-error';
import { isSecretValue } from './secret-values';

export interface WriteRequest {
  readonly method: 'get' | 'patch' | 'put' | 'post';
  readonly url: string;
  readonly contentType?: string;
  readonly data?: JsonObject;
}

/** How the engine reaches the server. `request` rejects with what the shell's store rejects with. */
export interface Transport {
  request(request: WriteRequest): Promise<JsonObject>;
  readonly say: Say;
}

/** The way to the object through Steve, for when the Kubernetes endpoint can not be reached. */
export interface SteveRoute {
  /** The object as Steve has it now, in Kubernetes' form. */
  read(): Promise<KubernetesObject>;
  /** One PUT of the whole object under the resourceVersion in it. */
  replace(object: KubernetesObject): Promise<KubernetesObject>;
}

export interface Edit {
  /** What the user is told the object is called. */
  readonly name: string;
  /** `links.view`: the object on the Kubernetes endpoint. */
  readonly url: string;
  /** What the user's edit started from. */
  readonly base: KubernetesObject;
  readonly edited: KubernetesObject;
  readonly listKeys: ListKeysAt;
  readonly steve: SteveRoute;
}

/** What a save would do. */
export interface Trial {
  /** The live object. */
  readonly before: KubernetesObject;
  /** The live object with the user's change in it. */
  readonly after: KubernetesObject;
  /** What would be stored, as the server says; absent when it can't be asked without storing. */
  readonly answer: KubernetesObject | undefined;
}

/** How often, and how long, a save follows an object that others keep changing before it gives up. */
const ATTEMPTS = 100;
const LONGEST_CHASE_MS = 120_000;
/** How often a request is sent of which nobody knows what became. */
const DOUBTS = 2;
/** Two hundred editors of one object and a controller are through in 42 s with these, and nobody tries more than ten times. */
const FIRST_PAUSE_MS = 20;
const PAUSE_GROWTH = 4;
const LONGEST_PAUSE_MS = 16_000;
/** How long a save waits in all for a server that asks to be left alone for a while. */
const PATIENCE_S = 30;
const MERGE_PATCH = 'application/merge-patch+json';
/** Checks everything and stores nothing. Steve's own endpoint does not honour it. */
const STRICT_TRIAL = '?dryRun=All&fieldValidation=Strict';
const TRIAL = '?dryRun=All';

/** An answer that says "done" and holds no object. */
class Unreadable extends Error {}

/** The server can't be asked without storing. */
class NoTrial extends Error {
  readonly before: KubernetesObject;
  readonly after: KubernetesObject;

  constructor(before: KubernetesObject, after: KubernetesObject) {
    super('the server can not be asked without storing');
    this.before = before;
    this.after = after;
  }
}

function versionOf(object: KubernetesObject): string {
  const version = object.metadata?.resourceVersion;

  return typeof version === 'string' ? version : '';
}

function uidOf(object: KubernetesObject): string | undefined {
  const uid = object.metadata?.uid;

  return typeof uid === 'string' && uid !== '' ? uid : undefined;
}

function shorten(value: unknown): string {
  const json = JSON.stringify(value);

  return json.length > 80 ? `${ json.slice(0, 77) }…` : json;
}

function conflictError(say: Say, conflicts: readonly Conflict[], live: KubernetesObject): SaveError {
  const shown = (path: Path, value: unknown) => {
    if (value === undefined) {
      return say('harvesterModels.save.noValue', {});
    }

    return live.kind === 'Secret' && isSecretValue(formatPath(path), value) ? say('harvesterModels.save.concealed', {}) : shorten(value);
  };
  const details = conflicts.map(({ path, mine, theirs }) => say('harvesterModels.save.conflictValues', {
    field: formatPath(path), mine: shown(path, mine), theirs: shown(path, theirs),
  }));

  return new SaveError('conflict', say('harvesterModels.save.conflict', {
    fields:  conflicts.map(({ path }) => formatPath(path)).join(', '),
    details: details.join('; '),
  }), { conflicts, live });
}

/**
 * Stores what the user changed, and nothing else: a merge patch with a lock on the Kubernetes endpoint, rebased when others were faster.
 * Where PATCH is forbidden, GET and PUT of the whole object on the same endpoint; where that endpoint can't be reached, one PUT through Steve.
 * Resolves to the stored object, or to `undefined` when there was nothing to change.
 * @throws SaveError with the reason in the user's language; nothing was stored then, unless its kind is `unreachable`.
 */
export async function saveEdit(edit: Edit, transport: Transport): Promise<KubernetesObject | undefined> {
  const { before, answer } = await write(edit, transport, '');

  return answer ?? (before === edit.base ? undefined : before);
}

/**
 * Asks the server what a save would store, without storing anything: schema and webhooks run. Goes the same ways as a save.
 * @throws SaveError with what a save would be refused with.
 */
export async function tryEdit(edit: Edit, transport: Transport): Promise<Trial> {
  try {
    return await write(edit, transport, STRICT_TRIAL);
  } catch (error) {
    if (error instanceof NoTrial) {
      return { before: error.before, after: error.after, answer: undefined };
    }

    if (error instanceof SaveError && ['unreachable', 'busy', 'failed'].includes(error.kind)) {
      return { before: edit.base, after: patched(edit.base, diff(edit.base, edit.edited)), answer: undefined };
    }

    throw error;
  }
}

/**
 * Asks the server what it would make of a new object, at its collection on the Kubernetes endpoint. Resolves to `undefined` when it can't say.
 * @throws SaveError with what the creation would be refused with.
 */
export async function tryCreate({ name, url, object }: { readonly name: string; readonly url: string; readonly object: JsonObject }, transport: Transport): Promise<KubernetesObject | undefined> {
  try {
    return await transport.request({ method: 'post', url: `${ url }${ STRICT_TRIAL }`, contentType: 'application/json', data: object });
  } catch (error) {
    const failure = failureOf(error);

    // A new object can't be gone: its namespace is not there, and the form may be about to create that.
    if ((isVerdict(failure) && !isGone(failure)) || failure.code === 409) {
      throw refusal(transport.say, name, failure);
    }

    return undefined;
  }
}

/** True for complaints about fields that the change touches. Any other stood in the object before, and a save leaves it alone. */
function isAbout(change: JsonObject, failure: Failure): boolean {
  const touched = leavesOf(change);

  return causesOf(failure).some(({ field }) => touched.some((path) => field === path || field.startsWith(`${ path }.`) || field.startsWith(`${ path }[`)));
}

function leavesOf(change: JsonObject, path: readonly string[] = []): readonly string[] {
  return Object.entries(change).flatMap(([key, value]) => Object.keys(asMap(value)).length ? leavesOf(asMap(value), [...path, key]) : [formatPath([...path, key])]);
}

/** Sends the change until it is answered. `query` makes a trial of it. */
async function write(edit: Edit, transport: Transport, query: string): Promise<Trial> {
  const { name, url, base, edited, listKeys, steve } = edit;
  const { say } = transport;
  const uid = uidOf(base);

  let way: 'patch' | 'put' | 'steve' = 'patch';
  let lock = base;
  let change = diff(base, edited);
  let trial = query;
  let doubts = 0;
  let waited = 0;
  let last: Failure | undefined;
  const started = Date.now();

  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (!Object.keys(change).length) {
      return { before: lock, after: lock, answer: undefined };
    }

    try {
      return { before: lock, after: patched(lock, change), answer: await send() };
    } catch (error) {
      if (error instanceof SaveError) {
        throw error;
      }

      last = error instanceof Unreadable ? UNREADABLE : failureOf(error);
    }

    if (Date.now() - started > LONGEST_CHASE_MS) {
      break;
    }

    // Before the live object is read: a lock that was read before a pause is as old as the pause.
    if (last.code === 409 && attempt > 0) {
      await pause(Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * PAUSE_GROWTH ** attempt));
    }

    await react(last);
  }

  throw new SaveError('busy', say('harvesterModels.save.busy', { name }), last?.code === undefined ? {} : { code: last.code });

  async function send(): Promise<KubernetesObject> {
    const answer = await sendOnce();

    if (!versionOf(answer)) {
      throw new Unreadable();
    }

    return answer;
  }

  function sendOnce(): Promise<KubernetesObject> {
    switch (way) {
      case 'patch': return transport.request({
        method: 'patch', url: `${ url }${ trial }`, contentType: MERGE_PATCH, data: { ...change, metadata: { ...asMap(change.metadata), resourceVersion: versionOf(lock), uid } },
      });
      case 'put': return transport.request({
        method: 'put', url: `${ url }${ trial }`, contentType: 'application/json', data: patched(lock, change),
      });
      default: return steve.replace(patched(lock, change));
    }
  }

  /** Makes ready for another attempt, or throws. */
  async function react(failure: Failure): Promise<void> {
    if (failure.code === 409) {
      const live = await readLive();

      // A read may lag behind: Steve's cache, or an answer that the shell shares with a read from before. A webhook's 409 says something else.
      if (versionOf(live) === versionOf(lock) && !isOutdated(failure)) {
        throw refusal(say, name, failure);
      }

      rebase(live);

      return;
    }

    if (causesOf(failure).some(({ field }) => field === 'metadata.uid')) {
      throw new SaveError('deleted', say('harvesterModels.save.recreated', { name }), { code: 422 });
    }

    if (failure.code === 429 && !isWebhooks(failure)) {
      return waitFor(failure);
    }

    if (way === 'patch' && [403, 405, 415, 501].includes(failure.code ?? 0) && !isWebhooks(failure)) {
      way = 'put';

      rebase(await readLive());

      return;
    }

    if (trial) {
      reactToTrial(failure);

      return;
    }

    if (isSilence(failure) || isBreakdown(failure)) {
      return resolveDoubt(failure);
    }

    if (way !== 'steve' && failure.code === 404 && !isGone(failure)) {
      return throughSteve(failure);
    }

    throw refusal(say, name, failure);
  }

  /** The server asks to be left alone for a while, and did nothing. */
  async function waitFor(failure: Failure): Promise<void> {
    const seconds = failure.retryAfter ?? 1;

    waited += Math.max(seconds, 1);

    if (waited > PATIENCE_S) {
      throw refusal(say, name, failure);
    }

    await pause(seconds * 1000);
  }

  /** A refusal is an answer; what says nothing of the change is none. */
  function reactToTrial(failure: Failure): void {
    if (!isVerdict(failure)) {
      throw new NoTrial(lock, patched(lock, change));
    }

    if (trial === TRIAL || !isStrict(failure) || isAbout(change, failure)) {
      throw refusal(say, name, failure);
    }

    trial = TRIAL;
  }

  /** Was it stored? Only reading back can tell. */
  async function resolveDoubt(failure: Failure): Promise<void> {
    let live: KubernetesObject;

    try {
      live = await readLive(IN_DOUBT);
    } catch (error) {
      if (error instanceof SaveError && error.kind === 'deleted') {
        throw error;
      }

      return throughSteve(IN_DOUBT);
    }

    doubts++;

    if (versionOf(live) !== versionOf(lock)) {
      rebase(live);
    } else if (isBreakdown(failure) && failure.fromServer && failure.code !== 503 && failure.code !== 504) {
      throw refusal(say, name, failure);
    }

    if (doubts >= DOUBTS && Object.keys(change).length) {
      throw isSilence(failure) ? new SaveError('unreachable', say('harvesterModels.save.notStored', { name })) : refusal(say, name, failure);
    }
  }

  async function throughSteve(failure: Failure): Promise<void> {
    if (way === 'steve') {
      throw refusal(say, name, failure);
    }

    way = 'steve';

    rebase(await readLive(failure));
  }

  /** `cause` is what made reading necessary: what is in doubt stays in doubt when nothing can be read. */
  async function readLive(cause?: Failure): Promise<KubernetesObject> {
    let live: KubernetesObject;

    try {
      live = way === 'steve' ? await steve.read() : await transport.request({ method: 'get', url });
    } catch (error) {
      const failure = failureOf(error);

      throw refusal(say, name, cause && !isGone(failure) && (cause === IN_DOUBT || isSilence(failure)) ? cause : failure);
    }

    if (!versionOf(live)) {
      throw refusal(say, name, UNREADABLE);
    }

    return live;
  }

  function rebase(live: KubernetesObject): void {
    if (uid !== undefined && uidOf(live) !== uid) {
      throw new SaveError('deleted', say('harvesterModels.save.recreated', { name }));
    }

    const { merged, conflicts } = threeWayMerge(base, edited, live, listKeys);

    if (conflicts.length) {
      throw conflictError(say, conflicts, live);
    }

    lock = live;
    change = diff(live, merged);
  }
}

/** Editors that collided once would collide again without a random pause; a server that is asked to wait for is waited for. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
