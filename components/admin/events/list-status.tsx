'use client';

import { Button, Group, Text } from '@mantine/core';
import { IconArrowUp, IconFilterOff } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import classes from './events.module.css';
import { type EventsView, isFiltered, PAGE_SIZE } from './filter';
import type { EventList } from './use-events';

interface Props {
  view: EventsView;
  list: EventList;
  onShowNewest: () => void;
  onResetFilter: () => void;
}

/** Which part of the list is shown, how fresh it is, and what came in meanwhile. Keeps its height in every state. */
export function ListStatus({ view, list, onShowNewest, onResetFilter }: Props) {
  const t = useTranslations('events.status');
  const format = useFormat();
  const clock = useFormatter();
  const total = list.total - list.place.held;
  const first = (view.page - 1) * PAGE_SIZE + 1;
  const last = first + list.events.length - 1;
  const updated = clock.dateTime(list.readAt, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  return (
    <Group className={classes.status} justify="space-between" gap="xs" mb="xs">
      <Group gap="xs">
        <Text size="sm" c="dimmed" data-testid="event-range">
          {list.events.length === 0
            ? t('none')
            : t('range', { first: format.number(first), last: format.number(last), total: format.number(total), count: total })}
        </Text>
        {isFiltered(view) && (
          <Button variant="subtle" size="compact-sm" leftSection={<IconFilterOff size={16} />} onClick={onResetFilter}>
            {t('resetFilter')}
          </Button>
        )}
      </Group>
      <div aria-live="polite">
        {list.place.held > 0 && (
          <Button size="compact-sm" radius="xl" leftSection={<IconArrowUp size={16} />} onClick={onShowNewest}>
            {t('new', { count: list.place.held })}
          </Button>
        )}
      </div>
      <Text size="sm" c="dimmed" title={t('everyHalfMinute')} data-testid="events-updated">
        {t('updated', { time: updated })}
      </Text>
    </Group>
  );
}
