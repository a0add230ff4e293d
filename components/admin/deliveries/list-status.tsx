'use client';

import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { IconArrowUp, IconFilterOff } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import classes from '../events/events.module.css';
import { type DeliveriesView, EMPTY_VIEW, isFiltered, PAGE_SIZE } from './view';

interface Props {
  view: DeliveriesView;
  change: (part: Partial<DeliveriesView>) => void;
  shown: number;
  total: number;
  held: number;
  onShowNewest: () => void;
}

/** Which part of the list is shown, in which form, and what came in meanwhile. Keeps its height in every state. */
export function ListStatus({ view, change, shown, total, held, onShowNewest }: Props) {
  const t = useTranslations('deliveries');
  const format = useFormat();
  const first = (view.page - 1) * PAGE_SIZE + 1;
  const range = {
    first: format.number(first),
    last: format.number(first + shown - 1),
    total: format.number(total),
    count: total,
  };
  return (
    <Group className={classes.status} justify="space-between" gap="xs" mb="xs">
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          {shown === 0 ? t('status.none') : t('status.range', range)}
        </Text>
        {isFiltered(view) && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconFilterOff size={16} aria-hidden />}
            onClick={() => change({ ...EMPTY_VIEW, as: view.as })}
          >
            {t('status.reset')}
          </Button>
        )}
      </Group>
      <div aria-live="polite">
        {held > 0 && (
          <Button size="compact-sm" radius="xl" leftSection={<IconArrowUp size={16} aria-hidden />} onClick={onShowNewest}>
            {t('status.new', { count: held })}
          </Button>
        )}
      </div>
      <SegmentedControl
        size="xs"
        aria-label={t('view.label')}
        data={(['table', 'timeline'] as const).map((value) => ({ value, label: t(`view.${value}`) }))}
        value={view.as}
        onChange={(as) => change({ as: as === 'timeline' ? as : 'table', page: view.page })}
      />
    </Group>
  );
}
