'use client';

import { Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { isEmail, isNotEmpty, useForm } from '@mantine/form';
import { signIn } from 'next-auth/react';
import { useLocale, useTranslations } from 'next-intl';
import { ApiError, api } from '../common/api';
import { FormAlert } from '../common/form-alert';
import { MIN_PASSWORD } from '../common/limits';
import { useSubmit } from '../common/use-submit';
import { stepHref } from './steps';

interface Values {
  name: string;
  email: string;
  password: string;
}

/** The first person: an admin, signed in right away. Language and time zone are the browser's. */
export function AdminStep({ token }: { token: string }) {
  const t = useTranslations('setup.admin');
  const validation = useTranslations('common.validation');
  const language = useLocale();
  const form = useForm<Values>({
    mode: 'uncontrolled',
    validateInputOnChange: true,
    validateDebounce: 600,
    initialValues: { name: '', email: '', password: '' },
    validate: {
      name: isNotEmpty(validation('required')),
      email: isEmail(validation('email')),
      password: (value) => (value.length < MIN_PASSWORD ? validation('passwordShort', { min: MIN_PASSWORD }) : null),
    },
  });
  const { busy, onSubmit, message } = useSubmit(form, async (values) => {
    try {
      const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
      await api('POST', '/api/setup', { setup_token: token, ...values, language, time_zone });
      await signIn('credentials', { email: values.email, password: values.password, redirect: false });
      window.location.assign(stepHref('device'));
      return 'leaving';
    } catch (error) {
      // Somebody was faster, or this link has been used: the page itself says what to do now.
      if (error instanceof ApiError && ['LIMIT_REACHED', 'ACCESS_DENIED'].includes(error.code)) window.location.reload();
      else throw error;
    }
  });

  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md" maw={440}>
        <div>
          <Title order={1} size="h2">
            {t('title')}
          </Title>
          <Text c="dimmed" mt={4}>
            {t('intro')}
          </Text>
        </div>
        <FormAlert message={message} />
        <TextInput
          label={t('name')}
          description={t('nameHint')}
          autoComplete="name"
          autoFocus
          required
          maxLength={100}
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('email')}
          description={t('emailHint')}
          type="email"
          autoComplete="username"
          required
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('password')}
          description={t('passwordHint', { min: MIN_PASSWORD })}
          autoComplete="new-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={busy} mt="xs" style={{ alignSelf: 'flex-start' }}>
          {t('submit')}
        </Button>
      </Stack>
    </form>
  );
}
