'use client';

import { Group, Select, SimpleGrid } from '@mantine/core';
import { useTimeZone, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { EventType } from '@/lib/domain/model';
import { addDays, dayAt } from '@/lib/domain/time/zoned-day';
import { DayRangeInput, type Days } from '../../common/day-range-input';
import { useNow } from '../../common/use-now';
import { ColorDot } from '../color-dot';
import type { EventsView } from './filter';

export interface FilterChoice {
  id: string;
  name: string;
  color: string;
}

interface Props {
  view: EventsView;
  change: (part: Partial<EventsView>) => void;
  devices: readonly FilterChoice[];
  zones: readonly FilterChoice[];
}

const TYPES: readonly EventType[] = ['enter', 'exit', 'dwell'];

/** What the list is narrowed to. Each choice is in the URL at once. */
export function EventFilters({ view, change, devices, zones }: Props) {
  const t = useTranslations('events');
  return (
    <search aria-label={t('filters.label')}>
      <SimpleGrid cols={{ base: 2, md: 5 }} spacing="sm" verticalSpacing="sm" mb="sm">
        <ChoiceSelect
          label={t('filters.device')}
          all={t('filters.allDevices')}
          choices={devices}
          value={view.device === null ? null : String(view.device)}
          onChange={(id) => change({ device: id === null ? null : Number(id) })}
        />
        <ChoiceSelect
          label={t('filters.zone')}
          all={t('filters.allZones')}
          choices={zones}
          value={view.zone}
          onChange={(zone) => change({ zone })}
        />
        <Select
          label={t('filters.type')}
          placeholder={t('filters.allTypes')}
          data={TYPES.map((type) => ({ value: type, label: t(`type.${type}`) }))}
          value={view.type}
          onChange={(type) => change({ type: type as EventType | null })}
          clearable
          clearButtonProps={{ 'aria-label': t('filters.clear') }}
        />
        <Select
          label={t('filters.retracted')}
          placeholder={t('filters.retractedInclude')}
          data={[
            { value: 'exclude', label: t('filters.retractedExclude') },
            { value: 'only', label: t('filters.retractedOnly') },
          ]}
          value={view.retracted}
          onChange={(retracted) => change({ retracted: retracted as EventsView['retracted'] })}
          clearable
          clearButtonProps={{ 'aria-label': t('filters.clear') }}
        />
        <DaysInput view={view} change={change} />
      </SimpleGrid>
    </search>
  );
}

interface ChoiceProps {
  label: string;
  all: string;
  choices: readonly FilterChoice[];
  value: string | null;
  onChange: (id: string | null) => void;
}

/** What the URL names but the reader can't see (any more) is shown as it is, so that the filter never hides itself. */
export function ChoiceSelect({ label, all, choices, value, onChange }: ChoiceProps) {
  const t = useTranslations('events');
  const colors = new Map(choices.map(({ id, color }) => [id, color]));
  const data = choices.map(({ id, name }) => ({ value: id, label: name }));
  if (value !== null && !colors.has(value)) data.push({ value, label: t('filters.unknown', { id: value.slice(0, 8) }) });
  return (
    <Select
      label={label}
      placeholder={all}
      data={data}
      value={value}
      onChange={onChange}
      searchable={choices.length > 8}
      nothingFoundMessage={t('filters.nothingFound')}
      clearable
      clearButtonProps={{ 'aria-label': t('filters.clear') }}
      renderOption={({ option }) => (
        <Group gap="xs" wrap="nowrap">
          <ColorDot color={colors.get(option.value) ?? 'transparent'} />
          <span>{option.label}</span>
        </Group>
      )}
    />
  );
}

type DayRange = Pick<EventsView, 'from' | 'to'>;

/** The days from … to; a range counts only when both ends are chosen. */
export function DaysInput({ view, change }: { view: DayRange; change: (range: DayRange) => void }) {
  const t = useTranslations('events.filters');
  const today = dayAt(useNow(), useTimeZone() ?? 'UTC');
  const [days, setDays] = useState<Days>([view.from, view.to]);
  useEffect(() => setDays([view.from, view.to]), [view.from, view.to]);

  const choose = (chosen: Days) => {
    setDays(chosen);
    const [from, to] = chosen;
    if ((from === null) === (to === null)) change({ from, to });
  };
  const preset = (label: string, back: number, until = 0) => ({
    value: [addDays(today, -back), addDays(today, -until)] as Days,
    label,
  });

  return (
    <DayRangeInput
      label={t('days')}
      placeholder={t('allDays')}
      value={days}
      onChange={choose}
      today={today}
      clearLabel={t('clear')}
      presets={[preset(t('today'), 0), preset(t('yesterday'), 1, 1), preset(t('lastWeek'), 6), preset(t('lastMonth'), 29)]}
      popoverProps={{ position: 'bottom-end' }}
    />
  );
}
