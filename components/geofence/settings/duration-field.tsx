'use client';

import { Group, Input, NativeSelect, NumberInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { type DurationUnit, UNIT_SECONDS, unitFor } from './duration';

interface DurationFieldProps {
  label: string;
  description?: string;
  /** Seconds; '' while nothing is typed. */
  value: number | '';
  onChange: (seconds: number | '') => void;
  units?: readonly DurationUnit[];
  error?: ReactNode;
  /** Name of the form's field, so that its first error can be focused. */
  path: string;
}

/** A length of time as people say it: a number and its unit. */
export function DurationField({
  label,
  description,
  value,
  onChange,
  units = ['s', 'min', 'h'],
  error,
  path,
}: DurationFieldProps) {
  const t = useTranslations('editor.settings.units');
  const id = useId();
  const [unit, setUnit] = useState(() => unitFor(value, units));
  const size = UNIT_SECONDS[unit];
  const shown = value === '' ? '' : Number((value / size).toFixed(4));
  return (
    <Input.Wrapper id={id} label={label} description={description} error={error}>
      <Group gap="xs" wrap="nowrap" mt={6}>
        <NumberInput
          id={id}
          w={110}
          min={0}
          decimalScale={2}
          allowNegative={false}
          clampBehavior="none"
          value={shown}
          error={Boolean(error)}
          data-path={path}
          onChange={(typed) => onChange(typed === '' ? '' : Math.round(Number(typed) * size))}
        />
        <NativeSelect
          aria-label={t('label', { field: label })}
          w={130}
          data={units.map((each) => ({ value: each, label: t(each) }))}
          value={unit}
          onChange={(event) => {
            const chosen = event.currentTarget.value as DurationUnit;
            setUnit(chosen);
            if (value !== '') onChange(Math.round((value / size) * UNIT_SECONDS[chosen]));
          }}
        />
      </Group>
    </Input.Wrapper>
  );
}
