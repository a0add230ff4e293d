'use client';

import { Group, Stack, Text, Timeline, Title } from '@mantine/core';
import { useTimeZone, useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { useWayWords } from '@/components/notify/told';
import { dayAt } from '@/lib/domain/time/zoned-day';
import { DeliveryActions } from './delivery-actions';
import { About } from './delivery-columns';
import { STATE_LOOK, stateOf, Why } from './delivery-words';
import type { DeliveryDto } from './types';

interface Props {
  deliveries: readonly DeliveryDto[];
  onResent: () => void;
}

/** What a person was told and what not, day by day, the newest first. */
export function DeliveryTimeline({ deliveries, onResent }: Props) {
  const timeZone = useTimeZone() ?? 'UTC';
  const format = useFormat();
  const days = new Map<string, DeliveryDto[]>();
  for (const delivery of deliveries) {
    const day = dayAt(Date.parse(delivery.created_at), timeZone);
    days.set(day, [...(days.get(day) ?? []), delivery]);
  }
  return (
    <Stack gap="lg" maw={760}>
      {[...days].map(([day, told]) => (
        <section key={day}>
          <Title order={2} size="h5" mb="sm">
            {format.date(told[0]?.created_at ?? day)}
          </Title>
          <Timeline bulletSize={28} lineWidth={2}>
            {told.map((delivery) => (
              <Moment key={delivery.id} delivery={delivery} onResent={onResent} />
            ))}
          </Timeline>
        </section>
      ))}
    </Stack>
  );
}

function Moment({ delivery, onResent }: { delivery: DeliveryDto; onResent: () => void }) {
  const t = useTranslations('deliveries.state');
  const format = useFormat();
  const way = useWayWords();
  const state = stateOf(delivery);
  const { icon: Icon, color } = STATE_LOOK[state];
  return (
    <Timeline.Item
      bullet={<Icon size={16} color={`var(--mantine-color-${color}-text)`} aria-hidden />}
      title={
        <Group justify="space-between" gap="xs">
          <About delivery={delivery} />
          <DeliveryActions delivery={delivery} onResent={onResent} />
        </Group>
      }
    >
      <Text size="xs" c="dimmed">
        {format.time(delivery.created_at)} · {t(state)} · {delivery.recipient_name} · {way(delivery)}
      </Text>
      <Why delivery={delivery} />
    </Timeline.Item>
  );
}
