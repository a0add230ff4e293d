'use client';

import { ActionIcon, Badge, Group, Switch, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { ClockTime, RelativeTime } from '@/components/common/relative-time';
import { ColorDot } from '../color-dot';
import { Sentence } from './sentence';
import type { ExpectationDto } from './types';

interface Cell {
  expectation: ExpectationDto;
}

export function ExpectationRule({ expectation, withOwner }: Cell & { withOwner: boolean }) {
  const { name, device_name, geofence_name, geofence_color, owner_name } = expectation;
  return (
    <div style={{ minWidth: 0 }}>
      <Group gap={8} wrap="nowrap">
        <ColorDot color={geofence_color} />
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        {withOwner && (
          <Text size="xs" c="dimmed" fw={400}>
            {owner_name}
          </Text>
        )}
      </Group>
      <Text size="sm" fw={400} mt={4} maw={560}>
        <Sentence {...expectation} device={device_name} zone={geofence_name} />
      </Text>
    </div>
  );
}

export function NextCheck({ expectation }: Cell) {
  const t = useTranslations('expectations.next');
  if (expectation.next_check_at) return <ClockAndDay value={expectation.next_check_at} />;
  return (
    <Text size="sm" c="dimmed">
      {t(expectation.is_active ? 'zoneOff' : 'none')}
    </Text>
  );
}

function ClockAndDay({ value }: { value: string }) {
  return (
    <Text size="sm" span style={{ whiteSpace: 'nowrap' }}>
      <RelativeTime value={value} />
    </Text>
  );
}

export function LastCheck({ expectation: { last_check } }: Cell) {
  const t = useTranslations('expectations.last');
  if (!last_check) {
    return (
      <Text size="sm" c="dimmed">
        {t('none')}
      </Text>
    );
  }
  const Icon = last_check.met ? IconCheck : IconAlertTriangle;
  return (
    <Group gap={6} wrap="nowrap">
      <Badge variant="light" color={last_check.met ? 'green' : 'orange'} leftSection={<Icon size={14} aria-hidden />}>
        {t(last_check.met ? 'met' : 'unmet')}
      </Badge>
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        <ClockTime value={last_check.at} />
      </Text>
    </Group>
  );
}

export function ExpectationSwitch({ expectation, onChange }: Cell & { onChange: (active: boolean) => void }) {
  const t = useTranslations('expectations.switch');
  return (
    <Switch
      size="sm"
      checked={expectation.is_active}
      onChange={(event) => onChange(event.currentTarget.checked)}
      label={t(expectation.is_active ? 'on' : 'off')}
      aria-label={t('label', { name: expectation.name })}
      styles={{ label: { minWidth: '5em' } }}
    />
  );
}

export function ExpectationActions({
  expectation: { name },
  onEdit,
  onDelete,
}: Cell & { onEdit: () => void; onDelete: () => void }) {
  const t = useTranslations('expectations');
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Tooltip label={t('edit', { name })}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('edit', { name })} onClick={onEdit}>
          <IconPencil size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('delete.label', { name })}>
        <ActionIcon variant="subtle" color="red" size="lg" aria-label={t('delete.label', { name })} onClick={onDelete}>
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
