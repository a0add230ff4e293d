'use client';

import { Badge, Group, List, Text } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { HintSeverity } from '@/lib/domain/owntracks/phone-hints';
import type { HintDto } from '../types';

const LOOKS: Record<HintSeverity, { color: string; Icon: typeof IconAlertCircle }> = {
  stops: { color: 'red', Icon: IconAlertCircle },
  limits: { color: 'orange', Icon: IconAlertTriangle },
  notes: { color: 'gray', Icon: IconInfoCircle },
};

/** What the phone's own settings do to its reports, and what to do about it. Nothing where there is nothing to say. */
export function Hints({ hints }: { hints: readonly HintDto[] }) {
  if (hints.length === 0) return null;
  return (
    <List listStyleType="none" spacing="md">
      {hints.map((hint) => (
        <Hint key={hint.code} hint={hint} />
      ))}
    </List>
  );
}

function Hint({ hint: { code, severity } }: { hint: HintDto }) {
  const t = useTranslations('phone.hints');
  const { color, Icon } = LOOKS[severity];
  return (
    <List.Item>
      <Group gap={8} wrap="nowrap" align="flex-start">
        <Icon size={20} color={`var(--mantine-color-${color}-text)`} style={{ flex: 'none', marginTop: 2 }} aria-hidden />
        <div>
          <Group gap="xs" mb={2}>
            <Text fw={500}>{t(`${code}.title`)}</Text>
            <Badge color={color} variant="light">
              {t(`severity.${severity}`)}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {t(`${code}.todo`)}
          </Text>
        </div>
      </Group>
    </List.Item>
  );
}
