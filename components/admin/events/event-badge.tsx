'use client';

import { Badge, Group, Text, Tooltip } from '@mantine/core';
import { IconClockHour4, IconLogin2, IconLogout2 } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import type { EventType } from '@/lib/domain/model';
import type { EventDto } from '../types';
import classes from './events.module.css';

const LOOK: Record<EventType, { icon: typeof IconLogin2; color: string }> = {
  enter: { icon: IconLogin2, color: 'teal' },
  exit: { icon: IconLogout2, color: 'orange' },
  dwell: { icon: IconClockHour4, color: 'indigo' },
};

/** Enter or exit, by icon and word; an event that turned out false is struck through and says why. */
export function EventBadge({ event }: { event: Pick<EventDto, 'event_type' | 'retracted_at' | 'stay_seconds'> }) {
  const t = useTranslations('events');
  const format = useFormat();
  const { icon: Icon, color } = LOOK[event.event_type];
  const badge = (
    <Badge
      color={event.retracted_at ? 'gray' : color}
      leftSection={<Icon size={14} aria-hidden />}
      className={event.retracted_at ? classes.retracted : undefined}
      style={{ flex: 'none' }}
    >
      {t(`type.${event.event_type}`)}
    </Badge>
  );
  return (
    <Group gap={6} wrap="nowrap">
      {event.retracted_at ? <Tooltip label={t('retracted')}>{badge}</Tooltip> : badge}
      {event.stay_seconds !== null && (
        <Text size="xs" c="dimmed" span style={{ whiteSpace: 'nowrap' }}>
          {t('stay', { duration: format.duration(event.stay_seconds) })}
        </Text>
      )}
    </Group>
  );
}
