import type { IncomingHttpHeaders } from 'node:http';
import { stringify } from 'yaml';
import { canonical } from './objects';
import type { ApiRequest, ApiResponse, Json } from './types';

/** A request taken apart. */
export interface ParsedRequest {
  readonly method: string;
  /** Without query, decoded, split at the slashes: `['v1', 'namespaces', 'default']`. */
  readonly segments: readonly string[];
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** Without parameters such as `charset`. */
  readonly mediaType: string;
  readonly body: string;
  /** Scheme and host as the client sees them; links start with it. */
  readonly origin: string;
}

export function parseRequest({ method, url, headers, body }: ApiRequest): ParsedRequest {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);

  return {
    method: method.toUpperCase(),
    segments: path.split('/').filter(Boolean).map(decodeSegment),
    path,
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers,
    mediaType: (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '',
    body: body ?? '',
    origin: originOf(headers),
  };
}

/** Scheme and host as the client sees them, also through proxies. */
export function originOf(headers: IncomingHttpHeaders): string {
  const scheme = textOf(headers['x-forwarded-proto'], 'http').replace(/^ws/, 'http');
  const host = textOf(headers['x-api-host']) || textOf(headers['x-forwarded-host']).split(',')[0] || headers.host || 'localhost';

  return `${ scheme }://${ host }`;
}

function textOf(header: string | string[] | undefined, absent = ''): string {
  return header === undefined ? absent : String(header);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Each answer says that the user is logged in: Rancher's dashboard looks for it. */
const COMMON_HEADERS: Readonly<Record<string, string>> = { 'x-api-cattle-auth': 'true', 'cache-control': 'no-cache, private' };

export function jsonResponse(status: number, body: Json): ApiResponse {
  return { status, headers: { ...COMMON_HEADERS, 'content-type': 'application/json' }, body: `${ JSON.stringify(body) }\n` };
}

/** YAML as Go prints it: sorted keys, lists at the indentation of their key, no folding. */
export function yamlResponse(status: number, body: Json): ApiResponse {
  return { status, headers: { ...COMMON_HEADERS, 'content-type': 'application/yaml' }, body: stringify(canonical(body), { schema: 'yaml-1.1', indentSeq: false, lineWidth: 0, aliasDuplicateObjects: false }) };
}

export function textResponse(status: number, body: string): ApiResponse {
  return { status, headers: { ...COMMON_HEADERS, 'content-type': 'text/plain; charset=utf-8' }, body };
}

export function emptyResponse(status: number): ApiResponse {
  return { status, headers: COMMON_HEADERS, body: '' };
}
