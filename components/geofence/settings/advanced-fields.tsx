'use client';

import { NumberInput, Radio, Stack, Switch } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { DurationField } from './duration-field';
import { RuleTimeline } from './rule-timeline';
import type { SettingsProps } from './zone-settings';

/** Which of the events are worth a message. */
export function ConditionFields({ value, errors, onChange }: SettingsProps) {
  const t = useTranslations('editor.settings');
  return (
    <Stack gap="md">
      <DurationField
        label={t('enterAfter.label')}
        description={t('enterAfter.help')}
        value={value.notify_enter_after_seconds}
        error={errors.notify_enter_after_seconds}
        path="notify_enter_after_seconds"
        onChange={(seconds) => onChange({ notify_enter_after_seconds: seconds })}
      />
      <DurationField
        label={t('exitMinStay.label')}
        description={t('exitMinStay.help')}
        units={['min', 'h', 'd']}
        value={value.notify_exit_min_stay_seconds}
        error={errors.notify_exit_min_stay_seconds}
        path="notify_exit_min_stay_seconds"
        onChange={(seconds) => onChange({ notify_exit_min_stay_seconds: seconds })}
      />
      <DurationField
        label={t('cooldown.label')}
        description={t('cooldown.help')}
        value={value.cooldown_seconds}
        error={errors.cooldown_seconds}
        path="cooldown_seconds"
        onChange={(seconds) => onChange({ cooldown_seconds: seconds })}
      />
      <DurationField
        label={t('lateAfter.label')}
        description={t('lateAfter.help')}
        units={['min', 'h', 'd']}
        value={value.late_after_seconds}
        error={errors.late_after_seconds}
        path="late_after_seconds"
        onChange={(seconds) => onChange({ late_after_seconds: seconds })}
      />
      <Radio.Group
        label={t('late.label')}
        value={value.late_policy}
        onChange={(policy) => onChange({ late_policy: policy === 'tell' ? 'tell' : 'silent' })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="silent" label={t('late.silent')} />
          <Radio value="tell" label={t('late.tell')} />
        </Stack>
      </Radio.Group>
    </Stack>
  );
}

/** How long nothing may contradict an arrival or a departure. */
export function WaitingFields({ value, errors, color, onChange }: SettingsProps) {
  const t = useTranslations('editor.settings');
  return (
    <Stack gap="md">
      <RuleTimeline draft={value} color={color} />
      <DurationField
        label={t('confirm.label')}
        description={t('confirm.help')}
        value={value.confirm_seconds}
        error={errors.confirm_seconds}
        path="confirm_seconds"
        onChange={(seconds) => onChange({ confirm_seconds: seconds })}
      />
      <DurationField
        label={t('grace.label')}
        description={t('grace.help')}
        value={value.grace_seconds}
        error={errors.grace_seconds}
        path="grace_seconds"
        onChange={(seconds) => onChange({ grace_seconds: seconds })}
      />
    </Stack>
  );
}

/** How the border is judged. */
export function BorderFields({ value, errors, onChange }: SettingsProps) {
  const t = useTranslations('editor.settings');
  const numbers = { suffix: ' m', allowNegative: false, clampBehavior: 'none', thousandSeparator: ' ' } as const;
  return (
    <Stack gap="md">
      <NumberInput
        label={t('hysteresis.label')}
        description={t('hysteresis.help')}
        {...numbers}
        step={5}
        min={0}
        max={1000}
        value={value.hysteresis_meters}
        error={errors.hysteresis_meters}
        data-path="hysteresis_meters"
        onChange={(meters) => onChange({ hysteresis_meters: meters === '' ? '' : Number(meters) })}
      />
      <NumberInput
        label={t('accuracy.label')}
        description={t('accuracy.help')}
        {...numbers}
        step={50}
        min={10}
        max={10_000}
        value={value.max_accuracy_meters}
        error={errors.max_accuracy_meters}
        data-path="max_accuracy_meters"
        onChange={(meters) => onChange({ max_accuracy_meters: meters === '' ? '' : Number(meters) })}
      />
      <Switch
        label={t('passThrough.label')}
        description={t('passThrough.help')}
        checked={value.pass_through}
        onChange={(event) => onChange({ pass_through: event.currentTarget.checked })}
      />
    </Stack>
  );
}
