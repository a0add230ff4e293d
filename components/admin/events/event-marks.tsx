'use client';

import { Group, Stack, Text } from '@mantine/core';
import { IconBellX, IconClockExclamation, IconEraser, IconHistory, IconRoute } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import type { EventDto } from '../types';
import { EventBadge } from './event-badge';

/** What happened, and beneath it, in words, what is special about it. */
export function EventMarks({ event }: { event: EventDto }) {
  const t = useTranslations('events.marks');
  const format = useFormat();
  return (
    <Stack gap={2} align="flex-start">
      <EventBadge event={event} />
      {event.retracted_at && <Mark icon={IconEraser} text={t('retracted')} />}
      {event.false_alarm_at && <Mark icon={IconBellX} text={t('falseAlarm')} />}
      {event.is_late && <Mark icon={IconClockExclamation} text={t('late', { time: format.dateTime(event.received_at) })} />}
      {event.is_pass_through && <Mark icon={IconRoute} text={t('passThrough')} />}
      {event.origin === 'reconstructed' && <Mark icon={IconHistory} text={t('reconstructed')} />}
    </Stack>
  );
}

function Mark({ icon: Icon, text }: { icon: typeof IconEraser; text: string }) {
  return (
    <Group gap={4} wrap="nowrap" c="dimmed">
      <Icon size={14} aria-hidden />
      <Text size="xs" span style={{ whiteSpace: 'nowrap' }}>
        {text}
      </Text>
    </Group>
  );
}
