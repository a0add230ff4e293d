'use client';

import { Input, Select, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useState } from 'react';
import type { Schedule, ScheduleWindow } from '@/lib/domain/model';
import { PRESETS, type PresetName, presetOf, withStretch } from './week';
import { WeekBar } from './week-bar';
import { WindowList } from './window-list';

const NAMES: PresetName[] = ['always', 'school', 'nights', 'weekends', 'own'];

interface ScheduleFieldProps {
  value: Schedule | null;
  /** Of the zone, for the bars. */
  color: string;
  error?: ReactNode;
  onChange: (schedule: Schedule | null) => void;
}

/** When people want to be told: always, one of the usual times, or their own. */
export function ScheduleField({ value, color, error, onChange }: ScheduleFieldProps) {
  const t = useTranslations('editor.schedule');
  // Own times stay own while they happen to be those of a preset.
  const [isOwn, setOwn] = useState(() => presetOf(value) === 'own');
  const preset = value !== null && isOwn ? 'own' : presetOf(value);

  const choose = (name: PresetName) => {
    setOwn(name === 'own');
    if (name === 'always') return onChange(null);
    const time_zone = value?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    const windows = name === 'own' ? (value?.windows ?? PRESETS.school) : PRESETS[name];
    onChange({ time_zone, windows });
  };

  return (
    <Stack gap="sm">
      <Select
        label={t('label')}
        description={t('help')}
        allowDeselect={false}
        data={NAMES.map((name) => ({ value: name, label: t(`presets.${name}`) }))}
        value={preset}
        error={Boolean(error)}
        data-path="schedule"
        onChange={(name) => choose((name ?? 'always') as PresetName)}
      />
      {value && (
        <Hours
          value={value}
          color={color}
          onChange={(schedule) => {
            setOwn(true);
            onChange(schedule);
          }}
          onZone={(time_zone) => onChange({ ...value, time_zone })}
        />
      )}
      {error && <Input.Error>{error}</Input.Error>}
    </Stack>
  );
}

interface HoursProps {
  value: Schedule;
  color: string;
  onChange: (schedule: Schedule) => void;
  onZone: (timeZone: string) => void;
}

function Hours({ value, color, onChange, onZone }: HoursProps) {
  const t = useTranslations('editor.schedule');
  const [chosen, setChosen] = useState<number | null>(null);
  const zones = useMemo(
    () => [...new Set([value.time_zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort(),
    [value.time_zone],
  );
  const set = (windows: ScheduleWindow[]) => onChange({ ...value, windows });
  return (
    <>
      <div>
        <WeekBar
          windows={value.windows}
          color={color}
          chosen={chosen}
          onDraw={(day, from, to) => set(withStretch(value.windows, day, from, to))}
          onChoose={setChosen}
        />
        <Text size="xs" c="dimmed">
          {t('drawHelp')}
        </Text>
      </div>
      <WindowList windows={value.windows} chosen={chosen} onChoose={setChosen} onChange={set} />
      <Select
        label={t('timeZone')}
        searchable
        allowDeselect={false}
        data={zones}
        limit={80}
        value={value.time_zone}
        nothingFoundMessage={t('noZone')}
        onChange={(zone) => zone && onZone(zone)}
      />
    </>
  );
}
