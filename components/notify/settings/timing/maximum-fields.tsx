'use client';

import { Switch } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { SummaryTime, WholeNumber } from './short-fields';
import type { TimingFormState } from './timing-form';
import { TimingPart } from './timing-part';
import { useZonePlace } from './use-zone-place';

/** How much is enough for a day. */
export function MaximumFields({ form }: { form: TimingFormState }) {
  const t = useTranslations('notifyChoices.timing.maximum');
  const place = useZonePlace();
  const { has_max, max_per_day, digest_at, digest } = form.values;
  const isWrong = form.errors.max_per_day != null || form.errors.digest_at != null;
  const effect = isWrong ? null : t('effect', { count: Number(max_per_day), time: digest_at, place });
  return (
    <TimingPart title={t('title')} effect={has_max ? effect : t('off')}>
      <Switch label={t('switch')} {...form.getInputProps('has_max', { type: 'checkbox' })} />
      {has_max && (
        <>
          <WholeNumber form={form} field="max_per_day" label={t('count')} max={1000} />
          {/* The daily summary has its field above. */}
          {digest !== 'daily' && <SummaryTime form={form} label={t('at', { place })} />}
        </>
      )}
    </TimingPart>
  );
}
