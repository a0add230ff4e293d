'use client';

import { Code, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { StepItem, StepList, type StepLook } from '@/components/common/step-list';
import { type MailSecurity, PROBE_STEPS, type ProbeStep, type ProbeStepName } from '@/lib/domain/notify/mail-server';
import classes from './mail.module.css';

interface Props {
  /** Decides the order: with TLS from the start the encryption comes before the greeting. */
  security: MailSecurity;
  steps: readonly ProbeStep[];
  running: boolean;
}

/** All parts of the test; those that are over with how they went. */
export function ProbeSteps({ security, steps, running }: Props) {
  const done = new Map(steps.map((step) => [step.step, step]));
  const next = orderOf(security).find((name) => !done.has(name));
  const lookOf = (name: ProbeStepName): StepLook => {
    const state = done.get(name)?.state;
    if (state) return state;
    if (!running) return 'untried';
    return name === next ? 'running' : 'waiting';
  };
  return (
    <StepList>
      {orderOf(security).map((name) => (
        <Step key={name} name={name} look={lookOf(name)} step={done.get(name) ?? null} />
      ))}
    </StepList>
  );
}

function orderOf(security: MailSecurity): ProbeStepName[] {
  if (security !== 'tls') return [...PROBE_STEPS];
  const rest = PROBE_STEPS.filter((name) => name !== 'tls');
  return rest.flatMap((name) => (name === 'greeting' ? ['tls', name] : [name]));
}

function Step({ name, look, step }: { name: ProbeStepName; look: StepLook; step: ProbeStep | null }) {
  const t = useTranslations('mail.test');
  return (
    <StepItem look={look}>
      <div className={classes.head}>
        <Text size="sm" fw={600}>
          {t(`steps.${name}`)}
        </Text>
        <Text size="xs" c={look === 'failed' ? 'red' : 'dimmed'}>
          {t(`states.${look}`)}
          {step && look !== 'skipped' ? ` · ${t('took', { ms: step.duration_ms })}` : ''}
        </Text>
      </div>
      {step?.said ? <Said name={name} look={look} text={step.said} /> : null}
      {step?.hint ? (
        <Text size="sm" mt={4}>
          {t(`hints.${step.hint}`)}
        </Text>
      ) : null}
    </StepItem>
  );
}

/** Before there is a connection it is the system that speaks. */
function Said({ name, look, text }: { name: ProbeStepName; look: StepLook; text: string }) {
  const t = useTranslations('mail.test');
  if (look !== 'failed') {
    return (
      <Text size="xs" c="dimmed" className={classes.words}>
        {text}
      </Text>
    );
  }
  return (
    <Text size="sm" component="div" mt={4}>
      {t(name === 'dns' || name === 'tcp' ? 'reason' : 'said')} <Code className={classes.words}>{text}</Code>
    </Text>
  );
}
