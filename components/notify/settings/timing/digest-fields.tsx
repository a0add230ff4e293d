'use client';

import { SegmentedControl } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { DIGESTS, type Digest } from '@/lib/domain/notify/records';
import { SummaryTime, WholeNumber } from './short-fields';
import classes from './timing.module.css';
import type { TimingFormState } from './timing-form';
import { TimingPart } from './timing-part';
import { useZonePlace } from './use-zone-place';

/** Whether messages come one by one or together. */
export function DigestFields({ form }: { form: TimingFormState }) {
  const t = useTranslations('notifyChoices.timing.digest');
  const place = useZonePlace();
  const { digest, digest_minutes, digest_at } = form.values;
  const field = digest === 'minutes' ? 'digest_minutes' : digest === 'daily' ? 'digest_at' : null;
  const isWrong = field !== null && form.errors[field] != null;
  const effect = isWrong ? null : t(`effects.${digest}`, { minutes: Number(digest_minutes), time: digest_at, place });
  return (
    <TimingPart title={t('title')} effect={effect}>
      <SegmentedControl
        aria-label={t('title')}
        fullWidth
        className={classes.digest}
        classNames={{ label: classes.digestLabel }}
        data={DIGESTS.map((value) => ({ value, label: t(`choices.${value}`) }))}
        value={digest}
        onChange={(chosen) => form.setFieldValue('digest', chosen as Digest)}
      />
      {digest === 'minutes' && (
        <WholeNumber form={form} field="digest_minutes" label={t('minutes')} max={60} suffix={t('suffix')} />
      )}
      {digest === 'daily' && <SummaryTime form={form} label={t('at', { place })} />}
    </TimingPart>
  );
}
