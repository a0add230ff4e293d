'use client';

import { Anchor, Group, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ClockTime } from '@/components/common/relative-time';
import { CHANNEL_ICON, useTold, useWayWords } from '@/components/notify/told';
import { ColorDot } from '../color-dot';
import type { Column } from '../table/responsive-table';
import { DeliveryActions } from './delivery-actions';
import { moreOf, StateBadge, Why } from './delivery-words';
import type { DeliveryDto, Recipient } from './types';

export type DeliveryKey = 'about' | 'happened' | 'to' | 'state' | 'why' | 'actions';

interface Options {
  onRecipient: (recipient: Recipient) => void;
  onResent: () => void;
}

/** What it tells of, when that happened, to whom it goes, what became of it, and why. */
export function useDeliveryColumns({ onRecipient, onResent }: Options): Column<DeliveryDto, DeliveryKey>[] {
  const t = useTranslations('deliveries.columns');
  return [
    { key: 'about', label: t('about'), kind: 'title', render: (delivery) => <About delivery={delivery} /> },
    {
      key: 'happened',
      label: t('happened'),
      render: ({ occurred_at }) => (
        <Text size="sm" span style={{ whiteSpace: 'nowrap' }}>
          <ClockTime value={occurred_at} />
        </Text>
      ),
    },
    { key: 'to', label: t('to'), render: (delivery) => <To delivery={delivery} onRecipient={onRecipient} /> },
    { key: 'state', label: t('state'), kind: 'badge', render: (delivery) => <StateBadge delivery={delivery} /> },
    { key: 'why', label: t('why'), render: (delivery) => <Why delivery={delivery} /> },
    {
      key: 'actions',
      label: t('actions'),
      kind: 'actions',
      render: (delivery) => <DeliveryActions delivery={delivery} onResent={onResent} />,
    },
  ];
}

/** Leads to the event's explanation or to the device, where the reader may see it. */
export function About({ delivery }: { delivery: DeliveryDto }) {
  const t = useTranslations('deliveries');
  const about = useTold()(delivery);
  const href = moreOf(delivery)?.href;
  return (
    <Stack gap={0}>
      <Group gap={6} wrap="nowrap">
        {delivery.geofence_color && <ColorDot color={delivery.geofence_color} size={10} />}
        {href ? (
          <Anchor component={Link} prefetch={false} href={href} size="sm" fw={500} c="inherit">
            {about}
          </Anchor>
        ) : (
          <Text size="sm" fw={500} span>
            {about}
          </Text>
        )}
      </Group>
      {delivery.is_untrue && (
        <Text size="xs" c="dimmed">
          {t(delivery.device_alert_id === null ? 'untrue' : 'over')}
        </Text>
      )}
    </Stack>
  );
}

function To({ delivery, onRecipient }: { delivery: DeliveryDto } & Pick<Options, 'onRecipient'>) {
  const t = useTranslations('deliveries');
  const way = useWayWords();
  const { recipient_id: id, recipient_name: name, channel } = delivery;
  const Icon = CHANNEL_ICON[channel];
  return (
    <Stack gap={0}>
      <Anchor
        component="button"
        type="button"
        size="sm"
        ta="inherit"
        title={t('onlyPerson', { name })}
        onClick={() => onRecipient({ id, name })}
      >
        {name}
      </Anchor>
      <Text size="xs" c="dimmed" span>
        <Icon size={14} aria-hidden style={{ verticalAlign: '-2px', marginInlineEnd: 4 }} />
        {way(delivery)}
      </Text>
    </Stack>
  );
}
