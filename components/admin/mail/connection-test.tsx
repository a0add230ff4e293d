'use client';

import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck, IconMail } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Section } from '../section';
import { ProbeSteps } from './probe-steps';
import type { ConnectionTest as Test } from './use-connection-test';
import { looksLikeAddress } from './use-mail-form';

interface Props {
  test: Test;
  initialTo: string;
  /** The form can be changed, and what is in it is tested. */
  isOpen: boolean;
  /** What is in it is not saved. */
  isDraft: boolean;
  onStart: (to: string) => void;
}

/** Sends a real mail, and shows how far it came. */
export function ConnectionTest({ test, initialTo, isOpen, isDraft, onStart }: Props) {
  const t = useTranslations('mail.test');
  const [to, setTo] = useState(initialTo);
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const start = (event: React.FormEvent) => {
    event.preventDefault();
    if (looksLikeAddress(to)) return onStart(to.trim());
    setProblem(t('toWrong'));
    input.current?.focus();
  };
  return (
    <Section title={t('title')}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('intro')} {isOpen ? t('draft') : ''}
        </Text>
        <form onSubmit={start} noValidate>
          <Group align="flex-end" gap="sm">
            <TextInput
              ref={input}
              label={t('to')}
              type="email"
              value={to}
              error={problem}
              maxLength={254}
              style={{ flex: '1 1 200px' }}
              onChange={(event) => {
                setTo(event.currentTarget.value);
                setProblem(null);
              }}
            />
            <Button type="submit" variant="light" loading={test.running} leftSection={<IconMail size={18} />}>
              {t(test.security === null ? 'start' : 'again')}
            </Button>
          </Group>
        </form>
        {test.security ? <ProbeSteps security={test.security} steps={test.steps} running={test.running} /> : null}
        <div aria-live="polite">
          <Result test={test} isDraft={isDraft} />
        </div>
      </Stack>
    </Section>
  );
}

function Result({ test, isDraft }: Pick<Props, 'test' | 'isDraft'>) {
  const t = useTranslations('mail.test');
  const { outcome, broken, running } = test;
  if (running) return <Text size="sm">{t('running')}</Text>;
  if (broken) {
    return (
      <Alert color="red" icon={<IconAlertCircle />}>
        {t('broken')}
      </Alert>
    );
  }
  if (!outcome) return null;
  if (!outcome.ok) {
    const step = outcome.failed_step ? t(`steps.${outcome.failed_step}`) : '';
    return <Alert color="red" icon={<IconAlertCircle />} title={t('failed', { step })} />;
  }
  return (
    <Alert color="fence" icon={<IconCircleCheck />} title={t('ok', { to: outcome.to })}>
      {t('okText')} {isDraft && outcome.isDraft ? t('saveNow') : ''}
    </Alert>
  );
}
