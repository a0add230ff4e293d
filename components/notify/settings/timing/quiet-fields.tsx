'use client';

import { Group, Switch, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { TimingFormState } from './timing-form';
import { TimingPart } from './timing-part';
import { useZonePlace } from './use-zone-place';

/** When nothing is sent. */
export function QuietFields({ form }: { form: TimingFormState }) {
  const t = useTranslations('notifyChoices.timing.quiet');
  const place = useZonePlace();
  const { has_quiet, quiet_from, quiet_until } = form.values;
  const isWrong = form.errors.quiet_from != null || form.errors.quiet_until != null;
  const effect = isWrong ? null : t('effect', { from: quiet_from, until: quiet_until, place });
  return (
    <TimingPart title={t('title')} effect={has_quiet ? effect : t('off')}>
      <Switch label={t('switch')} {...form.getInputProps('has_quiet', { type: 'checkbox' })} />
      {has_quiet && (
        <Group gap="sm" align="flex-start">
          <TextInput
            type="time"
            label={t('from')}
            w={140}
            {...form.getInputProps('quiet_from')}
            onChange={(event) => {
              form.setFieldValue('quiet_from', event.currentTarget.value);
              // Whether the end is right depends on it.
              form.validateField('quiet_until');
            }}
          />
          <TextInput type="time" label={t('until')} w={140} {...form.getInputProps('quiet_until')} />
        </Group>
      )}
    </TimingPart>
  );
}
