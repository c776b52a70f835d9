import { jsonResponse, type ParsedRequest, yamlResponse } from '../http';
import type { ApiResponse, Json } from '../types';

/** JSON, or YAML when asked for. */
export function reply(request: ParsedRequest, status: number, body: Json): ApiResponse {
  const yaml = request.query.get('_format') === 'yaml' || (request.headers.accept ?? '').includes('application/yaml');

  return yaml ? yamlResponse(status, body) : jsonResponse(status, body);
}
