'use client';

import { useTranslations } from 'next-intl';
import { ApiError } from './api';

const translated = new Set(['NETWORK', 'UNAUTHORIZED', 'ACCESS_DENIED', 'NOT_FOUND', 'RATE_LIMITED', 'INTERNAL_ERROR']);

/** Says what went wrong in the person's language; what only the server knows, in the server's words. */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations('common.errors');
  return (error) => {
    if (!(error instanceof ApiError)) return t('INTERNAL_ERROR');
    return translated.has(error.code) ? t(error.code) : error.message;
  };
}
