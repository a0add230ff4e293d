'use client';

import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import useSWR from 'swr';
import { api, fetcher } from '@/components/common/api';
import { useConfirm } from '@/components/common/confirm';
import { useFormat } from '@/components/common/use-format';
import type { EventPage } from '../types';

interface Props {
  /** Events older than this go, days. */
  retentionDays: number;
  onDone: () => void;
}

/** For admins: deletes what the daily clean-up would delete, now. */
export function CleanupButton({ retentionDays, onDone }: Props) {
  const t = useTranslations('events.cleanup');
  const confirm = useConfirm();
  const cleanUp = async () => {
    const { deleted_events } = await api<{ deleted_events: number }>('POST', '/api/geofences/cleanup');
    notifications.show({ message: t('done', { count: deleted_events }) });
    onDone();
  };
  return (
    <Button
      variant="default"
      leftSection={<IconTrash size={18} />}
      onClick={() =>
        confirm({
          title: t('title'),
          lost: <CleanupLoss retentionDays={retentionDays} />,
          action: t('action'),
          onConfirm: cleanUp,
        })
      }
    >
      {t('button')}
    </Button>
  );
}

function CleanupLoss({ retentionDays }: { retentionDays: number }) {
  const t = useTranslations('events.cleanup');
  const format = useFormat();
  // To the minute, so that drawing this again asks for the same.
  const before = Math.floor(Date.now() / 60_000) * 60_000 - retentionDays * 86_400_000;
  const query = new URLSearchParams({ endTime: new Date(before).toISOString(), limit: '1' });
  const { data } = useSWR<EventPage>(`/api/geofences/events?${query}`, fetcher, { revalidateOnFocus: false });
  return (
    <Text aria-live="polite">
      {t('lost', { days: retentionDays, date: format.dateTime(before) })} {data ? t('count', { count: data.total }) : ''}
    </Text>
  );
}
