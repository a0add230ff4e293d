'use client';

import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBellX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '@/components/common/api';
import { useErrorText } from '@/components/common/use-error-text';
import { useFormat } from '@/components/common/use-format';
import type { EventDto } from '../types';

/** The person's word on the event: it was a false alarm, or it was none after all. */
export function FalseAlarm({ event }: { event: Pick<EventDto, 'id' | 'false_alarm_at'> }) {
  const t = useTranslations('explain.falseAlarm');
  const format = useFormat();
  const errorText = useErrorText();
  const [saidAt, setSaidAt] = useState(event.false_alarm_at);
  const [busy, setBusy] = useState(false);
  const say = async (method: 'POST' | 'DELETE') => {
    setBusy(true);
    try {
      const path = `/api/geofences/events/${event.id}/false-alarm`;
      const answer = await api<{ event: EventDto }>(method, path);
      setSaidAt(answer.event.false_alarm_at);
    } catch (error) {
      notifications.show({ color: 'red', title: t('failed'), message: errorText(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Group gap="sm" mb="md" aria-live="polite">
      {saidAt !== null && (
        <Text size="sm" span>
          <IconBellX size={16} aria-hidden style={{ verticalAlign: '-3px' }} /> {t('said', { time: format.dateTime(saidAt) })}
        </Text>
      )}
      <Button
        size="sm"
        variant="default"
        disabled={busy}
        leftSection={saidAt === null ? <IconBellX size={16} aria-hidden /> : undefined}
        onClick={() => say(saidAt === null ? 'POST' : 'DELETE')}
      >
        {saidAt === null ? t('say') : t('undo')}
      </Button>
    </Group>
  );
}
