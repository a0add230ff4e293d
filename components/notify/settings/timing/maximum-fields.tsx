'use client';

import { Group, NumberInput, Switch, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { TimingFormState } from './timing-form';
import { TimingPart } from './timing-part';
import { useZonePlace } from './use-zone-place';

/** How much is enough for a day. */
export function MaximumFields({ form }: { form: TimingFormState }) {
  const t = useTranslations('notifyChoices.timing.maximum');
  const place = useZonePlace();
  const { has_max, max_per_day, digest_at, digest } = form.values;
  return (
    <TimingPart
      title={t('title')}
      effect={has_max ? t('effect', { count: Number(max_per_day), time: digest_at, place }) : t('off')}
    >
      <Switch label={t('switch')} {...form.getInputProps('has_max', { type: 'checkbox' })} />
      {has_max && (
        <Group gap="sm" align="flex-start">
          <NumberInput
            label={t('count')}
            w={180}
            min={1}
            max={1000}
            clampBehavior="none"
            allowDecimal={false}
            allowNegative={false}
            {...form.getInputProps('max_per_day')}
          />
          {/* The daily summary has its field above. */}
          {digest !== 'daily' && <TextInput type="time" label={t('at')} w={180} {...form.getInputProps('digest_at')} />}
        </Group>
      )}
    </TimingPart>
  );
}
