'use client';

import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { api } from '../common/api';
import { FormAlert } from '../common/form-alert';
import { useSubmit } from '../common/use-submit';
import { deviceNameFrom } from './steps';
import type { SetupDevice } from './types';

const DEVICE_NAME = /^[A-Za-z0-9._-]{1,64}$/;

interface Props {
  /** The person's name in topics. */
  handle: string;
  onCreated: (device: SetupDevice) => void;
  /** Another way on, beside the button that creates. */
  otherwise?: ReactNode;
}

/** What the phone is called, here and in its topic; the latter follows the former until it is edited itself. */
export function NewDeviceForm({ handle, onCreated, otherwise }: Props) {
  const t = useTranslations('setup.device');
  const validation = useTranslations('common.validation');
  const [isOwnName, setOwnName] = useState(false);
  const form = useForm({
    initialValues: { name: '', device: '' },
    validateInputOnChange: ['device'],
    validate: {
      name: isNotEmpty(validation('required')),
      device: (value) => (DEVICE_NAME.test(value) ? null : t('deviceInvalid')),
    },
  });
  const { busy, onSubmit, message } = useSubmit(form, async (values) => {
    onCreated((await api<{ device: SetupDevice }>('POST', '/api/devices', values)).device);
  });

  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md" maw={440}>
        <FormAlert message={message} />
        <TextInput
          label={t('name')}
          description={t('nameHint')}
          autoComplete="off"
          required
          maxLength={100}
          {...form.getInputProps('name')}
          onChange={(event) => {
            const name = event.currentTarget.value;
            form.setFieldValue('name', name);
            if (!isOwnName) form.setFieldValue('device', deviceNameFrom(name));
          }}
        />
        <TextInput
          label={t('device')}
          description={t('deviceHint')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={64}
          {...form.getInputProps('device')}
          onChange={(event) => {
            setOwnName(event.currentTarget.value !== '');
            form.setFieldValue('device', event.currentTarget.value);
          }}
        />
        <Text size="sm" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {t('topic')}: owntracks/{handle}/{form.values.device || '…'}
        </Text>
        <Group gap="sm">
          <Button type="submit" loading={busy}>
            {t('create')}
          </Button>
          {otherwise}
        </Group>
      </Stack>
    </form>
  );
}
