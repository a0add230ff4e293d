'use client';

import { Switch } from '@mantine/core';
import { useFormatter, useTranslations } from 'next-intl';
import { wayKey } from '@/components/notify/choices/choices';
import { useWayName } from '@/components/notify/choices/use-way-name';
import type { OfferedWay } from '@/lib/domain/notify/choice-view';
import { OrderedWays } from './ordered-ways';
import { WholeNumber } from './short-fields';
import type { TimingFormState } from './timing-form';
import { TimingPart } from './timing-part';

/** The notification centre and the broker call nobody. */
const SILENT: readonly OfferedWay['channel'][] = ['inbox', 'mqtt'];

/** What is important goes on to the next way until somebody looks. */
export function EscalationFields({ form, ways }: { form: TimingFormState; ways: readonly OfferedWay[] }) {
  const t = useTranslations('notifyChoices.timing.escalation');
  const { escalates, escalation, escalate_after_minutes } = form.values;
  const offered = ways.filter(({ channel }) => !SILENT.includes(channel));
  const switchOn = (isOn: boolean) =>
    form.setValues({
      escalates: isOn,
      ...(isOn && escalation.length === 0
        ? { escalation: offered.map(({ channel, target_id }) => ({ channel, target_id })) }
        : {}),
    });
  return (
    <TimingPart title={t('title')} effect={useEffectOf(form, offered)}>
      <Switch
        label={t('switch')}
        description={t('hint')}
        checked={escalates}
        onChange={(event) => switchOn(event.currentTarget.checked)}
      />
      {escalates && (
        <>
          <WholeNumber form={form} field="escalate_after_minutes" label={t('minutes')} max={1440} suffix={t('suffix')} />
          <OrderedWays
            order={escalation}
            offered={offered}
            minutes={escalate_after_minutes}
            error={form.errors.escalation as string | null}
            onChange={(order) => form.setFieldValue('escalation', order)}
          />
        </>
      )}
    </TimingPart>
  );
}

function useEffectOf(form: TimingFormState, offered: readonly OfferedWay[]): string | null {
  const t = useTranslations('notifyChoices.timing.escalation');
  const nameOf = useWayName();
  const format = useFormatter();
  const { escalates, escalation, escalate_after_minutes: minutes } = form.values;
  if (!escalates) return t('off');
  if (form.errors.escalate_after_minutes != null) return null;
  const [first, ...next] = escalation.flatMap((way) => offered.find((each) => wayKey(each) === wayKey(way)) ?? []).map(nameOf);
  if (first === undefined) return t('noWay');
  if (next.length === 0) return t('oneWay', { first });
  const steps = next.map((way, index) => t('step', { way, minutes: Number(minutes) * (index + 1) }));
  return t('effect', { first, steps: format.list(steps, { type: 'unit' }) });
}
