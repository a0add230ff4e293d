'use client';

import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { isEmail, isNotEmpty, useForm } from '@mantine/form';
import { IconAlertCircle, IconInfoCircle } from '@tabler/icons-react';
import { signIn } from 'next-auth/react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormErrors } from '../common/use-form-errors';

type Failure = 'wrong' | 'rateLimited' | 'unreachable';

interface Props {
  /** A path of this site. */
  callbackUrl: string;
  /** The person was signed in, and isn't any more. */
  ended: boolean;
}

/** E-mail and password; what was typed stays when it is wrong. */
export function SignInForm({ callbackUrl, ended }: Props) {
  const t = useTranslations('auth');
  const validation = useTranslations('common.validation');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: { email: isEmail(validation('email')), password: isNotEmpty(validation('required')) },
  });
  const { focusFirst } = useFormErrors(form);

  const submit = async (credentials: { email: string; password: string }) => {
    setBusy(true);
    const failed = await tryToSignIn(credentials);
    setFailure(failed);
    if (failed) setBusy(false);
    else window.location.assign(callbackUrl);
    if (failed === 'wrong') form.getInputNode('password')?.focus();
  };

  return (
    <form onSubmit={form.onSubmit(submit, focusFirst)} noValidate>
      <Stack gap="md">
        <Title order={1} size="h3">
          {t('title')}
        </Title>
        {ended && !failure ? (
          <Alert color="gray" icon={<IconInfoCircle />} role="status">
            {t('ended')}
          </Alert>
        ) : null}
        {failure ? (
          <Alert color="red" icon={<IconAlertCircle />} role="alert">
            {t(`failures.${failure}`)}
          </Alert>
        ) : null}
        <TextInput
          label={t('email')}
          type="email"
          autoComplete="username"
          autoFocus
          required
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('password')}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={busy} fullWidth mt="xs">
          {t('submit')}
        </Button>
        <Text size="sm" c="dimmed">
          {t('forgotten')}
        </Text>
      </Stack>
    </form>
  );
}

/** @returns null when signed in */
async function tryToSignIn(credentials: { email: string; password: string }): Promise<Failure | null> {
  try {
    const result = await signIn('credentials', { ...credentials, redirect: false });
    if (result?.ok && !result.error) return null;
    return result?.status === 429 || /rate.?limit|too.?many/i.test(result?.error ?? '') ? 'rateLimited' : 'wrong';
  } catch {
    return 'unreachable';
  }
}
