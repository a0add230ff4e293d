export type ErrorCode =
  | 'VALIDATION_ERROR'
  | 'UNAUTHORIZED'
  | 'ACCESS_DENIED'
  | 'NOT_FOUND'
  | 'LIMIT_REACHED'
  | 'RATE_LIMITED'
  | 'INTERNAL_ERROR';

/**
 * A use case that can't be done, in words for the person who asked. `details` names each field:
 * `{ radius_meters: 'radius_meters is 20; it must be 50–50000' }`.
 */
export class ServiceError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = 'ServiceError';
  }
}

export const notFound = (what: string) => new ServiceError('NOT_FOUND', `${what} does not exist`);
export const accessDenied = (message = 'this belongs to somebody else') => new ServiceError('ACCESS_DENIED', message);
