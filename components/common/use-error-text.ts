'use client';

import { useTranslations } from 'next-intl';
import { ApiError } from './api';
import { messageOr } from './message-or';

/** Says what went wrong in the person's language; what only the server knows, in the server's words. */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations('common.errors');
  return (error) => {
    if (!(error instanceof ApiError)) return t('INTERNAL_ERROR');
    return messageOr(t, error.code, error.message);
  };
}
