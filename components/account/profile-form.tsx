'use client';

import { Alert, Anchor, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { IconAlertCircle } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { Language } from '@/lib/domain/model';
import { api } from '../common/api';
import { useFormErrors } from '../common/use-form-errors';
import { locales } from '../messages/namespaces';
import type { AccountUser } from './types';

type Values = Pick<AccountUser, 'name' | 'language' | 'time_zone'>;

interface Props {
  user: AccountUser;
  /** The names that the server knows, so that both sides agree. */
  timeZones: string[];
}

/** Name, language and time zone. */
export function ProfileForm({ user, timeZones }: Props) {
  const t = useTranslations('account.profile');
  const validation = useTranslations('common.validation');
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const form = useForm<Values>({
    initialValues: { name: user.name, language: user.language, time_zone: user.time_zone },
    validateInputOnChange: true,
    validate: { name: isNotEmpty(validation('required')), time_zone: isNotEmpty(validation('required')) },
  });
  const errors = useFormErrors(form);
  const browserZone = useBrowserZone(timeZones);

  const submit = async (values: Values) => {
    setBusy(true);
    errors.clear();
    try {
      await api('PATCH', '/api/account', values);
      form.resetDirty(values);
      notifications.show({ color: 'fence', message: t('saved') });
      router.refresh();
    } catch (error) {
      errors.show(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={form.onSubmit(submit, errors.focusFirst)} noValidate>
      <Stack gap="md">
        {errors.message ? (
          <Alert color="red" icon={<IconAlertCircle />} role="alert">
            {errors.message}
          </Alert>
        ) : null}
        <TextInput label={t('name')} autoComplete="name" maxLength={100} required {...form.getInputProps('name')} />
        <Select
          label={t('language')}
          description={t('languageHint')}
          data={locales.map((value) => ({ value, label: t(`languages.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('language')}
          onChange={(language) => form.setFieldValue('language', (language ?? 'en') as Language)}
        />
        <div>
          <Select
            label={t('timeZone')}
            description={t('timeZoneHint')}
            data={timeZones}
            searchable
            allowDeselect={false}
            limit={100}
            nothingFoundMessage={t('noZone')}
            autoComplete="off"
            {...form.getInputProps('time_zone')}
          />
          {browserZone && browserZone !== form.values.time_zone ? (
            <Anchor
              component="button"
              type="button"
              size="sm"
              mt={6}
              onClick={() => form.setFieldValue('time_zone', browserZone)}
            >
              {t('timeZoneBrowser', { zone: browserZone })}
            </Anchor>
          ) : null}
        </div>
        <Group>
          <Button type="submit" loading={busy} disabled={!form.isDirty()}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The zone of this browser, known after the first render only; null where the server doesn't know its name. */
function useBrowserZone(known: string[]): string | null {
  const [zone, setZone] = useState<string | null>(null);
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    setZone(known.includes(timeZone) ? timeZone : null);
  }, [known]);
  return zone;
}
