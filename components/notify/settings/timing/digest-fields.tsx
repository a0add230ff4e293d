'use client';

import { NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { DIGESTS, type Digest } from '@/lib/domain/notify/records';
import type { TimingFormState } from './timing-form';
import { TimingPart } from './timing-part';
import { useZonePlace } from './use-zone-place';

/** Whether messages come one by one or together. */
export function DigestFields({ form }: { form: TimingFormState }) {
  const t = useTranslations('notifyChoices.timing.digest');
  const place = useZonePlace();
  const { digest, digest_minutes, digest_at } = form.values;
  return (
    <TimingPart title={t('title')} effect={t(`effects.${digest}`, { minutes: Number(digest_minutes), time: digest_at, place })}>
      <SegmentedControl
        aria-label={t('title')}
        maw={520}
        data={DIGESTS.map((value) => ({ value, label: t(`choices.${value}`) }))}
        value={digest}
        onChange={(chosen) => form.setFieldValue('digest', chosen as Digest)}
      />
      {digest === 'minutes' && (
        <NumberInput
          label={t('minutes')}
          w={180}
          min={1}
          max={60}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          suffix={t('suffix')}
          {...form.getInputProps('digest_minutes')}
        />
      )}
      {digest === 'daily' && <TextInput type="time" label={t('at', { place })} w={180} {...form.getInputProps('digest_at')} />}
    </TimingPart>
  );
}
