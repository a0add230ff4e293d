'use client';

import { ActionIcon, Button, Card, Chip, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { ScheduleWindow, Weekday } from '@/lib/domain/model';
import { MAX_WINDOWS } from '@/lib/domain/schedule/schedule-input';
import { useWeekdays } from './use-weekdays';
import { minutesOf, WEEKDAYS } from './week';
import classes from './window-list.module.css';

interface WindowListProps {
  windows: readonly ScheduleWindow[];
  chosen: number | null;
  onChoose: (window: number) => void;
  onChange: (windows: ScheduleWindow[]) => void;
}

const NEW_WINDOW: ScheduleWindow = { days: [1, 2, 3, 4, 5], start: '08:00', end: '18:00' };

/** The windows as plain fields: days, from, to. */
export function WindowList({ windows, chosen, onChoose, onChange }: WindowListProps) {
  const t = useTranslations('editor.schedule');
  const replace = (index: number, window: ScheduleWindow) => onChange(windows.map((each, i) => (i === index ? window : each)));
  return (
    <Stack gap="xs">
      {windows.map((window, index) => (
        <WindowFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a window has nothing else to be told by
          key={index}
          number={index + 1}
          window={window}
          chosen={index === chosen}
          onFocus={() => onChoose(index)}
          onChange={(changed) => replace(index, changed)}
          onRemove={windows.length > 1 ? () => onChange(windows.filter((_, i) => i !== index)) : null}
        />
      ))}
      <Button
        variant="default"
        size="sm"
        leftSection={<IconPlus size={16} aria-hidden />}
        disabled={windows.length >= MAX_WINDOWS}
        onClick={() => onChange([...windows, NEW_WINDOW])}
      >
        {t('add')}
      </Button>
    </Stack>
  );
}

interface WindowFieldsProps {
  number: number;
  window: ScheduleWindow;
  chosen: boolean;
  onFocus: () => void;
  onChange: (window: ScheduleWindow) => void;
  onRemove: (() => void) | null;
}

/** The field for a time knows no 24:00; 00:00 at the end says the same. */
const shown = (time: string) => (time === '24:00' ? '00:00' : time);

function WindowFields({ number, window, chosen, onFocus, onChange, onRemove }: WindowFieldsProps) {
  const t = useTranslations('editor.schedule');
  const { short, long } = useWeekdays();
  const overMidnight = minutesOf(window.end) <= minutesOf(window.start) && minutesOf(window.end) > 0;
  return (
    <Card
      withBorder
      padding="xs"
      role="group"
      aria-label={t('window', { number })}
      data-chosen={chosen || undefined}
      className={classes.window}
      onFocus={onFocus}
    >
      <Stack gap="xs">
        <Chip.Group
          multiple
          value={window.days.map(String)}
          onChange={(days) => onChange({ ...window, days: days.map((day) => Number(day) as Weekday).sort((a, b) => a - b) })}
        >
          <Group gap={4} role="group" aria-label={t('days')}>
            {WEEKDAYS.map((day) => (
              <Chip
                key={day}
                value={String(day)}
                size="xs"
                radius="sm"
                aria-label={long[day - 1]}
                classNames={{ label: classes.day }}
              >
                {short[day - 1]}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        {window.days.length === 0 && (
          <Text size="xs" c="var(--mantine-color-error)" role="alert">
            {t('noDay')}
          </Text>
        )}
        <Group gap="xs" wrap="nowrap" align="flex-end">
          <TimeField label={t('from')} value={window.start} onChange={(start) => onChange({ ...window, start })} />
          <TimeField label={t('to')} value={shown(window.end)} onChange={(end) => onChange({ ...window, end })} />
          {onRemove && (
            <ActionIcon variant="subtle" color="gray" size="input-sm" aria-label={t('remove', { number })} onClick={onRemove}>
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          )}
        </Group>
        {overMidnight && (
          <Text size="xs" c="dimmed">
            {t('overMidnight')}
          </Text>
        )}
      </Stack>
    </Card>
  );
}

function TimeField({ label, value, onChange }: { label: string; value: string; onChange: (time: string) => void }) {
  return (
    <TextInput
      flex={1}
      type="time"
      size="sm"
      label={label}
      value={value}
      // An emptied field keeps the time before: a window without an end is none.
      onChange={(event) => event.currentTarget.value && onChange(event.currentTarget.value.slice(0, 5))}
    />
  );
}
