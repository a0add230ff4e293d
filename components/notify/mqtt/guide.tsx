'use client';

import { List, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { Section } from '@/components/admin/section';
import { CopyField } from '@/components/common/copy-field';
import { LinkButton } from '@/components/common/link-button';

export interface EmbeddedBroker {
  host: string;
  port: number;
  handle: string;
}

interface Props {
  isOwn: boolean;
  /** Null where our own broker is an external one. */
  embedded: EmbeddedBroker | null;
}

const STEPS = ['broker', 'login', 'enter', 'find', 'person'] as const;
const OWN_STEPS = ['ownBroker', 'find', 'person'] as const;
const EMBEDDED_STEPS = ['embeddedAddress', 'embeddedToken', 'find', 'person'] as const;

/** What is to be done on the other side. */
export function Guide({ isOwn, embedded }: Props) {
  const t = useTranslations('notifyMqtt.guide');
  const isEmbedded = isOwn && embedded !== null;
  const steps = isEmbedded ? EMBEDDED_STEPS : isOwn ? OWN_STEPS : STEPS;
  return (
    <Section title={t('title')}>
      <Stack gap="sm">
        {isEmbedded ? (
          <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
            <CopyField label={t('host')} value={embedded.host} />
            <CopyField label={t('port')} value={String(embedded.port)} />
            <CopyField label={t('user')} value={embedded.handle} />
          </SimpleGrid>
        ) : null}
        <List type="ordered" size="sm" spacing="xs">
          {steps.map((step) => (
            <List.Item key={step}>
              <Text size="sm">{t(step)}</Text>
            </List.Item>
          ))}
        </List>
        {isEmbedded ? (
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
