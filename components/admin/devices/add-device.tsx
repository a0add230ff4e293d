'use client';

import { Button, Code, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '@/components/common/api';
import { devicePath } from '@/components/common/device-path';
import { FormActions } from '@/components/common/form-actions';
import { FormAlert } from '@/components/common/form-alert';
import { useSubmit } from '@/components/common/use-submit';
import { ConnectionSetup } from '../../provisioning/connection-setup';
import { deviceNameFrom } from '../../setup/steps';
import { Dialog } from '../dialog';
import { inOwnWords } from '../own-words';
import type { DeviceDto } from '../types';
import { isDeviceId } from './device-id';

/** Somebody who can own a device. */
export interface Owner {
  id: number;
  name: string;
  handle: string;
}

interface Props {
  opened: boolean;
  onClose: () => void;
  onAdded: () => void;
  me: Owner;
  /** Whom an admin may choose; empty for others. */
  owners: readonly Owner[];
}

/** Two steps: name the phone, then bring the connection to it. */
export function AddDevice({ opened, onClose, onAdded, me, owners }: Props) {
  const t = useTranslations('devices.add');
  const [added, setAdded] = useState<DeviceDto | null>(null);
  const close = () => {
    onClose();
    setAdded(null);
  };
  return (
    <Dialog
      opened={opened}
      onClose={close}
      title={added ? t('addedTitle', { name: added.name }) : t('title')}
      size={added ? '60rem' : 'md'}
      closeOnClickOutside={!added}
    >
      {added ? (
        <Added device={added} onClose={close} />
      ) : (
        <DeviceForm
          me={me}
          owners={owners}
          onCancel={close}
          onAdded={(device) => {
            setAdded(device);
            onAdded();
          }}
        />
      )}
    </Dialog>
  );
}

interface FormProps {
  me: Owner;
  owners: readonly Owner[];
  onCancel: () => void;
  onAdded: (device: DeviceDto) => void;
}

function DeviceForm({ me, owners, onCancel, onAdded }: FormProps) {
  const t = useTranslations('devices.add');
  const common = useTranslations('common');
  const [idIsTyped, setIdIsTyped] = useState(false);
  const form = useForm({
    initialValues: { name: '', device: '', user_id: String(me.id) },
    validateInputOnBlur: true,
    clearInputErrorOnChange: true,
    validate: {
      name: (name) =>
        name.trim()
          ? name.trim().length > 100
            ? common('validation.tooLong', { max: 100 })
            : null
          : common('validation.required'),
      device: (device) => (isDeviceId(device) ? null : device ? t('deviceWrong') : common('validation.required')),
    },
  });
  const owner = owners.find(({ id }) => String(id) === form.values.user_id) ?? me;

  const rename = (name: string) => {
    form.setFieldValue('name', name);
    if (!idIsTyped) form.setFieldValue('device', deviceNameFrom(name));
  };
  const { busy, onSubmit, message } = useSubmit(form, async (values) => {
    try {
      const body = { name: values.name.trim(), device: values.device, user_id: Number(values.user_id) };
      const { device } = await api<{ device: DeviceDto }>('POST', '/api/devices', body);
      onAdded(device);
    } catch (error) {
      throw inOwnWords(error, 'device', t('deviceTaken'));
    }
  });

  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <FormAlert message={message} />
        <TextInput
          label={t('name')}
          placeholder={t('namePlaceholder')}
          data-autofocus
          required
          {...form.getInputProps('name')}
          onChange={(event) => rename(event.currentTarget.value)}
        />
        <TextInput
          label={t('device')}
          description={t('deviceHint')}
          required
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          {...form.getInputProps('device')}
          onChange={(event) => {
            setIdIsTyped(true);
            form.setFieldValue('device', event.currentTarget.value);
          }}
        />
        {owners.length > 1 && (
          <Select
            label={t('owner')}
            data={owners.map(({ id, name }) => ({ value: String(id), label: name }))}
            allowDeselect={false}
            searchable={owners.length > 8}
            {...form.getInputProps('user_id')}
          />
        )}
        <Text size="sm" aria-live="polite">
          {t('topic')}{' '}
          <Code>
            owntracks/{owner.handle}/{form.values.device || '…'}
          </Code>
        </Text>
        <FormActions busy={busy} onCancel={onCancel} submit={t('submit')} />
      </Stack>
    </form>
  );
}

function Added({ device, onClose }: { device: DeviceDto; onClose: () => void }) {
  const t = useTranslations('devices.add');
  return (
    <Stack>
      <Text>{t('addedText')}</Text>
      <ConnectionSetup device={device} awaitFix />
      <Group justify="flex-end">
        <Button component={Link} href={devicePath(device.id, 'connection')} variant="default">
          {t('toDevice')}
        </Button>
        <Button onClick={onClose}>{t('done')}</Button>
      </Group>
    </Stack>
  );
}
