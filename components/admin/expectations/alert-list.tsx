'use client';

import { Badge, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { messageOr } from '@/components/common/message-or';
import { ClockTime, RelativeTime } from '@/components/common/relative-time';
import { ColorDot } from '../color-dot';
import { NotificationBadge } from '../events/notification-badge';
import { Section } from '../section';
import { type Column, ResponsiveTable } from '../table/responsive-table';
import type { AlertDto } from './types';

type Key = 'what' | 'when' | 'heard' | 'state' | 'told';

/** What was not as expected, newest first. */
export function AlertList({ alerts }: { alerts: readonly AlertDto[] }) {
  const t = useTranslations('expectations.alerts');
  const columns: Column<AlertDto, Key>[] = [
    { key: 'what', label: t('columns.what'), kind: 'title', render: (alert) => <What alert={alert} /> },
    { key: 'when', label: t('columns.when'), render: (alert) => <ClockTime value={alert.due_at} /> },
    {
      key: 'heard',
      label: t('columns.heard'),
      render: (alert) =>
        alert.last_fix_at ? (
          <RelativeTime value={alert.last_fix_at} />
        ) : (
          <Text size="sm" c="dimmed">
            {t('neverHeard')}
          </Text>
        ),
    },
    { key: 'state', label: t('columns.state'), kind: 'badge', render: (alert) => <State alert={alert} /> },
    { key: 'told', label: t('columns.told'), render: (alert) => <NotificationBadge event={alert} /> },
  ];
  return (
    <Section title={t('title')}>
      {alerts.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('none')}
        </Text>
      ) : (
        <ResponsiveTable label={t('title')} columns={columns} rows={alerts} idOf={(alert) => alert.id} />
      )}
    </Section>
  );
}

/** "Mia had not been at School by 08:15" */
export function useAlertText(): (alert: AlertDto) => string {
  const t = useTranslations('expectations.alerts.what');
  return ({ kind, device_name, geofence_name, start, end }) =>
    t(kind, { device: device_name, zone: geofence_name, start, end: end ?? '' });
}

function What({ alert }: { alert: AlertDto }) {
  const t = useTranslations('expectations.alerts.reason');
  const text = useAlertText();
  return (
    <div>
      <Group gap={8} wrap="nowrap">
        <ColorDot color={alert.geofence_color} />
        <Text size="sm" fw={600}>
          {text(alert)}
        </Text>
      </Group>
      {alert.resolved_at && (
        <Text size="xs" c="dimmed" fw={400}>
          {messageOr(t, alert.resolve_reason ?? '', '')}
        </Text>
      )}
    </div>
  );
}

function State({ alert }: { alert: AlertDto }) {
  const t = useTranslations('expectations.alerts');
  const isOpen = alert.resolved_at === null;
  const Icon = isOpen ? IconAlertTriangle : IconArrowBackUp;
  return (
    <Badge variant="light" color={isOpen ? 'orange' : 'gray'} leftSection={<Icon size={14} aria-hidden />}>
      {t(isOpen ? 'open' : 'resolved')}
    </Badge>
  );
}
