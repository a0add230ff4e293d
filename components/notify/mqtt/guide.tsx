'use client';

import { List, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Section } from '@/components/admin/section';
import { LinkButton } from '@/components/common/link-button';

const STEPS = ['broker', 'login', 'enter', 'find', 'person'] as const;

/** What is to be done on the other side. */
export function Guide({ isOwn }: { isOwn: boolean }) {
  const t = useTranslations('notifyMqtt.guide');
  const steps = isOwn ? (['embeddedAddress', 'embeddedToken', 'find', 'person'] as const) : STEPS;
  return (
    <Section title={t('title')}>
      <Stack gap="sm">
        <List type="ordered" size="sm" spacing="xs">
          {steps.map((step) => (
            <List.Item key={step}>
              <Text size="sm">{t(step)}</Text>
            </List.Item>
          ))}
        </List>
        {isOwn ? (
          <div>
            <LinkButton href="/account" variant="default" size="sm">
              {t('account')}
            </LinkButton>
          </div>
        ) : null}
      </Stack>
    </Section>
  );
}
