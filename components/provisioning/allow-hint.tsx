'use client';

import { List, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';

/** Both apps refuse codes, links and files until that was allowed in their settings; no configuration can allow it. */
export function AllowHint() {
  const t = useTranslations('provisioning.allow');
  const tags = { b: (text: React.ReactNode) => <b>{text}</b> };
  return (
    <div>
      <Text size="sm" fw={600}>
        {t('title')}
      </Text>
      <List size="sm" spacing={2} mt={4}>
        <List.Item>{t.rich('android', tags)}</List.Item>
        <List.Item>{t.rich('ios', tags)}</List.Item>
      </List>
      <Text size="sm" c="dimmed" mt={4}>
        {t('missing')}
      </Text>
    </div>
  );
}
