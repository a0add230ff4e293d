'use client';

import { DatePickerInput, type DatePickerInputProps } from '@mantine/dates';
import { Dates } from './dates';

/** First and last day as `2026-11-21`; null while it is not chosen. */
export type Days = [string | null, string | null];

type More = Pick<
  DatePickerInputProps<'range'>,
  'label' | 'aria-label' | 'placeholder' | 'presets' | 'popoverProps' | 'w' | 'miw'
>;

interface Props extends More {
  value: Days;
  onChange: (days: Days) => void;
  /** The last day that can be chosen. */
  today: string;
  /** What the button does that takes the choice away; without it there is none. */
  clearLabel?: string;
}

/** Days from one to another, or a single one, up to today. */
export function DayRangeInput({ value, onChange, today, clearLabel, ...more }: Props) {
  return (
    <Dates>
      <DatePickerInput
        type="range"
        valueFormat="D MMM YYYY"
        value={value}
        onChange={onChange}
        maxDate={today}
        allowSingleDateInRange
        clearable={clearLabel !== undefined}
        clearButtonProps={{ 'aria-label': clearLabel }}
        {...more}
      />
    </Dates>
  );
}
