import type { z } from 'zod';
import { type ErrorCode, ServiceError } from '@/lib/services/errors';

const STATUS: Record<ErrorCode, number> = {
  VALIDATION_ERROR: 422,
  UNAUTHORIZED: 401,
  ACCESS_DENIED: 403,
  NOT_FOUND: 404,
  LIMIT_REACHED: 409,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
};

/**
 * Told by name, not by class: the web process holds this module twice (in Next's bundle and in the server's own), and
 * services made by one throw through routes of the other.
 */
export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && error.name === 'ServiceError' && 'code' in error && 'details' in error;
}

/** The one form of every error: `{success: false, error: {code, message, details}, timestamp}`. */
export function errorResponse(error: unknown, now: number): Response {
  const known = isServiceError(error) ? error : new ServiceError('INTERNAL_ERROR', 'something went wrong on the server');
  const { code, message, details } = known;
  const headers = new Headers({ 'cache-control': 'no-store' });
  if (code === 'UNAUTHORIZED') headers.set('www-authenticate', 'Bearer');
  if (typeof details.retry_after_seconds === 'number') headers.set('retry-after', String(details.retry_after_seconds));
  return Response.json(
    { success: false, error: { code, message, details }, timestamp: new Date(now).toISOString() },
    { status: STATUS[code], headers },
  );
}

/** The first issue of each field, by the field's name. */
export function validationError(issues: readonly z.core.$ZodIssue[]): ServiceError {
  const details: Record<string, string> = {};
  for (const issue of issues) details[issue.path.join('.') || 'body'] ??= issue.message;
  const [field, message] = Object.entries(details)[0] ?? ['body', 'is not valid'];
  // Messages of our own schemas name their field themselves.
  return new ServiceError('VALIDATION_ERROR', message.startsWith(field) ? message : `${field}: ${message}`, details);
}
