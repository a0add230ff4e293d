'use client';

import { Badge, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconBellOff, IconClock, IconMailCheck } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { useNow } from '@/components/common/use-now';
import { useNotificationReason } from '../events/notification-badge';
import type { DeliveryDto } from './types';
import type { StateFilter } from './view';

export const STATE_LOOK: Record<StateFilter, { icon: typeof IconClock; color: string }> = {
  sent: { icon: IconMailCheck, color: 'green' },
  waiting: { icon: IconClock, color: 'blue' },
  failed: { icon: IconAlertTriangle, color: 'red' },
  suppressed: { icon: IconBellOff, color: 'gray' },
};

export function stateOf({ state }: Pick<DeliveryDto, 'state'>): StateFilter {
  return state === 'pending' || state === 'sending' ? 'waiting' : state;
}

/** By icon and word. */
export function StateBadge({ delivery }: { delivery: DeliveryDto }) {
  const t = useTranslations('deliveries.state');
  const state = stateOf(delivery);
  const { icon: Icon, color } = STATE_LOOK[state];
  return (
    <Badge color={color} variant="light" leftSection={<Icon size={14} aria-hidden />} miw="max-content" style={{ flex: 'none' }}>
      {t(state)}
    </Badge>
  );
}

/** Why it stands as it does, in people's words and then in the server's. */
export function Why({ delivery }: { delivery: DeliveryDto }) {
  const t = useTranslations('deliveries');
  const format = useFormat();
  const now = useNow();
  const state = stateOf(delivery);
  const reason = useNotificationReason({
    notification_status: state === 'waiting' ? 'pending' : state,
    notification_reason: delivery.reason,
  });
  const answer = delivery.attempts.at(-1)?.response;
  const isSaid = answer === undefined || (delivery.reason?.includes(answer) ?? false);
  return (
    <Stack gap={2} maw={380} style={{ overflowWrap: 'anywhere' }}>
      <Text size="sm">{reason}</Text>
      {!isSaid && (
        <Text size="xs" c="dimmed">
          {t('serverSaid', { response: answer })}
        </Text>
      )}
      {delivery.next_attempt_at && (
        <Text size="xs" c="dimmed">
          {t('nextTry', { time: format.when(delivery.next_attempt_at, now) })}
        </Text>
      )}
    </Stack>
  );
}
