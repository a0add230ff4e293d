'use client';

import { Checkbox, Collapse, Stack, Switch } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ScheduleField } from '../schedule/schedule-field';
import { DurationField } from './duration-field';
import type { SettingsProps } from './zone-settings';

const FIRST_DWELL_SECONDS = 7200;

/** What people want to hear of, and when: the everyday settings. */
export function NotifyFields({ value, errors, color, onChange }: SettingsProps) {
  const t = useTranslations('editor.settings');
  const { dwell_seconds, schedule } = value;
  return (
    <Stack gap="md">
      <Switch
        label={t('onEnter')}
        checked={value.notify_on_enter}
        onChange={(event) => onChange({ notify_on_enter: event.currentTarget.checked })}
      />
      <Switch
        label={t('onExit')}
        checked={value.notify_on_exit}
        onChange={(event) => onChange({ notify_on_exit: event.currentTarget.checked })}
      />
      <div>
        <Switch
          label={t('onDwell')}
          checked={dwell_seconds !== null}
          onChange={(event) =>
            onChange(
              event.currentTarget.checked
                ? { dwell_seconds: FIRST_DWELL_SECONDS, notify_on_dwell: true }
                : { dwell_seconds: null },
            )
          }
        />
        <Collapse expanded={dwell_seconds !== null}>
          <Stack gap="xs" mt="xs" ml="md">
            <DurationField
              label={t('dwell.label')}
              description={t('dwell.help')}
              units={['min', 'h', 'd']}
              value={dwell_seconds ?? FIRST_DWELL_SECONDS}
              error={errors.dwell_seconds}
              path="dwell_seconds"
              onChange={(seconds) => onChange({ dwell_seconds: seconds })}
            />
            <Checkbox
              label={t('dwell.tell')}
              description={t('dwell.tellHelp')}
              checked={value.notify_on_dwell}
              onChange={(event) => onChange({ notify_on_dwell: event.currentTarget.checked })}
            />
          </Stack>
        </Collapse>
      </div>
      <Switch
        label={t('email')}
        description={t('emailHelp')}
        checked={value.email_notifications}
        onChange={(event) => onChange({ email_notifications: event.currentTarget.checked })}
      />
      <Switch
        label={t('important')}
        description={t('importantHelp')}
        checked={value.is_important}
        onChange={(event) => onChange({ is_important: event.currentTarget.checked })}
      />
      <ScheduleField
        value={schedule}
        color={color}
        error={errors.schedule}
        onChange={(changed) => onChange({ schedule: changed })}
      />
    </Stack>
  );
}
