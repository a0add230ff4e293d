'use client';

import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '@/components/common/api';
import { MIN_PASSWORD } from '@/components/common/limits';
import { useFormErrors } from '@/components/common/use-form-errors';
import type { UserDto } from '../types';
import { generatePassword } from './password';
import { NewPassword } from './user-form';

interface Props {
  user: UserDto;
  onCancel: () => void;
  onSaved: (user: UserDto, password: string) => void;
}

/** Another password for somebody who forgot theirs. */
export function ResetPassword({ user, onCancel, onSaved }: Props) {
  const t = useTranslations('users.reset');
  const common = useTranslations('common');
  const [busy, setBusy] = useState(false);
  const form = useForm({
    initialValues: { password: '' },
    validateInputOnBlur: true,
    clearInputErrorOnChange: true,
    validate: {
      password: (password) =>
        password.length >= MIN_PASSWORD ? null : common('validation.passwordShort', { min: MIN_PASSWORD }),
    },
  });
  const errors = useFormErrors(form);
  const submit = async ({ password }: typeof form.values) => {
    setBusy(true);
    errors.clear();
    try {
      await api('PATCH', `/api/users/${user.id}`, { password });
      onSaved(user, password);
    } catch (error) {
      errors.show(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={form.onSubmit(submit, errors.focusFirst)} noValidate>
      <Stack>
        {errors.message && <Alert color="red">{errors.message}</Alert>}
        <Text size="sm">{t('text', { name: user.name })}</Text>
        <NewPassword
          data-autofocus
          {...form.getInputProps('password')}
          onGenerate={() => form.setFieldValue('password', generatePassword())}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {common('cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
