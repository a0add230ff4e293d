'use client';

import { Anchor, Group, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/common/relative-time';
import { ColorDot } from '../color-dot';
import { EventBadge } from '../events/event-badge';
import { Section } from '../section';
import type { EventPage } from '../types';
import { useServerData } from '../use-server-data';
import classes from './dashboard.module.css';

const RECENT_EVENTS = 8;

/** The newest events; the list has them all. */
export function RecentEvents({ initial }: { initial: EventPage }) {
  const t = useTranslations('dashboard.events');
  const { events } = useServerData(`/api/geofences/events?limit=${RECENT_EVENTS}`, initial, 15_000).data;
  return (
    <Section
      className={classes.later}
      title={t('title')}
      action={
        <Anchor component={Link} href="/admin/geofences/events" size="sm">
          {t('all')}
        </Anchor>
      }
    >
      {events.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('none')}
        </Text>
      ) : (
        <ul className={classes.list}>
          {events.map((event) => (
            <li key={event.id} className={classes.item}>
              <div className={classes.grow}>
                <Group gap={6}>
                  <Text size="sm" fw={600} span>
                    {event.device_name}
                  </Text>
                  <Group gap={6} wrap="nowrap" miw={0}>
                    <ColorDot color={event.geofence_color} size={10} />
                    <Text size="sm" span style={{ overflowWrap: 'anywhere' }}>
                      {event.geofence_name}
                    </Text>
                  </Group>
                </Group>
                <Text size="xs" c="dimmed">
                  <RelativeTime value={event.occurred_at} />
                </Text>
              </div>
              <EventBadge event={{ ...event, stay_seconds: null }} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
