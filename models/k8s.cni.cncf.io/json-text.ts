import isEqual from 'lodash/isEqual';
import { isObject, type Json, type JsonObject } from '../base/kubernetes';

/** What came of reading a text: the value, or why there is none. */
export type ParseResult<T, E extends string> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** Why a text is no JSON object: there is no text, it is no JSON, or it is JSON of another kind. */
export type JsonProblem = 'missing' | 'notJson' | 'notObject';

/** One `"key": value` of the outermost object, by its places in the text; `end` is behind the value. */
interface Member {
  readonly key: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/** Texts read before: a list reads the same few texts again for every cell. */
const KEPT_TEXTS = 4096;
const results = new Map<string, ParseResult<JsonObject, JsonProblem>>();

function parse(text: string): ParseResult<JsonObject, JsonProblem> {
  try {
    const value: unknown = JSON.parse(text);

    return isObject(value) ? { ok: true, value: value as JsonObject } : { ok: false, error: 'notObject' };
  } catch {
    return { ok: false, error: 'notJson' };
  }
}

/** Reads a JSON object out of a text. The same text gives the same object: it must not be written to. */
export function parseJsonObject(text: unknown): ParseResult<JsonObject, JsonProblem> {
  if (typeof text !== 'string' || text.trim() === '') {
    return { ok: false, error: 'missing' };
  }

  let result = results.get(text);

  if (!result) {
    result = parse(text);

    if (results.size >= KEPT_TEXTS) {
      results.clear();
    }

    results.set(text, result);
  }

  return result;
}

function skipSpace(text: string, from: number): number {
  let at = from;

  while (/\s/.test(text[at] ?? '')) {
    at++;
  }

  return at;
}

/** The place behind the string that starts at `from`. */
function skipString(text: string, from: number): number {
  let at = from + 1;

  while (text[at] !== '"') {
    at += text[at] === '\\' ? 2 : 1;
  }

  return at + 1;
}

/** The place behind the value that starts at `from`, in a text that is known to be JSON. */
function skipValue(text: string, from: number): number {
  let at = from;
  let depth = 0;

  do {
    const char = text[at] ?? '';

    if (char === '"') {
      at = skipString(text, at);
    } else if ('{['.includes(char)) {
      depth++;
      at++;
    } else if ('}]'.includes(char)) {
      depth--;
      at++;
    } else {
      at++;
    }
  } while (depth > 0 || !(/[\s,}\]]/).test(text[at] ?? ','));

  return at;
}

function membersOf(text: string): readonly Member[] {
  const members: Member[] = [];
  let at = skipSpace(text, text.indexOf('{') + 1);

  while (text[at] === '"') {
    const start = at;
    const keyEnd = skipString(text, start);
    const valueStart = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = skipValue(text, valueStart);

    members.push({ key: String(JSON.parse(text.slice(start, keyEnd))), start, valueStart, end });
    at = skipSpace(text, end);

    if (text[at] === ',') {
      at = skipSpace(text, at + 1);
    }
  }

  return members;
}

function removeMember(text: string, key: string): string {
  const members = membersOf(text);
  const index = members.findIndex((member) => member.key === key);
  const member = members[index];

  if (!member) {
    return text;
  }

  const next = members[index + 1];
  const previous = members[index - 1];
  const from = next ? member.start : previous?.end ?? member.start;
  const removed = text.slice(0, from) + text.slice(next?.start ?? member.end);

  return removeMember(removed, key);
}

function addMember(text: string, key: string, value: string): string {
  const members = membersOf(text);
  const open = text.indexOf('{') + 1;
  const [first] = members;
  const last = members.at(-1);
  const name = JSON.stringify(key);

  if (!first || !last) {
    return `${ text.slice(0, open) }${ name }:${ value }${ text.slice(text.lastIndexOf('}')) }`;
  }

  const beforeKey = text.slice(open, first.start);
  const beforeValue = /\s*$/.exec(text.slice(first.start, first.valueStart))?.[0] ?? '';

  return `${ text.slice(0, last.end) },${ beforeKey }${ name }:${ beforeValue }${ value }${ text.slice(last.end) }`;
}

function setMember(text: string, key: string, value: Json): string {
  // Of a key that stands there twice, the last one counts: for JSON.parse and for Go alike.
  const member = membersOf(text).findLast((candidate) => candidate.key === key);
  const written = JSON.stringify(value);

  return member ? text.slice(0, member.valueStart) + written + text.slice(member.end) : addMember(text, key, written);
}

/**
 * Changes keys of the JSON object in a text, and no other character: order, unknown keys, numbers and layout stay as they were written.
 * `undefined` removes a key. A value that is there already changes nothing. A text that is no JSON object is left alone; no text counts as `{}`.
 */
export function editJson(text: string | undefined, changes: Readonly<Record<string, Json | undefined>>): string {
  const known = parseJsonObject(text);

  if (!known.ok && known.error !== 'missing') {
    return text ?? '';
  }

  const before: JsonObject = known.ok ? known.value : {};
  let edited = known.ok && text !== undefined ? text : '{}';

  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) {
      edited = removeMember(edited, key);
    } else if (!Object.hasOwn(before, key) || !isEqual(before[key], value)) {
      edited = setMember(edited, key, value);
    }
  }

  return edited === '{}' && !known.ok ? text ?? '' : edited;
}
