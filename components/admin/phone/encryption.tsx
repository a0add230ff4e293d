'use client';

import { Alert, Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { IconAlertCircle, IconLock, IconLockOpen } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { api } from '@/components/common/api';
import { ConfirmButton } from '@/components/common/confirm';
import { FormAlert } from '@/components/common/form-alert';
import { RelativeTime } from '@/components/common/relative-time';
import { useSubmit } from '@/components/common/use-submit';
import type { DeviceDto } from '../types';

interface Props {
  device: DeviceDto;
  onChanged: () => void;
}

const MAX_BYTES = 32;
const byteLength = (text: string) => new TextEncoder().encode(text).length;

/** Whether the phone's encryption works, and its key, which is set and taken away here but never shown. */
export function Encryption({ device, onChanged }: Props) {
  const t = useTranslations('phone.encryption');
  const isReadable = device.decrypt_problem === 'clear';
  return (
    <Stack gap="md">
      {device.decrypt_problem ? (
        <Alert
          color={isReadable ? 'orange' : 'red'}
          icon={isReadable ? <IconLockOpen aria-hidden /> : <IconAlertCircle aria-hidden />}
          title={t(`${device.decrypt_problem}.title`)}
          data-testid="decrypt-problem"
        >
          {t(`${device.decrypt_problem}.todo`)}
          {device.last_decrypt_failure_at && (
            <Text span inherit>
              {' '}
              {t('lastSuch')} <RelativeTime value={device.last_decrypt_failure_at} />
            </Text>
          )}
        </Alert>
      ) : (
        <State device={device} />
      )}
      <KeyForm key={String(device.is_encrypted)} device={device} onChanged={onChanged} />
    </Stack>
  );
}

function State({ device }: { device: DeviceDto }) {
  const t = useTranslations('phone.encryption');
  const Icon = device.is_encrypted ? IconLock : IconLockOpen;
  const text = device.is_encrypted ? (device.last_decrypted_at ? t('working') : t('waiting')) : t('off');
  return (
    <Group gap={8} wrap="nowrap" align="flex-start">
      <Icon size={20} style={{ flex: 'none' }} aria-hidden />
      <Text>
        {text}
        {device.is_encrypted && device.last_decrypted_at && (
          <>
            {' '}
            {t('last')} <RelativeTime value={device.last_decrypted_at} />
          </>
        )}
      </Text>
    </Group>
  );
}

function KeyForm({ device, onChanged }: Props) {
  const t = useTranslations('phone.encryption');
  const form = useForm({
    initialValues: { encryption_key: '' },
    validateInputOnChange: true,
    validate: {
      encryption_key: (key) => (key === '' ? t('keyMissing') : byteLength(key) > MAX_BYTES ? t('keyLong') : null),
    },
  });
  const { busy, onSubmit, message } = useSubmit(form, async ({ encryption_key }) => {
    await api('PATCH', `/api/devices/${device.id}`, { encryption_key });
    form.reset();
    notifications.show({ message: t('done') });
    onChanged();
  });
  const remove = async () => {
    await api('PATCH', `/api/devices/${device.id}`, { encryption_key: null });
    notifications.show({ message: t('remove.done') });
    onChanged();
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm" maw={480}>
        <FormAlert message={message} />
        <PasswordInput
          label={t('key')}
          description={t('hint')}
          autoComplete="off"
          maxLength={MAX_BYTES}
          {...form.getInputProps('encryption_key')}
        />
        <Group>
          <Button type="submit" variant="default" loading={busy}>
            {device.is_encrypted ? t('change') : t('set')}
          </Button>
          {device.is_encrypted && (
            <ConfirmButton
              title={t('remove.title')}
              lost={t('remove.lost', { name: device.name })}
              action={t('remove.action')}
              onConfirm={remove}
            >
              {t('remove.button')}
            </ConfirmButton>
          )}
        </Group>
      </Stack>
    </form>
  );
}
