'use client';

import { Group, Stack, Text } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/common/relative-time';
import { useNow } from '@/components/common/use-now';
import type { DeviceDto } from '../types';
import { type Problem, problemsOf } from './condition';

/** What is wrong with a device in words, or that all is well. */
export function ProblemList({ device }: { device: DeviceDto }) {
  const t = useTranslations('devices.condition');
  const problems = problemsOf(device, useNow());
  if (problems.length === 0) {
    return (
      <Group gap={6} wrap="nowrap">
        <IconCircleCheck size={16} color="var(--mantine-color-teal-text)" style={{ flex: 'none' }} aria-hidden />
        <Text size="sm">{device.connected ? t('connected') : t('fine')}</Text>
      </Group>
    );
  }
  return (
    <Stack gap={4}>
      {problems.map((problem) => (
        <ProblemLine key={problem.kind} problem={problem} />
      ))}
    </Stack>
  );
}

function ProblemLine({ problem }: { problem: Problem }) {
  const t = useTranslations('devices.condition');
  const Icon = problem.severity === 'error' ? IconAlertCircle : IconAlertTriangle;
  const color = problem.severity === 'error' ? 'red' : 'orange';
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <Icon size={16} color={`var(--mantine-color-${color}-text)`} style={{ flex: 'none', marginTop: 3 }} aria-hidden />
      <Text size="sm" style={{ overflowWrap: 'anywhere', textAlign: 'left' }}>
        {t(problem.kind, { detail: problem.detail ?? '' })}
        {problem.at && (
          <Text span size="sm" c="dimmed">
            {' · '}
            <RelativeTime value={problem.at} />
          </Text>
        )}
      </Text>
    </Group>
  );
}
