'use client';

import { Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import { useFormat } from '@/components/common/use-format';
import type { TileSource } from '@/components/map/types';
import { MarkOpened } from '@/components/notify/centre/mark-opened';
import { BackToEvents } from './back-to-events';
import { EventChips } from './event-chips';
import { ExplanationView } from './explanation-view';
import { FalseAlarm } from './false-alarm';
import { NotificationStory } from './notification-story';
import type { ExplainedEventDto, ExplanationDto } from './types';

interface Props {
  event: ExplainedEventDto;
  explanation: ExplanationDto;
  tiles: TileSource;
}

/** One event: what happened, how it was decided, who was told. */
export function EventExplained({ event, explanation, tiles }: Props) {
  const t = useTranslations('explain');
  const format = useFormat();
  const told = explanation.events.find(({ id }) => id === event.id) ?? { ...event, deliveries: [] };
  const title = t(`header.${event.event_type}`, {
    device: event.device_name,
    zone: event.geofence_name,
    time: format.time(event.occurred_at),
    duration: format.duration(event.stay_seconds ?? 0),
  });
  return (
    <Page>
      <MarkOpened eventId={event.id} />
      <BackToEvents />
      <PageHeader title={title} description={format.exact(event.occurred_at)} />
      <EventChips event={event} />
      {event.origin === 'live' && <FalseAlarm event={event} />}
      <Stack gap="xl">
        <ExplanationView explanation={explanation} tiles={tiles} decidingLocationId={event.location_id} />
        <NotificationStory event={told} />
      </Stack>
    </Page>
  );
}
