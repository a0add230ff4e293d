'use client';

import { Button, Code, Stack, Text } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '@/components/admin/section';
import { api } from '@/components/common/api';
import { FormAlert } from '@/components/common/form-alert';
import { StepItem, StepList } from '@/components/common/step-list';
import { useFormErrors } from '@/components/common/use-form-errors';
import type { PublishStep } from '@/lib/domain/notify/mqtt-publish';
import type { TestDto } from './types';
import { inputOf, type PublishForm, useServerWords } from './use-publish-form';

/** Tries what is in the form, saved or not. */
export function BrokerTest({ form }: { form: PublishForm }) {
  const t = useTranslations('notifyMqtt.test');
  const errors = useFormErrors(form);
  const inWords = useServerWords();
  const [running, setRunning] = useState(false);
  const [result, setResult] = useState<TestDto | null>(null);
  const start = async () => {
    const { hasErrors, errors: found } = form.validate();
    if (hasErrors) return errors.focusFirst(found);
    errors.clear();
    setRunning(true);
    setResult(null);
    try {
      setResult(await api<TestDto>('POST', '/api/settings/mqtt-publish/test', { settings: inputOf(form.values) }));
    } catch (error) {
      errors.show(inWords(error));
    }
    setRunning(false);
  };
  return (
    <Section title={t('title')}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('intro')}
        </Text>
        <FormAlert message={errors.message} />
        <div>
          <Button variant="light" loading={running} onClick={start} leftSection={<IconPlugConnected size={18} aria-hidden />}>
            {t(result ? 'again' : 'start')}
          </Button>
        </div>
        <div aria-live="polite">{result ? <Outcome result={result} /> : null}</div>
      </Stack>
    </Section>
  );
}

function Outcome({ result }: { result: TestDto }) {
  const t = useTranslations('notifyMqtt.test');
  return (
    <>
      <StepList>
        {result.steps.map((step) => (
          <Step key={step.step} step={step} />
        ))}
      </StepList>
      {result.ok ? (
        <Text size="sm" mt="xs">
          {t(result.steps.length === 1 ? 'okOwn' : 'ok')}
        </Text>
      ) : null}
    </>
  );
}

function Step({ step: { step, state, said } }: { step: PublishStep }) {
  const t = useTranslations('notifyMqtt.test');
  return (
    <StepItem look={state}>
      <Text size="sm" fw={600} component="div">
        {t(`steps.${step}`)}{' '}
        <Text span size="xs" c={state === 'failed' ? 'red' : 'dimmed'}>
          {t(`states.${state}`)}
        </Text>
      </Text>
      {said ? <Code style={{ overflowWrap: 'anywhere' }}>{said}</Code> : null}
      {state === 'failed' ? (
        <Text size="sm" mt={4}>
          {t(`hints.${step}`)}
        </Text>
      ) : null}
    </StepItem>
  );
}
