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

/** Where there is more of what it tells; null where there is nothing that the reader may see. */
export function moreOf({ can_explain, event_id, device_alert_id, device_id }: DeliveryDto) {
  if (can_explain) return { href: `/admin/geofences/events/${event_id}`, label: 'explain' } as const;
  const isAboutDevice = device_alert_id !== null && device_id !== null;
  return isAboutDevice ? ({ href: `/admin/devices/${device_id}`, label: 'device' } as const) : null;
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
  const isSaid = !answer || (delivery.reason?.includes(answer) ?? false);
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
          {t(delivery.attempts.length > 0 ? 'nextTry' : 'goesAt', { time: format.when(delivery.next_attempt_at, now) })}
        </Text>
      )}
      <Together delivery={delivery} />
      {delivery.opened_at && (
        <Text size="xs" c="dimmed">
          {t('opened', { time: format.when(delivery.opened_at, now) })}
        </Text>
      )}
    </Stack>
  );
}

/** A message can stand for several. */
export function Together({ delivery }: { delivery: Pick<DeliveryDto, 'together_with' | 'state'> }) {
  const t = useTranslations('deliveries');
  if (delivery.together_with === 0) return null;
  return (
    <Text size="xs" c="dimmed">
      {t(stateOf(delivery) === 'waiting' ? 'goesTogether' : 'together', { count: delivery.together_with })}
    </Text>
  );
}
