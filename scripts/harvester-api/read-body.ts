import { parseDocument } from 'yaml';
import type { ServedType } from './definitions';
import { ApiError, badRequest, unsupportedMediaType } from './errors';
import type { ParsedRequest } from './http';
import { goSyntaxError } from './kube/patch';
import { isObject } from './objects';
import type { Json, JsonObject } from './types';

const KUBE_TYPES = ['application/json', 'application/yaml'];
const SUMMARY_LENGTH = 30;

/** Reads an object that is sent to the Kubernetes endpoint. A custom resource must say what it is. */
export function readObject(request: ParsedRequest, type: ServedType): JsonObject {
  const { body, mediaType } = request;
  const unreadable = (why: string) => badRequest(`the object provided is unrecognized (must be of type ${ type.kind }): ${ why } (${ summaryOf(body) })`);

  if (mediaType && mediaType !== '*/*' && !KUBE_TYPES.includes(mediaType)) {
    throw unsupportedMediaType(type.schema ? KUBE_TYPES : [...KUBE_TYPES, 'application/vnd.kubernetes.protobuf']);
  }
  const parsed = parse(request, (why) => unreadable(`couldn't get version/kind; json parse error: ${ why }`));

  if (!isObject(parsed)) {
    throw unreadable(`couldn't get version/kind; json parse error: json: cannot unmarshal ${ goKind(parsed) } into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`);
  }
  if (type.schema && !parsed.kind) {
    throw unreadable(`Object 'Kind' is missing in '${ body }'`);
  }

  return parsed;
}

/** Reads the options that come with a deletion. */
export function readBody(request: ParsedRequest): JsonObject {
  const parsed = parse(request, badRequest);

  return isObject(parsed) ? parsed : {};
}

/** Reads an object that is sent to Steve. */
export function readSteveBody(request: ParsedRequest): JsonObject {
  const unreadable = (why: string) => new ApiError(422, 'InvalidBodyContent', `Failed to parse body: ${ why }`);
  const parsed = parse(request, (why) => unreadable(why === 'unexpected end of JSON input' ? (request.body.trim() ? 'unexpected EOF' : 'EOF') : why));

  if (!isObject(parsed)) {
    throw unreadable(`json: cannot unmarshal ${ goKind(parsed) } into Go value of type map[string]interface {}`);
  }

  return parsed;
}

function goKind(value: Json): string {
  return Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
}

function parse({ mediaType, body }: ParsedRequest, unreadable: (why: string) => ApiError): Json {
  return mediaType === 'application/yaml' ? parseYaml(body, unreadable) : parseJson(body, unreadable);
}

function parseJson(text: string, unreadable: (why: string) => ApiError): Json {
  try {
    const parsed = JSON.parse(text) as Json;

    return parsed;
  } catch {
    throw unreadable(goSyntaxError(text));
  }
}

/** YAML as Kubernetes reads it: plain scalars of YAML 1.2's core, so that `on` and `yes` stay text. */
function parseYaml(text: string, unreadable: (why: string) => ApiError): Json {
  const document = parseDocument(text, { schema: 'core' });
  const [error] = document.errors;

  if (error) {
    throw unreadable(`error converting YAML to JSON: yaml: line ${ error.linePos?.[0].line ?? 1 }: ${ (error.message.split('\n')[0] ?? '').replace(/ at line.*$/, '') }`);
  }
  const parsed = document.toJS() as Json;

  return parsed;
}

/** The start of a body that could not be read, as the API server quotes it. */
function summaryOf(body: string): string {
  if (!body) {
    return '<empty>';
  }
  const start = body.slice(0, SUMMARY_LENGTH);
  const shown = body.startsWith('{') ? start : Buffer.from(start).toString('hex');

  return body.length > SUMMARY_LENGTH ? `${ shown } ...` : shown;
}
