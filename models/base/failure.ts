import { isObject } from './kubernetes';
import type { MessageKey } from './messages';
import { SaveError, type FieldCause } from './save-error';

/** Puts a message of the library into the user's language. */
export type Say = (key: MessageKey, args: Readonly<Record<string, string | number>>) => string;

/** What the server answered to a request that did not succeed. */
export interface Failure {
  /** `undefined` when there was no answer. */
  readonly code: number | undefined;
  /** True for an answer of the API server itself, not of a proxy in front of it. */
  readonly fromServer: boolean;
  readonly message: string;
  readonly reason: string | undefined;
  /** How long the server asks to wait, in seconds; absent when it does not say. */
  readonly retryAfter: number | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Nobody knows what became of the request. */
export const IN_DOUBT: Failure = { code: undefined, fromServer: false, message: '', reason: undefined, retryAfter: undefined, body: {} };

/** An answer that says "done" and is no Kubernetes object. */
export const UNREADABLE: Failure = { ...IN_DOUBT };

const ADMISSION = 'admission webhook';
const STRICT = /strict decoding error: (.*)$/s;
const MODIFIED = 'the object has been modified';
const LONGEST_PLAIN_TEXT = 200;

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A proxy's answer in words; its page of HTML is of no use to anybody. */
function plainText(value: unknown): string | undefined {
  const plain = text(value)?.trim();

  return plain && plain.length <= LONGEST_PLAIN_TEXT && !plain.startsWith('<') ? plain : undefined;
}

/** Seconds to wait, from the body of the API server or the header of whoever answered: a number of seconds or a date. */
function retryAfterOf(outer: Readonly<Record<string, unknown>>, response: Readonly<Record<string, unknown>> | undefined, body: Readonly<Record<string, unknown>>): number | undefined {
  const details = isObject(body.details) ? body.details : {};
  const headers = [outer._headers, response?.headers].find(isObject) ?? {};
  const asked = details.retryAfterSeconds ?? Reflect.get(headers, 'retry-after');
  const seconds = typeof asked === 'string' && Number.isNaN(Number(asked)) ? (Date.parse(asked) - Date.now()) / 1000 : Number(asked);

  return asked === undefined || Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds));
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
    message:    text(body.message) ?? plainText(response?.data ?? body.data) ?? text(outer.message) ?? (typeof error === 'string' ? error : ''),
    reason:     text(body.reason) ?? text(body.code),
    retryAfter: retryAfterOf(outer, response, body),
    body,
  };
}

/** Fields that the API server does not know, from a strict check: `unknown field "spec.rangs", duplicate field "spec.ranges"`. */
function strictCauses(message: string): readonly FieldCause[] {
  const complaints = STRICT.exec(message)?.[1] ?? '';

  return [...complaints.matchAll(/(\w[\w ]*?) "([^"]+)"/g)].map(([, complaint = '', field = '']) => ({ field, message: complaint }));
}

/** Complaints in the text of an error that does not list them: `… is invalid: [spec.ranges: Required value, spec.x: Invalid value: "y"]`. */
function causesInText(message: string): readonly FieldCause[] {
  const complaints = /is invalid: \[?(.*?)\]?$/s.exec(message)?.[1] ?? '';

  return [...complaints.matchAll(/(?:^|, )([a-zA-Z][\w.[\]"/-]*): (.*?)(?=, [a-zA-Z][\w.[\]"/-]*: |$)/gs)]
    .map(([, field = '', cause = '']) => ({ field, message: cause }));
}

/** The complaint of a strict check: a field that the server does not know. */
export function isStrict(failure: Failure): boolean {
  return STRICT.test(failure.message);
}

/** Every field that the server complains about. */
export function causesOf(failure: Failure): readonly FieldCause[] {
  const strict = strictCauses(failure.message);

  if (strict.length) {
    return strict;
  }

  const details = isObject(failure.body.details) ? failure.body.details : undefined;
  const causes: readonly unknown[] = Array.isArray(details?.causes) ? details.causes : [];
  const listed = causes.flatMap((cause) => isObject(cause) && text(cause.field) ? [{ field: String(cause.field), message: text(cause.message) ?? '' }] : []);

  return listed.length ? listed : causesInText(failure.message);
}

/** The object is gone, as opposed to an endpoint that is not there: only the former names the object. */
export function isGone(failure: Failure): boolean {
  const details = isObject(failure.body.details) ? failure.body.details : undefined;

  return failure.code === 404 && failure.fromServer && (text(details?.name) !== undefined || failure.message.endsWith('" not found'));
}

/** No word of the API server: nobody knows whether the request arrived. */
export function isSilence(failure: Failure): boolean {
  return failure.code === undefined || (!failure.fromServer && failure.code >= 502 && failure.code <= 504);
}

/** The API server broke off: it may have stored the change before. */
export function isBreakdown(failure: Failure): boolean {
  return failure.code !== undefined && failure.code >= 500 && failure.code !== 501 && !isWebhooks(failure);
}

/** A webhook's word, whatever its code. */
export function isWebhooks(failure: Failure): boolean {
  return failure.message.includes(ADMISSION);
}

/** Somebody else was faster, as opposed to a webhook's 409. */
export function isOutdated(failure: Failure): boolean {
  return failure.message.includes(MODIFIED);
}

/** An answer about the object itself to a request that would store nothing, as opposed to one that says nothing of it. */
export function isVerdict(failure: Failure): boolean {
  if (failure.message.includes('dry run')) {
    return false;
  }

  return isGone(failure) || isWebhooks(failure) || [401, 403, 413, 422].includes(failure.code ?? 0) || (failure.code === 400 && causesOf(failure).length > 0);
}

/** The words for a creation that was refused: a new object can't be gone, what is not there is its namespace. */
export function creationRefusal(say: Say, name: string, failure: Failure): SaveError {
  return isGone(failure) ? new SaveError('invalid', say('harvesterModels.save.invalid', { name, reason: failure.message }), { code: 404 }) : refusal(say, name, failure);
}

/** The words for what went wrong; `code` stays readable for whoever shows the error. */
export function refusal(say: Say, name: string, failure: Failure): SaveError {
  const { code, message } = failure;
  const reason = STRICT.exec(message)?.[1] ?? (message || String(code ?? ''));
  const details = { ...(code === undefined ? {} : { code }), causes: causesOf(failure) };

  if (failure === UNREADABLE) {
    return new SaveError('unreachable', say('harvesterModels.save.unreadable', { name }), details);
  }

  if (isSilence(failure)) {
    return new SaveError('unreachable', say('harvesterModels.save.unknownOutcome', { name }), details);
  }

  if (isGone(failure)) {
    return new SaveError('deleted', say('harvesterModels.save.deleted', { name }), details);
  }

  if (isWebhooks(failure)) {
    return new SaveError('invalid', say('harvesterModels.save.invalid', { name, reason }), details);
  }

  switch (code) {
    case 400:
    case 409:
    case 422: return new SaveError('invalid', say('harvesterModels.save.invalid', { name, reason }), details);
    case 401: return new SaveError('unauthorized', say('harvesterModels.save.unauthorized', { name }), details);
    case 403: return new SaveError('forbidden', say('harvesterModels.save.forbidden', { name, reason: `${ reason }.` }), details);
    case 413: return new SaveError('invalid', say('harvesterModels.save.tooLarge', { name, reason }), details);
    case 415: return new SaveError('failed', say('harvesterModels.save.unsupported', { name, reason }), details);
    case 429: return new SaveError('busy', say('harvesterModels.save.throttled', { name, seconds: failure.retryAfter ?? 1 }), details);
    default: return new SaveError('failed', say(isBreakdown(failure) ? 'harvesterModels.save.brokeDown' : 'harvesterModels.save.failed', { name, reason }), details);
  }
}
