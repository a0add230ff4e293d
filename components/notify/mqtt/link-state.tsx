'use client';

import { Badge, Code, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleX, IconLoader } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { Section } from '@/components/admin/section';
import { RelativeTime } from '@/components/common/relative-time';
import type { StateDto } from './types';

type Look = StateDto['link'] | 'silent';

const LOOKS: Record<Look, { icon: typeof IconCircleCheck; color: string }> = {
  up: { icon: IconCircleCheck, color: 'teal' },
  connecting: { icon: IconLoader, color: 'yellow' },
  down: { icon: IconCircleX, color: 'red' },
  off: { icon: IconCircleDashed, color: 'gray' },
  silent: { icon: IconCircleX, color: 'red' },
};

const lookOf = (state: StateDto | null): Look => state?.link ?? 'silent';

/** In one word. */
function LinkBadge({ state }: { state: StateDto | null }) {
  const t = useTranslations('notifyMqtt.state');
  const look = lookOf(state);
  const { icon: Icon, color } = LOOKS[look];
  return (
    <Badge color={color} variant="light" leftSection={<Icon size={14} aria-hidden />} tt="none">
      {t(look)}
    </Badge>
  );
}

/** How it is going at this moment, in the broker's own words where it is not. */
export function LinkStateSection({ state }: { state: StateDto | null }) {
  const t = useTranslations('notifyMqtt.state');
  const look = lookOf(state);
  return (
    <Section title={t('title')} action={<LinkBadge state={state} />}>
      <Stack gap="xs" mih={72} aria-live="polite">
        <Text size="sm">{t(`${look}Text`)}</Text>
        {state?.detail && look !== 'up' ? (
          <Text size="sm" component="div">
            {t('said')} <Code style={{ overflowWrap: 'anywhere' }}>{state.detail}</Code>
          </Text>
        ) : null}
        {state && look === 'up' ? <Counts state={state} /> : null}
      </Stack>
    </Section>
  );
}

function Counts({ state }: { state: StateDto }) {
  const t = useTranslations('notifyMqtt.state');
  const { topics, entities, readers, last_published_at: last } = state;
  return (
    <>
      <Text size="sm">{t('counts', { topics, entities })}</Text>
      {readers === null ? null : <Text size="sm">{t('readers', { readers })}</Text>}
      {last === null ? null : (
        <Text size="sm" c="dimmed">
          {t('last')} <RelativeTime value={last} />
        </Text>
      )}
    </>
  );
}
