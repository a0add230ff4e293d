'use client';

import { Stack, Text, Timeline, Title } from '@mantine/core';
import { IconAlertTriangle, IconBellOff, IconClock, IconEye, IconMailCheck } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { CHANNEL_ICON, useWayWords } from '@/components/notify/told';
import { useNotificationReason } from '../events/notification-badge';
import type { DeliveryDto, ToldEventDto } from './types';

const ICONS = { sent: IconMailCheck, transient: IconClock, permanent: IconAlertTriangle } as const;

/** Who was told of the event, when, or why not, attempt by attempt. */
export function NotificationStory({ event }: { event: ToldEventDto }) {
  const t = useTranslations('explain.story');
  const reason = useNotificationReason(event);
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        {t('title')}
      </Title>
      {event.deliveries.length === 0 ? (
        <Text c="dimmed">{reason}</Text>
      ) : (
        <Stack gap="lg">
          {event.deliveries.map((delivery) => (
            <DeliveryStory key={delivery.id} delivery={delivery} />
          ))}
        </Stack>
      )}
    </section>
  );
}

type StoryDto = Pick<
  DeliveryDto,
  | 'user_name'
  | 'channel'
  | 'target_id'
  | 'target_name'
  | 'state'
  | 'reason'
  | 'next_attempt_at'
  | 'created_at'
  | 'opened_at'
  | 'tries'
>;

/** One delivery from when it was recorded, attempt by attempt, to where it stands. */
export function DeliveryStory({ delivery }: { delivery: StoryDto }) {
  const t = useTranslations('explain.story');
  const way = useWayWords();
  const format = useFormat();
  const end = useNotificationReason({ notification_status: statusOf(delivery), notification_reason: delivery.reason });
  const isOpen = delivery.state === 'pending' || delivery.state === 'sending';
  const isInCentre = delivery.channel === 'inbox' && delivery.state === 'sent';
  const ChannelIcon = CHANNEL_ICON[delivery.channel];
  return (
    <Timeline bulletSize={26} lineWidth={2} active={isOpen ? delivery.tries.length : delivery.tries.length + 2}>
      <Timeline.Item
        bullet={<ChannelIcon size={14} aria-hidden />}
        title={
          isInCentre ? t('inbox', { name: delivery.user_name }) : t('planned', { way: way(delivery), name: delivery.user_name })
        }
      >
        <When at={delivery.created_at} />
      </Timeline.Item>
      {delivery.tries.map(({ at, outcome, response }) => {
        const Icon = ICONS[outcome];
        return (
          <Timeline.Item
            key={at}
            bullet={<Icon size={14} aria-hidden />}
            title={outcome === 'sent' ? t('sent', { channel: delivery.channel }) : t(outcome)}
          >
            <When at={at} />
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {response}
            </Text>
          </Timeline.Item>
        );
      })}
      {delivery.state === 'suppressed' && (
        <Timeline.Item bullet={<IconBellOff size={14} aria-hidden />} title={t('suppressed')}>
          <Text size="sm">{end}</Text>
        </Timeline.Item>
      )}
      {isOpen && (
        <Timeline.Item
          bullet={<IconClock size={14} aria-hidden />}
          title={t('next', { time: format.dateTime(delivery.next_attempt_at) })}
        >
          <Text size="sm">{end}</Text>
        </Timeline.Item>
      )}
      {delivery.opened_at && (
        <Timeline.Item bullet={<IconEye size={14} aria-hidden />} title={t('opened')}>
          <When at={delivery.opened_at} />
        </Timeline.Item>
      )}
    </Timeline>
  );
}

function When({ at }: { at: string }) {
  const format = useFormat();
  return (
    <Text size="sm" c="dimmed">
      {format.exact(at)}
    </Text>
  );
}

function statusOf({ state }: StoryDto) {
  return state === 'sending' ? 'pending' : state;
}
