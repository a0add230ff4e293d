'use client';

import { Alert, Button, Code, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlayerPause } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { RelativeTime } from '../../common/relative-time';
import type { Webhook } from './types';

interface Props {
  webhook: Webhook;
  onResume: () => Promise<void>;
}

/** Why a webhook gets nothing now, and what to do about it; nothing when all is well. */
export function WebhookTrouble({ webhook, onResume }: Props) {
  const t = useTranslations('notifyWays.trouble');
  const [busy, setBusy] = useState(false);
  const { paused_at, pause_reason, is_unreadable, old_secret_until } = webhook;
  const resume = async () => {
    setBusy(true);
    await onResume().finally(() => setBusy(false));
  };
  if (is_unreadable) {
    return (
      <Alert color="red" icon={<IconAlertTriangle />} title={t('unreadable')}>
        {t(webhook.preset === 'signed' ? 'unreadableSigned' : 'unreadableHint')}
      </Alert>
    );
  }
  if (paused_at !== null) {
    return (
      <Alert color="yellow" icon={<IconPlayerPause />} title={t('paused')}>
        <Text size="sm">
          {t.rich('pausedHint', { when: () => <RelativeTime value={paused_at} /> })}{' '}
          {pause_reason && <Code style={{ overflowWrap: 'anywhere' }}>{pause_reason}</Code>}
        </Text>
        <Button size="xs" mt="sm" loading={busy} onClick={resume}>
          {t('resume')}
        </Button>
      </Alert>
    );
  }
  if (old_secret_until === null) return null;
  return (
    <Text size="sm" c="dimmed">
      {t.rich('oldSecret', { when: () => <RelativeTime value={old_secret_until} /> })}
    </Text>
  );
}
