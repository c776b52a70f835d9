import { ApiError } from '../errors';
import { jsonResponse } from '../http';
import type { ApiResponse } from '../types';

/** Steve's own refusal: a code and a message, no details. */
export function steveError(status: number, code: string, message: string): ApiError {
  return new ApiError(status, code, message);
}

export function methodNotSupported(method: string): ApiError {
  return steveError(403, 'PermissionDenied', `Method ${ method } not supported`);
}

/** Any error in Steve's form. What has no reason is a plain server error. */
export function errorResponse({ code, reason, message }: ApiError): ApiResponse {
  return jsonResponse(code, { type: 'error', links: {}, code: reason, message, status: code });
}
