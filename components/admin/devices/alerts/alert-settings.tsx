'use client';

import { NumberInput, Stack, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { api } from '@/components/common/api';
import { FormActions } from '@/components/common/form-actions';
import { FormAlert } from '@/components/common/form-alert';
import { useSubmit } from '@/components/common/use-submit';
import { BATTERY_PERCENT } from '@/lib/domain/notify/device-alert';
import { Dialog } from '../../dialog';
import type { AlertSettingsDto } from './types';

interface Props {
  deviceId: number;
  view: AlertSettingsDto;
  opened: boolean;
  onClose: () => void;
  onSaved: (view: AlertSettingsDto) => void;
}

/** What the owner wants to be told of a phone. */
export function AlertSettings(props: Props) {
  const t = useTranslations('deviceAlerts.settings');
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={t('title')}>
      <SettingsForm {...props} />
    </Dialog>
  );
}

function SettingsForm({ deviceId, view, onClose, onSaved }: Props) {
  const t = useTranslations('deviceAlerts.settings');
  const { min, max } = BATTERY_PERCENT;
  const form = useForm<{ is_enabled: boolean; battery_percent: number | string }>({
    initialValues: view.settings,
    validateInputOnBlur: true,
    clearInputErrorOnChange: true,
    validate: {
      battery_percent: (value) =>
        Number.isInteger(value) && Number(value) >= min && Number(value) <= max ? null : t('batteryWrong', { min, max }),
    },
  });
  const { busy, onSubmit, message } = useSubmit(form, async (values) => {
    onSaved(await api<AlertSettingsDto>('PATCH', `/api/devices/${deviceId}/alert-settings`, values));
    onClose();
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <FormAlert message={message} />
        <Switch
          label={t('enabled')}
          description={t('enabledHint')}
          data-autofocus
          {...form.getInputProps('is_enabled', { type: 'checkbox' })}
        />
        <NumberInput
          label={t('battery')}
          description={t('batteryHint')}
          suffix=" %"
          min={min}
          max={max}
          clampBehavior="none"
          allowDecimal={false}
          disabled={!form.values.is_enabled}
          {...form.getInputProps('battery_percent')}
        />
        <FormActions busy={busy} onCancel={onClose} />
      </Stack>
    </form>
  );
}
