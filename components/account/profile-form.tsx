'use client';

import { Anchor, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { Language } from '@/lib/domain/model';
import { api } from '../common/api';
import { FormAlert } from '../common/form-alert';
import { useSubmit } from '../common/use-submit';
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
  const form = useForm<Values>({
    initialValues: { name: user.name, language: user.language, time_zone: user.time_zone },
    validateInputOnChange: true,
    validate: { name: isNotEmpty(validation('required')), time_zone: isNotEmpty(validation('required')) },
  });
  const browserZone = useBrowserZone(timeZones);

  const { busy, onSubmit, message } = useSubmit(form, async (values) => {
    await api('PATCH', '/api/account', values);
    form.resetDirty(values);
    notifications.show({ color: 'fence', message: t('saved') });
    router.refresh();
  });

  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <FormAlert message={message} />
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
