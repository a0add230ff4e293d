'use client';

import { Anchor, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconZoomQuestion } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { devicePath } from '@/components/common/device-path';
import { useFormat } from '@/components/common/use-format';
import { useNow } from '@/components/common/use-now';
import { ColorDot } from '../color-dot';
import type { Column } from '../table/responsive-table';
import type { EventDto } from '../types';
import { noteOpened } from './came-from-list';
import { EventMarks } from './event-marks';
import classes from './events.module.css';
import { NotificationBadge, NotificationReason } from './notification-badge';

export type EventKey = 'time' | 'device' | 'zone' | 'event' | 'position' | 'notification' | 'why';

/** The columns of the list; heads in the reader's language. */
export function useEventColumns(): Column<EventDto, EventKey>[] {
  const t = useTranslations('events.columns');
  return [
    { key: 'time', label: t('time'), render: (event) => <EventTime event={event} /> },
    { key: 'device', label: t('device'), kind: 'title', render: (event) => <EventDevice event={event} /> },
    { key: 'zone', label: t('zone'), render: (event) => <EventZone event={event} /> },
    { key: 'event', label: t('event'), kind: 'badge', render: (event) => <EventMarks event={event} /> },
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
    { key: 'why', label: t('why'), kind: 'actions', render: (event) => <WhyLink event={event} /> },
  ];
}

const pageOf = ({ id }: EventDto) => `/admin/geofences/events/${id}`;

/** How the event came about; named by what it is about, for those who hear one link after the other. */
function WhyLink({ event }: { event: EventDto }) {
  const t = useTranslations('events');
  const format = useFormat();
  const about = { device: event.device_name, zone: event.geofence_name, time: format.dateTime(event.occurred_at) };
  return (
    <Button
      component={Link}
      prefetch={false}
      href={pageOf(event)}
      onClick={() => noteOpened(pageOf(event))}
      size="compact-sm"
      variant="subtle"
      leftSection={<IconZoomQuestion size={16} aria-hidden />}
      aria-label={t('whyLabel', about)}
    >
      {t('why')}
    </Button>
  );
}

/** One tooltip for both ways of telling the time: the list has many rows. */
function EventTime({ event }: { event: EventDto }) {
  const format = useFormat();
  const now = useNow();
  return (
    <Tooltip label={format.exact(event.occurred_at)}>
      <time dateTime={event.occurred_at} className={classes.time}>
        <Anchor
          component={Link}
          prefetch={false}
          href={pageOf(event)}
          onClick={() => noteOpened(pageOf(event))}
          tabIndex={-1}
          size="sm"
          c="inherit"
        >
          {format.when(event.occurred_at, now)}
        </Anchor>{' '}
        <Text size="xs" c="dimmed" span>
          {format.relative(event.occurred_at, now)}
        </Text>
      </time>
    </Tooltip>
  );
}

function EventDevice({ event }: { event: EventDto }) {
  return (
    <Anchor component={Link} prefetch={false} href={devicePath(event.device_id)} c="inherit" size="sm" fw="inherit">
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
