'use client';

import { Alert, Button, type ButtonProps, Code, Text } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck, IconClock, IconSend } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { LinkButton } from '../common/link-button';
import { messageOr } from '../common/message-or';
import { useErrorText } from '../common/use-error-text';
import type { WayTest, WayTestState } from './use-way-test';

type ButtonOptions = ButtonProps & {
  test: WayTest;
  /** The way's name, for those who hear the button and do not see beside what it stands. */
  name: string;
};

/** Starts a test of a way (`useWayTest`); its outcome is shown by `TestWayOutcome`. */
export function TestWayButton({ test, name, ...button }: ButtonOptions) {
  const t = useTranslations('notifyWays.test');
  const { phase } = test.now;
  return (
    <Button
      size="sm"
      variant="default"
      leftSection={<IconSend size={16} aria-hidden />}
      loading={phase === 'running'}
      aria-label={t('label', { name })}
      {...button}
      onClick={test.start}
    >
      {t(phase === 'idle' ? 'start' : 'again')}
    </Button>
  );
}

interface OutcomeProps {
  test: WayTest;
  /** What to look at when it was sent, as in "look at your phone". */
  sentHint?: ReactNode;
}

/** How a test of a way goes and how it ended, in the other side's words. */
export function TestWayOutcome({ test: { now }, sentHint }: OutcomeProps) {
  const t = useTranslations('notifyWays.test');
  const errorText = useErrorText();
  return (
    <div aria-live="polite">
      {now.phase === 'running' && (
        <Text size="sm" c="dimmed">
          {t(now.isSlow ? 'slow' : 'running')}
        </Text>
      )}
      {now.phase === 'done' && <Outcome test={now.test} sentHint={sentHint} />}
      {now.phase === 'late' && (
        <Alert color="yellow" icon={<IconClock />} title={t('late')}>
          <Text size="sm">{t('lateHint')}</Text>
          <LinkButton href="/admin/deliveries" size="xs" variant="default" mt="sm">
            {t('deliveries')}
          </LinkButton>
        </Alert>
      )}
      {now.phase === 'broken' && (
        <Alert color="red" icon={<IconAlertCircle />} title={t('broken')}>
          {errorText(now.error)}
        </Alert>
      )}
    </div>
  );
}

function Outcome({ test, sentHint }: { test: WayTestState; sentHint: ReactNode }) {
  const t = useTranslations('notifyWays.test');
  const reasons = useTranslations('deliveries.reasons');
  const said = test.attempts.at(-1)?.response ?? '';
  if (test.state === 'sent') {
    return (
      <Alert color="fence" icon={<IconCircleCheck />} title={t('sent')}>
        {sentHint && <Text size="sm">{sentHint}</Text>}
        <Words text={said} />
      </Alert>
    );
  }
  if (test.state === 'suppressed') {
    return (
      <Alert color="yellow" icon={<IconClock />} title={t('suppressed', { why: messageOr(reasons, test.reason ?? '', '') })} />
    );
  }
  const isRefused = test.attempts.at(-1)?.outcome === 'permanent';
  return (
    <Alert color="red" icon={<IconAlertCircle />} title={t(isRefused ? 'refused' : 'failed')}>
      <Text size="sm">{t(isRefused ? 'refusedHint' : 'failedHint')}</Text>
      <Words text={said || (test.reason ?? '')} />
    </Alert>
  );
}

function Words({ text }: { text: string }) {
  const t = useTranslations('notifyWays.test');
  if (!text) return null;
  return (
    <Text size="sm" mt="xs" component="div">
      {t('said')} <Code style={{ overflowWrap: 'anywhere' }}>{text}</Code>
    </Text>
  );
}
