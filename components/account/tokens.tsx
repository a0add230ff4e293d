'use client';

import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { IconKey } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import useSWR from 'swr';
import { api, fetcher } from '../common/api';
import { ConfirmButton } from '../common/confirm';
import { CopyField } from '../common/copy-field';
import { FormAlert } from '../common/form-alert';
import { RelativeTime } from '../common/relative-time';
import { useSubmit } from '../common/use-submit';
import type { AccountToken } from './types';

const PATH = '/api/account/tokens';

/** The person's API tokens: made here and shown once, revoked here. */
export function Tokens({ initial }: { initial: AccountToken[] }) {
  const t = useTranslations('account.tokens');
  const { data, mutate } = useSWR<{ tokens: AccountToken[] }>(PATH, fetcher, { fallbackData: { tokens: initial } });
  const [fresh, setFresh] = useState<{ name: string; token: string } | null>(null);
  const tokens = data?.tokens ?? initial;
  return (
    <Stack gap="lg">
      {tokens.length === 0 ? (
        <Text c="dimmed">{t('none')}</Text>
      ) : (
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} onRevoked={() => mutate()} />
          ))}
        </Stack>
      )}
      {fresh ? (
        <Alert color="fence" icon={<IconKey />} title={t('ready')}>
          <Stack gap="sm">
            {t('readyHint')}
            <CopyField label={`${t('token')}: ${fresh.name}`} value={fresh.token} />
            <Group>
              <Button size="sm" variant="default" onClick={() => setFresh(null)}>
                {t('done')}
              </Button>
            </Group>
          </Stack>
        </Alert>
      ) : (
        <NewToken
          onCreated={(created) => {
            setFresh(created);
            void mutate();
          }}
        />
      )}
    </Stack>
  );
}

function TokenRow({ token, onRevoked }: { token: AccountToken; onRevoked: () => void }) {
  const t = useTranslations('account.tokens');
  const revoke = async () => {
    await api('DELETE', `${PATH}/${token.id}`);
    notifications.show({ color: 'fence', message: t('revoked') });
    onRevoked();
  };
  return (
    <Group component="li" justify="space-between" gap="sm" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Text fw={600} truncate>
          {token.name}
        </Text>
        <Text size="sm" c="dimmed">
          {t.rich('created', { when: () => <RelativeTime value={token.created_at} /> })}
          {', '}
          {token.last_used_at === null
            ? t('neverUsed')
            : t.rich('lastUsed', { when: () => <RelativeTime value={token.last_used_at ?? 0} /> })}
        </Text>
      </div>
      <ConfirmButton
        size="sm"
        title={t('revokeTitle', { name: token.name })}
        lost={t('revokeLost')}
        action={t('revokeAction')}
        onConfirm={revoke}
        aria-label={t('revokeLabel', { name: token.name })}
        style={{ flexShrink: 0 }}
      >
        {t('revoke')}
      </ConfirmButton>
    </Group>
  );
}

function NewToken({ onCreated }: { onCreated: (created: { name: string; token: string }) => void }) {
  const t = useTranslations('account.tokens');
  const validation = useTranslations('common.validation');
  const form = useForm({ initialValues: { name: '' }, validate: { name: isNotEmpty(validation('required')) } });
  const { busy, onSubmit, message } = useSubmit(form, async ({ name }) => {
    const { token } = await api<{ token: string }>('POST', PATH, { name });
    form.reset();
    onCreated({ name, token });
  });

  return (
    <form onSubmit={onSubmit} noValidate>
      <FormAlert message={message} mb="sm" />
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t('name')}
          placeholder={t('namePlaceholder')}
          autoComplete="off"
          maxLength={100}
          style={{ flex: '1 1 200px' }}
          {...form.getInputProps('name')}
        />
        <Button type="submit" variant="default" loading={busy}>
          {t('create')}
        </Button>
      </Group>
    </form>
  );
}
