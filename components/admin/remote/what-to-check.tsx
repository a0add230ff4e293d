'use client';

import { Alert, List } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useNow } from '@/components/common/use-now';
import type { CommandDto } from './types';

/** A phone that means to answer has done so by then. */
const PATIENCE_MS = 5 * 60_000;

/** The newest command that can be answered, if the phone has had it for a while. */
function unanswered(commands: readonly CommandDto[], now: number): CommandDto | null {
  const newest = commands.find(({ is_answered, sent_at }) => is_answered && sent_at !== null);
  if (!newest || newest.state === 'answered') return null;
  return now - Date.parse(newest.sent_at as string) >= PATIENCE_MS ? newest : null;
}

/** The oldest command that waits although the phone is there. */
const unheard = (commands: readonly CommandDto[], now: number) =>
  commands.some(({ state, created_at }) => state === 'queued' && now - Date.parse(created_at) >= PATIENCE_MS);

interface Props {
  commands: readonly CommandDto[];
  /** It has a connection to the embedded broker. */
  isConnected: boolean;
}

/** What may be wrong with a phone that gets commands and does not answer, or that is there and does not take them. */
export function WhatToCheck({ commands, isConnected }: Props) {
  const t = useTranslations('remote.check');
  const now = useNow();
  if (isConnected && unheard(commands, now)) {
    return (
      <Alert color="yellow" icon={<IconHelpCircle aria-hidden />} title={t('deafTitle')}>
        {t('cmd')}
      </Alert>
    );
  }
  const command = unanswered(commands, now);
  if (!command) return null;
  return (
    <Alert color="yellow" icon={<IconHelpCircle aria-hidden />} title={t('title')}>
      {t('intro')}
      <List size="sm" mt="xs" spacing={4}>
        <List.Item>{t('cmd')}</List.Item>
        {command.needs_remote_configuration && <List.Item>{t('remote')}</List.Item>}
        {command.action === 'reportLocation' && <List.Item>{t('mode')}</List.Item>}
        <List.Item>{t('background')}</List.Item>
      </List>
    </Alert>
  );
}
