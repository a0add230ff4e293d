'use client';

import { Alert, Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconMailX, IconSend } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import useSWR from 'swr';
import { api, fetcher } from '@/components/common/api';
import { useErrorText } from '@/components/common/use-error-text';
import type { Failing } from '../dashboard/failing-deliveries';

const FAILING = '/api/deliveries/failing?channel=email';

/** Once the mail server is right, what it refused meanwhile can go out after all; nothing where nothing failed. */
export function FailedMails() {
  const t = useTranslations('mail.failed');
  const errorText = useErrorText();
  const [busy, setBusy] = useState(false);
  const { data, mutate } = useSWR<Failing>(FAILING, fetcher, { refreshInterval: 30_000 });
  if (!data?.failed) return null;
  const sendAgain = async () => {
    setBusy(true);
    try {
      const { resent } = await api<{ resent: number }>('POST', '/api/deliveries/resend', { channel: 'email' });
      notifications.show({ color: 'teal', message: t('done', { count: resent }) });
    } catch (error) {
      notifications.show({ color: 'red', message: errorText(error) });
    }
    await mutate();
    setBusy(false);
  };
  return (
    <Alert color="yellow" icon={<IconMailX aria-hidden />} title={t('title', { count: data.failed })}>
      <Text size="sm">{t('text')}</Text>
      <Group mt="sm">
        <Button variant="default" leftSection={<IconSend size={16} aria-hidden />} loading={busy} onClick={sendAgain}>
          {t('action')}
        </Button>
      </Group>
    </Alert>
  );
}
