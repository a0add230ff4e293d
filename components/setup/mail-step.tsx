'use client';

import { Group, Stack, Text, Title } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { MailTest } from '../account/mail-test';
import { LinkButton } from '../common/link-button';
import { stepHref } from './steps';

/** The last step: does a mail arrive? */
export function MailStep({ email, isAdmin, deviceId }: { email: string; isAdmin: boolean; deviceId: number | null }) {
  const t = useTranslations('setup.mail');
  const [isSent, setSent] = useState(false);
  const settingsHref = isAdmin ? `/admin/mail?setup=${deviceId ?? ''}` : null;
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} size="h2">
          {t('title')}
        </Title>
        <Text c="dimmed" mt={4}>
          {t('intro', { email })}
        </Text>
      </div>
      <MailTest email={email} settingsHref={settingsHref} onSent={() => setSent(true)} />
      <Group>
        <LinkButton href={stepHref('done', deviceId)} variant={isSent ? 'filled' : 'default'}>
          {isSent ? t('finish') : t('skip')}
        </LinkButton>
        {settingsHref ? (
          <LinkButton href={settingsHref} variant="subtle">
            {t('server')}
          </LinkButton>
        ) : null}
      </Group>
    </Stack>
  );
}
