'use client';

import { Text, Timeline, Title } from '@mantine/core';
import { IconAlertTriangle, IconBellOff, IconClock, IconMailCheck } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
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
        event.deliveries.map((delivery) => <DeliveryStory key={delivery.id} delivery={delivery} />)
      )}
    </section>
  );
}

type StoryDto = Pick<DeliveryDto, 'user_name' | 'state' | 'reason' | 'next_attempt_at' | 'created_at' | 'tries'>;

/** One delivery from when it was recorded, attempt by attempt, to where it stands. */
export function DeliveryStory({ delivery }: { delivery: StoryDto }) {
  const t = useTranslations('explain.story');
  const format = useFormat();
  const end = useNotificationReason({ notification_status: statusOf(delivery), notification_reason: delivery.reason });
  const isOpen = delivery.state === 'pending' || delivery.state === 'sending';
  return (
    <Timeline bulletSize={26} lineWidth={2} active={isOpen ? delivery.tries.length : delivery.tries.length + 1}>
      <Timeline.Item bullet={<IconClock size={14} aria-hidden />} title={t('planned', { name: delivery.user_name })}>
        <Text size="sm" c="dimmed">
          {format.exact(delivery.created_at)}
        </Text>
      </Timeline.Item>
      {delivery.tries.map(({ at, outcome, response }) => {
        const Icon = ICONS[outcome];
        return (
          <Timeline.Item key={at} bullet={<Icon size={14} aria-hidden />} title={t(outcome)}>
            <Text size="sm" c="dimmed">
              {format.exact(at)}
            </Text>
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
    </Timeline>
  );
}

function statusOf({ state }: StoryDto) {
  return state === 'sending' ? 'pending' : state;
}
