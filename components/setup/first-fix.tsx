'use client';

import { Alert, Group, List, Loader, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck, IconCircleDashed, IconX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import useSWR from 'swr';
import { fetcher } from '../common/api';
import { RelativeTime } from '../common/relative-time';
import { useFormat } from '../common/use-format';
import { type StageState, stages, stateOf } from './stages';
import type { Progress, ProgressStep, SetupFix } from './types';

const POLL_MS = 2000;

function StageIcon({ state }: { state: StageState }) {
  if (state === 'waiting') return <Loader size={20} type="oval" aria-hidden />;
  const look = {
    done: { color: 'fence', icon: <IconCheck size={14} stroke={3} /> },
    failed: { color: 'red', icon: <IconX size={14} stroke={3} /> },
    later: { color: 'gray', icon: <IconCircleDashed size={14} /> },
  }[state];
  return (
    <ThemeIcon size={20} radius="xl" color={look.color} variant={state === 'later' ? 'light' : 'filled'} aria-hidden>
      {look.icon}
    </ThemeIcon>
  );
}

interface Props {
  deviceId: number;
  /** Where the phone should connect to, for the advice: "192.168.1.5:1883". */
  address: string;
  topic: string;
  onArrived?: () => void;
}

/** Watches a new phone until its first fix is here, and names what holds it up and what to do about it. */
export function FirstFix({ deviceId, address, topic, onArrived }: Props) {
  const t = useTranslations('setup.progress');
  const { data } = useSWR<Progress>(`/api/setup/progress?device_id=${deviceId}`, fetcher, {
    refreshInterval: (progress) => (progress?.step === 'done' ? 0 : POLL_MS),
    dedupingInterval: POLL_MS / 2,
    onSuccess: (progress) => progress.step === 'done' && onArrived?.(),
  });
  const step = data?.step ?? 'no_connection';
  return (
    <Stack gap="sm" component="section" aria-labelledby="first-fix">
      <Title order={2} size="h4" id="first-fix">
        {t(step === 'done' ? 'titleDone' : 'title')}
      </Title>
      <Stack component="ul" gap={8} m={0} p={0} style={{ listStyle: 'none' }} aria-live="polite">
        {stages.map((stage) => {
          const state = stateOf(stage, step);
          return (
            <Group key={stage} component="li" gap="sm" wrap="nowrap">
              <StageIcon state={state} />
              <Text c={state === 'later' ? 'dimmed' : undefined} fw={state === 'waiting' || state === 'failed' ? 600 : 400}>
                {t(`stages.${stage}`)}
                <span className="visually-hidden">: {t(`states.${state}`)}</span>
              </Text>
            </Group>
          );
        })}
      </Stack>
      {step === 'done' && data?.last_location ? <Arrived fix={data.last_location} /> : null}
      {step === 'done' ? null : <Advice step={step} detail={data?.detail ?? null} address={address} topic={topic} />}
    </Stack>
  );
}

function Arrived({ fix }: { fix: SetupFix }) {
  const t = useTranslations('setup.progress');
  const format = useFormat();
  return (
    <Alert color="fence" icon={<IconCheck />}>
      {format.coordinates(fix.latitude, fix.longitude)}
      {fix.accuracy === null ? '' : `, ${t('accuracy', { distance: format.distance(fix.accuracy) })}`},{' '}
      <RelativeTime value={fix.occurred_at} />
    </Alert>
  );
}

function Advice({
  step,
  detail,
  address,
  topic,
}: { step: Exclude<ProgressStep, 'done'>; detail: string | null } & Omit<Props, 'deviceId'>) {
  const t = useTranslations('setup.progress.advice');
  const values = { address, topic, detail: detail ?? '—' };
  return (
    <Alert color={step === 'wrong_password' || step === 'wrong_topic' ? 'red' : 'gray'} title={t(`${step}.title`)}>
      <List size="sm" spacing={4}>
        <List.Item>{t(`${step}.first`, values)}</List.Item>
        <List.Item>{t(`${step}.second`, values)}</List.Item>
      </List>
      {step === 'no_fix' && detail ? (
        <Text size="sm" mt="xs">
          {t('lastMessage', { detail })}
        </Text>
      ) : null}
    </Alert>
  );
}
