'use client';

import { Alert, Button, Code, Group, List, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { tokenIn } from './steps';

/** Without the one-time link: where it is, and a field to paste it. `wrong`: there was a token, but it doesn't open. */
export function NeedsToken({ wrong }: { wrong: boolean }) {
  const t = useTranslations('setup.token');
  const [pasted, setPasted] = useState('');

  const open = (event: FormEvent) => {
    event.preventDefault();
    const token = tokenIn(pasted);
    if (token) window.location.assign(`/setup?token=${encodeURIComponent(token)}`);
  };

  return (
    <Stack gap="md">
      <Title order={1} size="h2">
        {t('title')}
      </Title>
      {wrong ? (
        <Alert color="red" icon={<IconAlertCircle />} role="alert">
          {t('wrong')}
        </Alert>
      ) : null}
      <Text>{t('why')}</Text>
      <List type="ordered" spacing="xs">
        <List.Item>{t.rich('terminal', { code: (text) => <Code>{text}</Code> })}</List.Item>
        <List.Item>{t.rich('service', { code: (text) => <Code>{text}</Code> })}</List.Item>
        <List.Item>{t('restart')}</List.Item>
      </List>
      <form onSubmit={open}>
        <Group align="flex-end" gap="sm">
          <TextInput
            label={t('paste')}
            value={pasted}
            onChange={(event) => setPasted(event.currentTarget.value)}
            autoComplete="off"
            style={{ flex: '1 1 240px' }}
          />
          <Button type="submit" disabled={!tokenIn(pasted)}>
            {t('open')}
          </Button>
        </Group>
      </form>
    </Stack>
  );
}
