'use client';

import { Alert, Button, Code, Stack, Text } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck, IconMail } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ApiError, api } from '../common/api';
import { LinkButton } from '../common/link-button';
import { useErrorText } from '../common/use-error-text';

interface SmtpReport {
  outcome: 'sent' | 'transient' | 'permanent';
  /** The mail server's own words. */
  response: string;
  accepted: string[];
  /** Null when it did not answer at all. */
  response_code: number | null;
}

type Result = { kind: 'sent'; report: SmtpReport } | { kind: 'failed'; error: unknown };

interface Props {
  email: string;
  /** Where the reader may change the mail server; null for those who may not. */
  settingsHref: string | null;
  onSent?: () => void;
}

/** Sends a real mail to the person's own address and shows what the mail server said. */
export function MailTest({ email, settingsHref, onSent }: Props) {
  const t = useTranslations('account.mail');
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<Result | null>(null);

  const send = async () => {
    setBusy(true);
    try {
      const answer = await api<SmtpReport | { smtp: SmtpReport }>('POST', '/api/geofences/test-notification', {});
      setResult({ kind: 'sent', report: 'smtp' in answer ? answer.smtp : answer });
      onSent?.();
    } catch (error) {
      setResult({ kind: 'failed', error });
    } finally {
      setBusy(false);
    }
  };

  return (
    <Stack gap="md" align="flex-start">
      <Button
        onClick={send}
        loading={busy}
        variant={result?.kind === 'sent' ? 'default' : 'filled'}
        leftSection={<IconMail size={18} />}
      >
        {t(result ? 'again' : 'send')}
      </Button>
      <div aria-live="polite" style={{ width: '100%' }}>
        {result?.kind === 'sent' ? (
          <Alert color="fence" icon={<IconCircleCheck />} title={t('sent', { email })}>
            <Text size="sm">{t('sentHint')}</Text>
            <ServerWords label="serverSaid" text={result.report.response} />
          </Alert>
        ) : null}
        {result?.kind === 'failed' ? <Failure error={result.error} settingsHref={settingsHref} /> : null}
      </div>
    </Stack>
  );
}

function ServerWords({ label, text }: { label: 'serverSaid' | 'reason'; text: string }) {
  const t = useTranslations('account.mail');
  if (!text) return null;
  return (
    <Text size="sm" mt="xs" component="div">
      {t(label)} <Code style={{ overflowWrap: 'anywhere' }}>{text}</Code>
    </Text>
  );
}

function Failure({ error, settingsHref }: { error: unknown; settingsHref: string | null }) {
  const t = useTranslations('account.mail');
  const errorText = useErrorText();
  const details = error instanceof ApiError ? error.details : {};
  if ('SMTP_URL' in details) {
    return (
      <Alert color="yellow" icon={<IconAlertCircle />} title={t('unset')}>
        {t.rich(settingsHref ? 'unsetHintAdmin' : 'unsetHint', { code: (text) => <Code>{text}</Code> })}
        <SettingsLink href={settingsHref} label="setUp" />
      </Alert>
    );
  }
  const report = details.smtp as SmtpReport | undefined;
  if (!report) {
    return (
      <Alert color="red" icon={<IconAlertCircle />} title={t('failed')}>
        {errorText(error)}
      </Alert>
    );
  }
  return (
    <Alert color="red" icon={<IconAlertCircle />} title={t(report.outcome === 'permanent' ? 'refused' : 'failed')}>
      <Text size="sm">{t(report.outcome === 'permanent' ? 'refusedHint' : 'failedHint')}</Text>
      <ServerWords label={report.response_code === null ? 'reason' : 'serverSaid'} text={report.response} />
      <SettingsLink href={settingsHref} label="findOut" />
    </Alert>
  );
}

function SettingsLink({ href, label }: { href: string | null; label: 'setUp' | 'findOut' }) {
  const t = useTranslations('account.mail');
  if (href === null) return null;
  return (
    <div>
      <LinkButton href={href} size="xs" variant="default" mt="sm">
        {t(label)}
      </LinkButton>
    </div>
  );
}
