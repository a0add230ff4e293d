'use client';

import { Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { api } from '@/components/common/api';
import { FormActions } from '@/components/common/form-actions';
import { FormAlert } from '@/components/common/form-alert';
import { MIN_PASSWORD } from '@/components/common/limits';
import { useSubmit } from '@/components/common/use-submit';
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
  const form = useForm({
    initialValues: { password: '' },
    validateInputOnBlur: true,
    clearInputErrorOnChange: true,
    validate: {
      password: (password) =>
        password.length >= MIN_PASSWORD ? null : common('validation.passwordShort', { min: MIN_PASSWORD }),
    },
  });
  const { busy, onSubmit, message } = useSubmit(form, async ({ password }) => {
    await api('PATCH', `/api/users/${user.id}`, { password });
    onSaved(user, password);
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <FormAlert message={message} />
        <Text size="sm">{t('text', { name: user.name })}</Text>
        <NewPassword
          data-autofocus
          {...form.getInputProps('password')}
          onGenerate={() => form.setFieldValue('password', generatePassword())}
        />
        <FormActions busy={busy} onCancel={onCancel} submit={t('submit')} />
      </Stack>
    </form>
  );
}
