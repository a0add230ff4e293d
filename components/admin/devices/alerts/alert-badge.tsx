import { Badge } from '@mantine/core';
import { IconBellRinging } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { DeviceDto } from '../../types';

/** How many alerts of a device are open; nothing where there is none. */
export function AlertBadge({ device: { open_alerts } }: { device: Pick<DeviceDto, 'open_alerts'> }) {
  const t = useTranslations('deviceAlerts');
  if (open_alerts.length === 0) return null;
  const names = open_alerts.map((kind) => t(`kind.${kind}`)).join(', ');
  return (
    <Badge color="orange" variant="light" leftSection={<IconBellRinging size={14} aria-hidden />} title={names}>
      {t('count', { count: open_alerts.length })}
    </Badge>
  );
}
