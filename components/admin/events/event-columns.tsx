'use client';

import { Anchor, Badge, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconClockHour4, IconLogin2, IconLogout2 } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { useNow } from '@/components/common/use-now';
import type { EventType } from '@/lib/domain/model';
import { ColorDot } from '../color-dot';
import type { Column } from '../table/responsive-table';
import type { EventDto } from '../types';
import classes from './events.module.css';
import { NotificationBadge, NotificationReason } from './notification-badge';

export type EventKey = 'time' | 'device' | 'zone' | 'event' | 'position' | 'notification';

/** The columns of the list; heads in the reader's language. */
export function useEventColumns(): Column<EventDto, EventKey>[] {
  const t = useTranslations('events.columns');
  return [
    { key: 'time', label: t('time'), render: (event) => <EventTime event={event} /> },
    { key: 'device', label: t('device'), kind: 'title', render: (event) => <EventDevice event={event} /> },
    { key: 'zone', label: t('zone'), render: (event) => <EventZone event={event} /> },
    { key: 'event', label: t('event'), kind: 'badge', render: (event) => <EventBadge event={event} /> },
    { key: 'position', label: t('position'), render: (event) => <EventPosition event={event} /> },
    {
      key: 'notification',
      label: t('notification'),
      render: (event) => (
        <Stack gap={2} className={classes.notification}>
          <NotificationBadge event={event} />
          <NotificationReason event={event} />
        </Stack>
      ),
    },
  ];
}

/** One tooltip for both ways of telling the time: the list has many rows. */
function EventTime({ event }: { event: EventDto }) {
  const format = useFormat();
  const now = useNow();
  return (
    <Tooltip label={format.exact(event.occurred_at)}>
      <time dateTime={event.occurred_at} className={classes.time}>
        <Text size="sm" span>
          {format.when(event.occurred_at, now)}
        </Text>{' '}
        <Text size="xs" c="dimmed" span>
          {format.relative(event.occurred_at, now)}
        </Text>
      </time>
    </Tooltip>
  );
}

function EventDevice({ event }: { event: EventDto }) {
  return (
    <Anchor component={Link} prefetch={false} href={`/admin/devices/${event.device_id}`} c="inherit" size="sm" fw="inherit">
      {event.device_name}
    </Anchor>
  );
}

function EventZone({ event }: { event: EventDto }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <ColorDot color={event.geofence_color} />
      <Anchor component={Link} prefetch={false} href={`/admin/geofences/${event.geofence_id}`} c="inherit" size="sm">
        {event.geofence_name}
      </Anchor>
    </Group>
  );
}

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

function EventPosition({ event }: { event: EventDto }) {
  const t = useTranslations('events');
  const format = useFormat();
  const at = format.coordinates(event.latitude, event.longitude);
  const query = new URLSearchParams({
    device: String(event.device_id),
    at: `${event.latitude.toFixed(6)},${event.longitude.toFixed(6)}`,
  });
  return (
    <Group gap={6} wrap="nowrap" style={{ whiteSpace: 'nowrap' }}>
      <Anchor
        component={Link}
        prefetch={false}
        href={`/map?${query}`}
        size="sm"
        aria-label={t('positionLabel', { position: at })}
        className="numeric"
      >
        {at}
      </Anchor>
      {event.accuracy !== null && (
        <Text size="xs" c="dimmed" span>
          ± {format.distance(event.accuracy)}
        </Text>
      )}
    </Group>
  );
}
