'use client';

import { Group, SegmentedControl, SimpleGrid } from '@mantine/core';
import { useTimeZone, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { DayRangeInput, type Days } from '@/components/common/day-range-input';
import { useNow } from '@/components/common/use-now';
import { dayAt } from '@/lib/domain/time/zoned-day';
import { ChoiceSelect, type FilterChoice } from '../events/event-filters';
import { PERIODS, spanOf, type VisitsView } from './view';

interface Props {
  view: VisitsView;
  change: (part: Partial<VisitsView>) => void;
  devices: readonly FilterChoice[];
  zones: readonly FilterChoice[];
}

const OWN = 'own';

/** Which period, which device, which zone. */
export function VisitFilters({ view, change, devices, zones }: Props) {
  const t = useTranslations('visits.filters');
  const of = useTranslations('events.filters');
  const timeZone = useTimeZone() ?? 'UTC';
  const now = useNow();
  const choosePeriod = (period: string) => {
    if (period !== OWN) return change({ days: Number(period), from: null, to: null });
    const [from, to] = spanOf(view, now, timeZone);
    change({ days: null, from, to });
  };
  return (
    <search aria-label={t('label')}>
      <Group mb="sm" gap="sm" align="flex-end">
        <SegmentedControl
          aria-label={t('period')}
          data={[
            ...PERIODS.map((days) => ({ value: String(days), label: t('days', { days }) })),
            { value: OWN, label: t('own') },
          ]}
          value={view.days === null ? OWN : String(view.days)}
          onChange={choosePeriod}
        />
        {view.days === null && <SpanInput view={view} change={change} today={dayAt(now, timeZone)} />}
      </Group>
      <SimpleGrid cols={2} spacing="sm" mb="lg" maw={640}>
        <ChoiceSelect
          label={of('zone')}
          all={of('allZones')}
          choices={zones}
          value={view.zone}
          onChange={(zone) => change({ zone })}
        />
        <ChoiceSelect
          label={of('device')}
          all={of('allDevices')}
          choices={devices}
          value={view.device === null ? null : String(view.device)}
          onChange={(id) => change({ device: id === null ? null : Number(id) })}
        />
      </SimpleGrid>
    </search>
  );
}

function SpanInput({ view, change, today }: Pick<Props, 'view' | 'change'> & { today: string }) {
  const t = useTranslations('visits.filters');
  const [days, setDays] = useState<Days>([view.from, view.to]);
  useEffect(() => setDays([view.from, view.to]), [view.from, view.to]);
  return (
    <DayRangeInput
      aria-label={t('span')}
      miw={240}
      value={days}
      today={today}
      onChange={(chosen) => {
        setDays(chosen);
        const [from, to] = chosen;
        if (from && to) change({ from, to });
      }}
    />
  );
}
