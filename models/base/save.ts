import { asMap, isObject, type Json, type JsonObject, type KubernetesObject } from './kubernetes';
import type { ListKeysAt } from './list-map-keys';
import { diff, patched, formatPath, threeWayMerge, type Conflict } from './merge';
import type { MessageKey } from './messages';
import { SaveError, type FieldCause } from './save-error';

export interface WriteRequest {
  readonly method: 'get' | 'patch' | 'put' | 'post';
  readonly url: string;
  readonly contentType?: string;
  readonly data?: JsonObject;
}

/** How the engine reaches the server. `request` rejects with what the shell's store rejects with. */
export interface Transport {
  request(request: WriteRequest): Promise<JsonObject>;
  /** Puts a message of the library into the user's language. */
  say(key: MessageKey, args: Readonly<Record<string, string | number>>): string;
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

/** How often a save follows an object that others keep changing before it gives up: about half a minute. */
const ATTEMPTS = 100;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 500;
const MERGE_PATCH = 'application/merge-patch+json';
const ADMISSION = 'admission webhook';
const MODIFIED = 'the object has been modified';

/** What the server answered to a request that did not succeed. */
export interface Failure {
  /** `undefined` when there was no answer. */
  readonly code: number | undefined;
  /** True for an answer of the API server itself, not of a proxy in front of it. */
  readonly fromServer: boolean;
  readonly message: string;
  readonly reason: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Reads what the shell's `request` rejects with: an answer with a hidden `_status`, or an axios error without one. */
export function failureOf(error: unknown): Failure {
  const outer: Readonly<Record<string, unknown>> = isObject(error) ? error : {};
  const response = isObject(outer.response) ? outer.response : undefined;
  const body = isObject(response?.data) ? response.data : outer;
  const status = [outer._status, response?.status, typeof body.code === 'number' ? body.code : undefined, body.status].find((value) => typeof value === 'number');

  return {
    code:       typeof status === 'number' && status > 0 ? status : undefined,
    fromServer: body.kind === 'Status' || body.type === 'error',
    message:    text(body.message) ?? text(outer.message) ?? (typeof error === 'string' ? error : ''),
    reason:     text(body.reason) ?? text(body.code),
    body,
  };
}

function causesOf(failure: Failure): readonly FieldCause[] {
  const details = isObject(failure.body.details) ? failure.body.details : undefined;
  const causes: readonly unknown[] = Array.isArray(details?.causes) ? details.causes : [];

  return causes.flatMap((cause) => isObject(cause) && text(cause.field) ? [{ field: String(cause.field), message: text(cause.message) ?? '' }] : []);
}

function versionOf(object: KubernetesObject): string {
  return text(object.metadata?.resourceVersion) ?? '';
}

function uidOf(object: KubernetesObject): string | undefined {
  return text(object.metadata?.uid);
}

/** The object is gone, as opposed to an endpoint that is not there: only the former names the object. */
function isGone(failure: Failure): boolean {
  const details = isObject(failure.body.details) ? failure.body.details : undefined;

  return failure.code === 404 && failure.fromServer && (text(details?.name) !== undefined || failure.message.endsWith('" not found'));
}

/** No word of the API server: nobody knows whether the request arrived. */
function isSilence(failure: Failure): boolean {
  return failure.code === undefined || (!failure.fromServer && failure.code >= 502 && failure.code <= 504);
}

function shorten(value: unknown): string {
  const json = JSON.stringify(value);

  return json.length > 80 ? `${ json.slice(0, 77) }…` : json;
}

/** The words for what went wrong; `code` stays readable for whoever shows the error. */
export function refusal(transport: Transport, name: string, failure: Failure, complaints: readonly FieldCause[] = []): SaveError {
  const reason = failure.message || String(failure.code ?? '');
  const causes = causesOf(failure);
  const details = { ...(failure.code === undefined ? {} : { code: failure.code }), causes: causes.length ? causes : complaints };

  if (isSilence(failure)) {
    return new SaveError('unreachable', transport.say('harvesterModels.save.unknownOutcome', { name }), details);
  }

  if (isGone(failure)) {
    return new SaveError('deleted', transport.say('harvesterModels.save.deleted', { name }), details);
  }

  if (failure.message.includes(ADMISSION) || [400, 409, 422].includes(failure.code ?? 0)) {
    return new SaveError('invalid', transport.say('harvesterModels.save.invalid', { name, reason }), details);
  }

  if (failure.code === 401 || failure.code === 403) {
    return new SaveError('forbidden', transport.say('harvesterModels.save.forbidden', { name, reason: `${ reason }.` }), details);
  }

  return new SaveError('failed', transport.say('harvesterModels.save.failed', { name, reason: `${ reason }.` }), details);
}

function conflictError(transport: Transport, conflicts: readonly Conflict[], live: KubernetesObject): SaveError {
  const shown = (value: Json | undefined) => value === undefined ? transport.say('harvesterModels.save.noValue', {}) : shorten(value);
  const details = conflicts.map(({ path, mine, theirs }) => transport.say('harvesterModels.save.conflictValues', {
    field: formatPath(path), mine: shown(mine), theirs: shown(theirs),
  }));

  return new SaveError('conflict', transport.say('harvesterModels.save.conflict', {
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
  const { name, url, base, edited, listKeys, steve } = edit;
  const uid = uidOf(base);

  let write: 'patch' | 'put' | 'steve' = 'patch';
  let lock = base;
  let change = diff(base, edited);
  let silent = false;
  let last: Failure | undefined;

  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (!Object.keys(change).length) {
      return lock === base ? undefined : lock;
    }

    try {
      return await send();
    } catch (error) {
      if (error instanceof SaveError) {
        throw error;
      }

      last = failureOf(error);
      await react(last);
    }

    if (last.code === 409 && attempt > 0) {
      await pause(attempt);
    }
  }

  throw new SaveError('busy', transport.say('harvesterModels.save.busy', { name }), last?.code === undefined ? {} : { code: last.code });

  async function send(): Promise<KubernetesObject> {
    switch (write) {
      case 'patch': return transport.request({
        method: 'patch', url, contentType: MERGE_PATCH, data: { ...change, metadata: { ...asMap(change.metadata), resourceVersion: versionOf(lock), uid } },
      });
      case 'put': return transport.request({
        method: 'put', url, contentType: 'application/json', data: patched(lock, change),
      });
      default: return steve.replace(patched(lock, change));
    }
  }

  /** Makes ready for another attempt, or throws. */
  async function react(failure: Failure): Promise<void> {
    if (failure.code === 409) {
      const live = await readLive();

      // A read may lag behind: Steve's cache, or an answer that the shell shares with a read from before. A webhook's 409 says something else.
      if (versionOf(live) === versionOf(lock) && !failure.message.includes(MODIFIED)) {
        throw refusal(transport, name, failure);
      }

      rebase(live);

      return;
    }

    if (causesOf(failure).some(({ field }) => field === 'metadata.uid')) {
      throw new SaveError('deleted', transport.say('harvesterModels.save.recreated', { name }), { code: 422 });
    }

    if (write === 'patch' && [403, 405, 415, 501].includes(failure.code ?? 0) && !failure.message.includes(ADMISSION)) {
      write = 'put';

      rebase(await readLive());

      return;
    }

    if (isSilence(failure)) {
      return afterSilence(failure);
    }

    if (write !== 'steve' && failure.code === 404 && !isGone(failure)) {
      return throughSteve(failure);
    }

    throw refusal(transport, name, failure);
  }

  /** Was it stored? Only reading back can tell. */
  async function afterSilence(failure: Failure): Promise<void> {
    let live: KubernetesObject;

    try {
      live = await readLive();
    } catch (error) {
      if (error instanceof SaveError && error.kind === 'deleted') {
        throw error;
      }

      return throughSteve(failure);
    }

    if (versionOf(live) !== versionOf(lock)) {
      rebase(live);

      return;
    }

    if (silent) {
      throw new SaveError('unreachable', transport.say('harvesterModels.save.notStored', { name }));
    }

    silent = true;
  }

  async function throughSteve(failure: Failure): Promise<void> {
    if (write === 'steve') {
      throw refusal(transport, name, failure);
    }

    write = 'steve';

    rebase(await readLive(failure));
  }

  async function readLive(cause?: Failure): Promise<KubernetesObject> {
    try {
      return write === 'steve' ? await steve.read() : await transport.request({ method: 'get', url });
    } catch (error) {
      const failure = failureOf(error);

      throw refusal(transport, name, cause && isSilence(failure) ? cause : failure);
    }
  }

  function rebase(live: KubernetesObject): void {
    if (uid !== undefined && uidOf(live) !== uid) {
      throw new SaveError('deleted', transport.say('harvesterModels.save.recreated', { name }));
    }

    const { merged, conflicts } = threeWayMerge(base, edited, live, listKeys);

    if (conflicts.length) {
      throw conflictError(transport, conflicts, live);
    }

    lock = live;
    change = diff(live, merged);
  }
}

/** Editors that collided once would collide again without a random pause. */
function pause(attempt: number): Promise<void> {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);

  return new Promise((resolve) => {
    setTimeout(resolve, Math.random() * longest);
  });
}
