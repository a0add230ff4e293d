'use client';

import { Badge, Group, List, Text, ThemeIcon } from '@mantine/core';
import {
  IconBattery1,
  IconCircleCheck,
  IconKeyOff,
  IconLeaf,
  IconMapPinOff,
  IconRouteOff,
  IconVolumeOff,
} from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { ClockTime, RelativeTime } from '@/components/common/relative-time';
import type { DeviceAlertKind } from '@/lib/domain/model';
import { NotificationBadge } from '../../events/notification-badge';
import { useAlertSentences } from './alert-words';
import type { DeviceAlertDto } from './types';

const ICONS: Record<DeviceAlertKind, typeof IconLeaf> = {
  silent: IconVolumeOff,
  battery_low: IconBattery1,
  permission: IconMapPinOff,
  power_saving: IconLeaf,
  wrong_topic: IconRouteOff,
  wrong_password: IconKeyOff,
};

/** One alert: what, since when, what is known, and whether its owner was told. */
export function AlertLine({ alert }: { alert: DeviceAlertDto }) {
  const t = useTranslations('deviceAlerts');
  const sentences = useAlertSentences(alert);
  const isOpen = alert.resolved_at === null;
  const Icon = ICONS[alert.kind];
  return (
    <List.Item>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <ThemeIcon variant="light" color={isOpen ? 'orange' : 'gray'} size="md" aria-hidden>
          <Icon size={18} />
        </ThemeIcon>
        <div style={{ minWidth: 0, flex: 1 }}>
          <Group gap="xs" mb={4}>
            <Text fw={500}>{t(`kind.${alert.kind}`)}</Text>
            <State alert={alert} />
            <NotificationBadge event={alert} />
          </Group>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {sentences.join(' ')}
          </Text>
        </div>
      </Group>
    </List.Item>
  );
}

function State({ alert: { raised_at, resolved_at } }: { alert: DeviceAlertDto }) {
  const t = useTranslations('deviceAlerts');
  if (resolved_at === null) {
    return (
      <Badge color="orange" variant="light">
        {t.rich('openSince', { time: () => <RelativeTime value={raised_at} /> })}
      </Badge>
    );
  }
  return (
    <Group gap={4} wrap="nowrap">
      <IconCircleCheck size={16} color="var(--mantine-color-teal-text)" aria-hidden />
      <Text size="sm" span>
        {t.rich('fromTo', { from: () => <ClockTime value={raised_at} />, to: () => <ClockTime value={resolved_at} /> })}
      </Text>
    </Group>
  );
}
