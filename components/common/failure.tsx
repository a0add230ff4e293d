'use client';

import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { EmptyState } from './empty-state';

/** Stands where a page could not be shown; `digest` finds the reason in the server's log. */
export function Failure({ digest, onRetry }: { digest?: string | undefined; onRetry: () => void }) {
  const t = useTranslations('common.failure');
  return (
    <div role="alert">
      <EmptyState
        order={1}
        icon={<IconAlertTriangle size={28} aria-hidden />}
        title={t('title')}
        action={<Button onClick={onRetry}>{t('retry')}</Button>}
      >
        {t('text')} {digest ? t('digest', { digest }) : ''}
      </EmptyState>
    </div>
  );
}
