'use client';

import { Button, Group, PasswordInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { api } from '@/components/common/api';
import { FormActions } from '@/components/common/form-actions';
import { FormAlert } from '@/components/common/form-alert';
import { MIN_PASSWORD } from '@/components/common/limits';
import { useSubmit } from '@/components/common/use-submit';
import { inOwnWords } from '../own-words';
import type { UserDto } from '../types';
import { generatePassword } from './password';

interface Values {
  email: string;
  name: string;
  role: string;
  password: string;
  language: string;
  time_zone: string;
}

interface Props {
  /** Null: a new one. */
  user: UserDto | null;
  /** The last admin must stay one. */
  roleIsFixed: boolean;
  onCancel: () => void;
  /** `password` in clear for a new user, so that it can be handed over. */
  onSaved: (user: UserDto, password: string | null) => void;
}

/** A new user, or an existing one without the password. */
export function UserForm({ user, roleIsFixed, onCancel, onSaved }: Props) {
  const t = useTranslations('users.form');
  const common = useTranslations('common');
  const initialValues = useInitialValues(user);
  const form = useForm<Values>({
    initialValues,
    validateInputOnBlur: true,
    clearInputErrorOnChange: true,
    validate: {
      email: (email) => (/^\S+@\S+\.\S+$/.test(email.trim()) ? null : common('validation.email')),
      name: (name) => (name.trim() ? null : common('validation.required')),
      password: (password) =>
        user || password.length >= MIN_PASSWORD ? null : common('validation.passwordShort', { min: MIN_PASSWORD }),
    },
  });
  const { busy, onSubmit, message } = useSubmit(form, async ({ password, ...fields }) => {
    try {
      const answer = user
        ? await api<{ user: UserDto }>('PATCH', `/api/users/${user.id}`, fields)
        : await api<{ user: UserDto }>('POST', '/api/users', { ...fields, password });
      onSaved(answer.user, user ? null : password);
    } catch (error) {
      throw inOwnWords(error, 'email', t('emailTaken'));
    }
  });

  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <FormAlert message={message} />
        <TextInput label={t('name')} required maxLength={100} autoComplete="off" data-autofocus {...form.getInputProps('name')} />
        <TextInput label={t('email')} type="email" required autoComplete="off" {...form.getInputProps('email')} />
        {!user && (
          <NewPassword
            {...form.getInputProps('password')}
            onGenerate={() => form.setFieldValue('password', generatePassword())}
          />
        )}
        <Select
          label={t('role')}
          description={roleIsFixed ? t('lastAdmin') : t('roleHint')}
          data={[
            { value: 'user', label: t('user') },
            { value: 'admin', label: t('admin') },
          ]}
          allowDeselect={false}
          disabled={roleIsFixed}
          {...form.getInputProps('role')}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label={t('language')}
            data={[
              { value: 'en', label: 'English' },
              { value: 'de', label: 'Deutsch' },
            ]}
            allowDeselect={false}
            {...form.getInputProps('language')}
          />
          <Select
            label={t('timeZone')}
            data={timeZones()}
            searchable
            limit={100}
            allowDeselect={false}
            {...form.getInputProps('time_zone')}
          />
        </SimpleGrid>
        <FormActions busy={busy} onCancel={onCancel} submit={user ? undefined : t('create')} />
      </Stack>
    </form>
  );
}

type PasswordProps = React.ComponentProps<typeof PasswordInput> & { onGenerate: () => void };

/** A password to hand over: typed, or made here and then shown. */
export function NewPassword({ onGenerate, ...input }: PasswordProps) {
  const t = useTranslations('users.form');
  const [visible, setVisible] = useState(false);
  return (
    <Group align="flex-end" gap="sm" wrap="nowrap">
      <PasswordInput
        label={t('password')}
        description={t('passwordHint', { min: MIN_PASSWORD })}
        required
        autoComplete="new-password"
        visible={visible}
        onVisibilityChange={setVisible}
        visibilityToggleButtonProps={{ 'aria-label': t(visible ? 'hide' : 'show') }}
        flex={1}
        {...input}
      />
      <Button
        variant="default"
        onClick={() => {
          onGenerate();
          setVisible(true);
        }}
      >
        {t('generate')}
      </Button>
    </Group>
  );
}

/** A new user begins with the language and time zone of the admin who adds them. */
function useInitialValues(user: UserDto | null): Values {
  const language = useLocale();
  const time_zone = useTimeZone() ?? 'UTC';
  return useMemo(() => {
    if (!user) return { email: '', name: '', role: 'user', password: '', language, time_zone };
    return {
      email: user.email,
      name: user.name,
      role: user.role,
      password: '',
      language: user.language,
      time_zone: user.time_zone,
    };
  }, [user, language, time_zone]);
}

function timeZones(): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
}
