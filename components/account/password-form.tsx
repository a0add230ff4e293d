'use client';

import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { signIn } from 'next-auth/react';
import { useTranslations } from 'next-intl';
import { api, renewingSession } from '../common/api';
import { FormAlert } from '../common/form-alert';
import { MIN_PASSWORD } from '../common/limits';
import { useSubmit } from '../common/use-submit';
import { keepSubscriptionAnew } from '../notify/push/subscription';

interface Values {
  current_password: string;
  new_password: string;
}

/** A new password. It ends all sessions, so this one is renewed with it right away. */
export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations('account.password');
  const validation = useTranslations('common.validation');
  const form = useForm<Values>({
    initialValues: { current_password: '', new_password: '' },
    validate: {
      current_password: isNotEmpty(validation('required')),
      new_password: (value) => (value.length < MIN_PASSWORD ? validation('passwordShort', { min: MIN_PASSWORD }) : null),
    },
    validateInputOnChange: ['new_password'],
    validateDebounce: 600,
  });
  const { busy, onSubmit, message } = useSubmit(form, async (values) => {
    await renewingSession(async () => {
      await api('POST', '/api/account/password', values);
      await signIn('credentials', { email, password: values.new_password, redirect: false });
    });
    await keepSubscriptionAnew();
    form.reset();
    notifications.show({ color: 'fence', message: t('changed') });
  });

  const toggle = { 'aria-label': t('show') };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <FormAlert message={message} />
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label={t('current')}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={toggle}
          {...form.getInputProps('current_password')}
        />
        <PasswordInput
          label={t('new')}
          description={t('newHint', { min: MIN_PASSWORD })}
          autoComplete="new-password"
          required
          visibilityToggleButtonProps={toggle}
          {...form.getInputProps('new_password')}
        />
        <Group>
          <Button type="submit" loading={busy} variant="default">
            {t('change')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
