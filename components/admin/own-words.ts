import { ApiError } from '@/components/common/api';

/**
 * The same error with another text at one field. For forms whose own check leaves the server a single reason to refuse
 * that field, so that it can be said in the reader's language.
 */
export function inOwnWords(error: unknown, field: string, text: string): unknown {
  if (!(error instanceof ApiError) || !(field in error.details)) return error;
  return new ApiError(error.status, error.code, error.message, { ...error.details, [field]: text });
}
