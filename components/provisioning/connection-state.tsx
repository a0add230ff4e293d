'use client';

import { Group, Loader, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconClock, IconX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import useSWR from 'swr';
import { fetcher } from '../common/api';
import { ClockTime } from '../common/relative-time';
import { useFormat } from '../common/use-format';
import { type DeviceActivity, isInteresting, type PhoneState, phoneStateOf } from './phone-state';
import { useSeconds } from './use-seconds';

const SOON_MS = 2_000;
const LATER_MS = 15_000;

interface Props {
  deviceId: number;
  hasNewPassword: boolean;
}

/** One line that says how it stands with the phone, kept up to date while one tries to set it right. */
export function ConnectionState({ deviceId, hasNewPassword }: Props) {
  const stateOf = (device: DeviceActivity) => phoneStateOf(device, hasNewPassword);
  const { data } = useSWR<{ device: DeviceActivity }>(`/api/devices/${deviceId}`, fetcher, {
    refreshInterval: (latest) => (latest && !isInteresting(stateOf(latest.device)) ? LATER_MS : SOON_MS),
    dedupingInterval: SOON_MS / 2,
  });
  const state: PhoneState = data ? stateOf(data.device) : { kind: 'waiting' };
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start" role="status" mih={24} style={{ visibility: data ? 'visible' : 'hidden' }}>
      <StateIcon kind={state.kind} />
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
        <Words state={state} />
      </Text>
    </Group>
  );
}

function StateIcon({ kind }: { kind: PhoneState['kind'] }) {
  if (kind === 'waiting' || kind === 'waiting_again') return <Loader size={20} type="oval" aria-hidden mt={1} />;
  const isWrong = kind === 'wrong_password' || kind === 'wrong_topic';
  const Icon = isWrong ? IconX : kind === 'connected' ? IconCheck : IconClock;
  return (
    <ThemeIcon size={20} radius="xl" color={isWrong ? 'red' : kind === 'connected' ? 'fence' : 'gray'} aria-hidden mt={1}>
      <Icon size={14} stroke={3} />
    </ThemeIcon>
  );
}

function Words({ state }: { state: PhoneState }): ReactNode {
  const t = useTranslations('provisioning.state');
  switch (state.kind) {
    case 'waiting':
    case 'waiting_again':
      return t(state.kind);
    case 'wrong_password':
      return t.rich('wrong_password', { ago: () => <Ago value={state.at} /> });
    case 'wrong_topic':
      return t.rich('wrong_topic', { topic: state.topic, ago: () => <Ago value={state.at} /> });
    default:
      return t.rich(state.kind, { at: () => <ClockTime value={state.at} /> });
  }
}

/** To the second, unlike elsewhere: one has just pressed a button on the phone. */
function Ago({ value }: { value: string }) {
  const t = useTranslations('provisioning.state');
  const format = useFormat();
  const seconds = Math.max(0, Math.round((useSeconds() - Date.parse(value)) / 1000));
  return <time dateTime={value}>{seconds < 60 ? t('seconds', { seconds }) : format.relative(value, Date.now())}</time>;
}
