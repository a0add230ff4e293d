'use client';

import { ColorInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { api } from '@/components/common/api';
import { FormActions } from '@/components/common/form-actions';
import { FormAlert } from '@/components/common/form-alert';
import { useSubmit } from '@/components/common/use-submit';
import { Dialog } from '../dialog';
import type { DeviceDto } from '../types';

const SWATCHES = ['#0ca678', '#1c7ed6', '#e8590c', '#9c36b5', '#f08c00', '#e03131', '#3b5bdb', '#66a80f', '#c2255c', '#0c8599'];

interface Props {
  device: DeviceDto;
  opened: boolean;
  onClose: () => void;
  onSaved: () => void;
}

/** Name and colour; the device id stays, because the phone knows it. */
export function EditDevice({ device, opened, onClose, onSaved }: Props) {
  const t = useTranslations('devices.edit');
  return (
    <Dialog opened={opened} onClose={onClose} title={t('title')}>
      <EditForm
        device={device}
        onCancel={onClose}
        onSaved={() => {
          onSaved();
          onClose();
        }}
      />
    </Dialog>
  );
}

function EditForm({ device, onCancel, onSaved }: { device: DeviceDto; onCancel: () => void; onSaved: () => void }) {
  const t = useTranslations('devices.edit');
  const common = useTranslations('common');
  const form = useForm({
    initialValues: { name: device.name, color: device.color },
    validateInputOnBlur: true,
    validate: {
      name: (name) => (name.trim() ? null : common('validation.required')),
      color: (color) => (/^#[0-9a-f]{6}$/i.test(color) ? null : t('colorWrong')),
    },
  });
  const { busy, onSubmit, message } = useSubmit(form, async ({ name, color }) => {
    await api('PATCH', `/api/devices/${device.id}`, { name: name.trim(), color });
    onSaved();
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <FormAlert message={message} />
        <TextInput label={t('name')} required maxLength={100} data-autofocus {...form.getInputProps('name')} />
        <ColorInput label={t('color')} format="hex" swatches={SWATCHES} swatchesPerRow={10} {...form.getInputProps('color')} />
        <FormActions busy={busy} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
