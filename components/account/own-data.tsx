'use client';

import { Button, Group } from '@mantine/core';
import { IconDatabaseImport, IconDownload } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { LinkButton } from '../common/link-button';

/** Takes everything away in one archive, or leads to where a history is brought along. */
export function OwnData() {
  const t = useTranslations('imports.data');
  return (
    <Group gap="sm">
      <Button component="a" href="/api/export" download variant="default" leftSection={<IconDownload size={18} aria-hidden />}>
        {t('button')}
      </Button>
      <LinkButton href="/admin/import" variant="default" leftSection={<IconDatabaseImport size={18} aria-hidden />}>
        {t('bring')}
      </LinkButton>
    </Group>
  );
}
