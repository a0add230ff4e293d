'use client';

import { Badge, Button, Group, Text } from '@mantine/core';
import { IconClockStop, IconHistory, IconMapPin } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ClockTime } from '@/components/common/relative-time';
import type { ShareDto } from './types';

interface Cell {
  share: ShareDto;
}

export function Person({ name, handle }: { name: string; handle?: string }) {
  return (
    <div style={{ minWidth: 0 }}>
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
        {name}
      </Text>
      {handle && (
        <Text size="xs" c="dimmed" fw={400} style={{ overflowWrap: 'anywhere' }}>
          {handle}
        </Text>
      )}
    </div>
  );
}

export function SharedDevice({ share: { device_name, direction } }: Cell) {
  const t = useTranslations('sharing');
  if (device_name !== null) return <Text size="sm">{device_name}</Text>;
  return (
    <div>
      <Text size="sm">{t(direction === 'given' ? 'allDevices' : 'allTheirDevices')}</Text>
      <Text size="xs" c="dimmed">
        {t('laterToo')}
      </Text>
    </div>
  );
}

export function Right({ share: { with_history } }: Cell) {
  const t = useTranslations('sharing.right');
  const Icon = with_history ? IconHistory : IconMapPin;
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={16} stroke={1.8} aria-hidden style={{ flexShrink: 0 }} />
      <Text size="sm">{t(with_history ? 'history' : 'live')}</Text>
    </Group>
  );
}

export function Until({ share: { until, is_active } }: Cell) {
  const t = useTranslations('sharing.until');
  if (until === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('open')}
      </Text>
    );
  }
  return (
    <Group gap={8} wrap="nowrap">
      {!is_active && (
        <Badge variant="light" color="gray" leftSection={<IconClockStop size={14} aria-hidden />}>
          {t('ended')}
        </Badge>
      )}
      <Text size="sm" c={is_active ? undefined : 'dimmed'} style={{ whiteSpace: 'nowrap' }}>
        <ClockTime value={until} />
      </Text>
    </Group>
  );
}

interface GivenActionsProps extends Cell {
  onChange: () => void;
  onEnd: () => void;
}

export function GivenActions({ share: { viewer_name: name, is_active }, onChange, onEnd }: GivenActionsProps) {
  const t = useTranslations('sharing');
  const end = is_active ? 'end' : 'clear';
  return (
    <Group gap="xs" wrap="nowrap" justify="flex-end">
      <Button
        size="compact-sm"
        variant="default"
        onClick={onChange}
        aria-label={t(is_active ? 'changeLabel' : 'againLabel', { name })}
      >
        {t(is_active ? 'change' : 'again')}
      </Button>
      <Button size="compact-sm" variant="subtle" color="red" onClick={onEnd} aria-label={t(`${end}.label`, { name })}>
        {t(`${end}.button`)}
      </Button>
    </Group>
  );
}

export function ReceivedActions({ share: { owner_name: name, device_id }, onLeave }: Cell & { onLeave: () => void }) {
  const t = useTranslations('sharing');
  return (
    <Group gap="xs" wrap="nowrap" justify="flex-end">
      <Button
        component={Link}
        href={device_id === null ? '/map' : `/map?device=${device_id}`}
        prefetch={false}
        size="compact-sm"
        variant="default"
      >
        {t('onMap')}
      </Button>
      <Button size="compact-sm" variant="subtle" color="red" onClick={onLeave} aria-label={t('leave.label', { name })}>
        {t('leave.button')}
      </Button>
    </Group>
  );
}
