'use client';

import { Group, Text, Tooltip } from '@mantine/core';
import { useTimeZone, useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { startOfDay } from '@/lib/domain/time/zoned-day';
import { type Column, ResponsiveTable } from '../table/responsive-table';
import type { StepDay } from '../types';
import { useServerData } from '../use-server-data';
import classes from './phone.module.css';

type StepKey = 'day' | 'steps' | 'distance' | 'floors';

/** What the phone counted on each of the last days. */
export function Steps({ deviceId, initial }: { deviceId: number; initial: StepDay[] }) {
  const t = useTranslations('phone.steps');
  const format = useFormat();
  const timeZone = useTimeZone() ?? 'UTC';
  const { days } = useServerData(`/api/devices/${deviceId}/steps`, { days: initial }, 60_000).data;
  if (days.length === 0) return <Text c="dimmed">{t('none')}</Text>;
  const most = Math.max(1, ...days.map(({ steps }) => steps ?? 0));
  const columns: Column<StepDay, StepKey>[] = [
    {
      key: 'day',
      label: t('day'),
      kind: 'title',
      render: ({ day }) => (
        <Text size="sm" span style={{ whiteSpace: 'nowrap' }}>
          {format.date(startOfDay(day, timeZone))}
        </Text>
      ),
    },
    { key: 'steps', label: t('steps'), render: (day) => <Count day={day} most={most} /> },
    {
      key: 'distance',
      label: t('distance'),
      render: ({ distance_meters }) =>
        distance_meters === null ? null : <Text size="sm">{format.distance(distance_meters)}</Text>,
    },
    {
      key: 'floors',
      label: t('floors'),
      render: ({ floors_up, floors_down }) =>
        floors_up === null && floors_down === null ? null : (
          <Text size="sm">{t('floorsValue', { up: floors_up ?? '–', down: floors_down ?? '–' })}</Text>
        ),
    },
  ];
  return <ResponsiveTable label={t('title')} columns={columns} rows={days} idOf={({ day }) => day} />;
}

function Count({ day: { steps, is_estimated }, most }: { day: StepDay; most: number }) {
  const t = useTranslations('phone.steps');
  const format = useFormat();
  if (steps === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('unknown')}
      </Text>
    );
  }
  return (
    <Group gap="sm" wrap="nowrap" miw={0}>
      <Tooltip label={t('estimatedHint')} disabled={!is_estimated}>
        <Text size="sm" span className="numeric" miw={64}>
          {is_estimated ? t('estimated', { steps: format.number(steps) }) : format.number(steps)}
        </Text>
      </Tooltip>
      <span className={classes.track} aria-hidden>
        <span className={classes.bar} style={{ width: `${(steps / most) * 100}%` }} />
      </span>
    </Group>
  );
}
