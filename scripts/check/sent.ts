import { isObject } from '../../models/base/kubernetes';
import { differences } from '../conformance/differences';
import type { ApiRequest, Json, JsonObject, KubeObject } from '../harvester-api/types';

/** Fields that only the server writes; a client that sends them as it got them claims them. */
const SERVERS_OWN = ['status', 'metadata.creationTimestamp', 'metadata.deletionTimestamp', 'metadata.generation', 'metadata.managedFields', 'metadata.selfLink', 'metadata.uid'];

/** The lock of a patch: it names the version and the object that are meant. */
const LOCK: ReadonlySet<string> = new Set(['metadata.resourceVersion', 'metadata.uid', 'metadata.name', 'metadata.namespace', 'apiVersion', 'kind']);

function parsed(body: string | undefined): Json | undefined {
  try {
    return JSON.parse(body ?? '') as Json;
  } catch {
    return undefined;
  }
}

function at(object: Json | undefined, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((value, key) => isObject(value) ? value[key] : undefined, object);
}

/** `status` for everything below it, `conditions[]` for every entry of a list. */
function general(path: string): string {
  return /^status\b/.test(path) ? 'status' : path.replaceAll(/\[\d+\]/g, '[]');
}

/** The values in a merge patch, by path; `null` removes, which is found where it is stored. */
function leaves(value: Json | undefined, path: string): readonly string[] {
  return value === null ? [] : isObject(value) ? Object.entries(value).flatMap(([key, child]) => leaves(child, path ? `${ path }.${ key }` : key)) : [path];
}

/** What a whole object that is sent holds beyond the edited object: what is not in it, what differs, what only the server writes. */
function sentWhole(body: JsonObject, expected: KubeObject): readonly string[] {
  const beyond = differences(expected, body).filter(({ after }) => after !== undefined).map(({ path }) => path);

  return [...beyond, ...SERVERS_OWN.filter((path) => at(body, path) !== undefined)];
}

function sentPatch(body: Json | undefined, edited: string): readonly string[] {
  const paths = Array.isArray(body)
    ? body.flatMap((operation) => isObject(operation) && operation.op !== 'test' && typeof operation.path === 'string' ? [operation.path.slice(1).split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).join('.')] : [])
    : leaves(body, '');

  return paths.filter((path) => path !== edited && !LOCK.has(path));
}

/** What a request sends that its user did not change; `edited` is the path that they did. */
export function sentBeyond({ method, body }: ApiRequest, expected: KubeObject, edited: string): readonly string[] {
  const content = parsed(body);
  const paths = method === 'PATCH' ? sentPatch(content, edited) : isObject(content) ? sentWhole(content, expected) : [];

  return [...new Set(paths.map(general))].sort();
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || (Array.isArray(value) ? !value.length : isObject(value) && !Object.keys(value).length);
}

/** A list that is shorter, and a value that is gone. What merely differs was sent, and is found there; an empty list or map held nothing. */
export function lostPaths(expected: KubeObject, stored: KubeObject | undefined): readonly string[] {
  const lost = differences(expected, stored).filter(({ before, after }) => !isEmpty(before) && (after === undefined || (Array.isArray(before) && Array.isArray(after) && after.length < before.length)));

  return [...new Set(lost.map(({ path }) => path.replaceAll(/\[\d+\]/g, '[]')))].sort();
}
