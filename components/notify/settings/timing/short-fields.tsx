'use client';

import { NumberInput, TextInput } from '@mantine/core';
import type { TimingFormState } from './timing-form';

/** A number or a time is short; what is wrong with it need not be. */
const NARROW = { styles: { wrapper: { maxWidth: 180 } } };

interface NumberProps {
  form: TimingFormState;
  field: 'digest_minutes' | 'max_per_day' | 'escalate_after_minutes';
  label: string;
  /** From 1 to here. */
  max: number;
  suffix?: string;
}

export function WholeNumber({ form, field, label, max, suffix = '' }: NumberProps) {
  return (
    <NumberInput
      label={label}
      {...NARROW}
      min={1}
      max={max}
      clampBehavior="none"
      allowDecimal={false}
      allowNegative={false}
      suffix={suffix}
      {...form.getInputProps(field)}
    />
  );
}

/** The time of the summary, of which there is one: of the daily one and of what was too much the day before. */
export function SummaryTime({ form, label }: { form: TimingFormState; label: string }) {
  return <TextInput type="time" label={label} {...NARROW} {...form.getInputProps('digest_at')} />;
}
