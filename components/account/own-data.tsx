'use client';

import { Group } from '@mantine/core';
import { IconDatabaseImport } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { DownloadButton } from '../common/download-button';
import { LinkButton } from '../common/link-button';

/** Takes everything away in one archive, or leads to where a history is brought along. */
export function OwnData() {
  const t = useTranslations('imports.data');
  return (
    <Group gap="sm">
      <DownloadButton href="/api/export">{t('button')}</DownloadButton>
      <LinkButton href="/admin/import" variant="default" leftSection={<IconDatabaseImport size={18} aria-hidden />}>
        {t('bring')}
      </LinkButton>
    </Group>
  );
}
