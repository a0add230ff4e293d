'use client';

import { Switch, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import type { ZoneSettings } from '@/lib/domain/geofence/zone-settings';

/** Columns that the tables of zones and of groups have in common. */

interface DeviceProps {
  area: { device_name: string | null; owner_name: string };
  withOwner: boolean;
}

export function AreaDevice({ area, withOwner }: DeviceProps) {
  const t = useTranslations('zones');
  return (
    <div>
      <Text size="sm">{area.device_name ?? t('allDevices')}</Text>
      {withOwner && (
        <Text size="xs" c="dimmed">
          {t('ownedBy', { name: area.owner_name })}
        </Text>
      )}
    </div>
  );
}

interface SwitchProps {
  area: { name: string; is_active: boolean };
  onChange: (active: boolean) => void;
}

export function AreaSwitch({ area, onChange }: SwitchProps) {
  const t = useTranslations('zones');
  return (
    <Switch
      size="sm"
      checked={area.is_active}
      onChange={(event) => onChange(event.currentTarget.checked)}
      label={area.is_active ? t('active') : t('inactive')}
      aria-label={t('switchLabel', { name: area.name })}
      styles={{ label: { minWidth: '4em' } }}
    />
  );
}

/** What of the settings makes events come otherwise than people may expect, in a line; nothing where all is usual. */
export function AreaHints({ area }: { area: ZoneSettings }) {
  const t = useTranslations('zones.hints');
  const format = useFormat();
  const hints = [
    area.is_important && t('important'),
    area.confirm_seconds > 0 && t('confirm', { time: format.duration(area.confirm_seconds) }),
    area.grace_seconds > 0 && t('grace', { time: format.duration(area.grace_seconds) }),
    area.dwell_seconds !== null && t('dwell', { time: format.duration(area.dwell_seconds) }),
    area.pass_through && t('passThrough'),
    area.schedule !== null && t('schedule'),
  ].filter((hint) => hint !== false);
  if (hints.length === 0) return null;
  return (
    <Text size="xs" c="dimmed">
      {hints.join(' · ')}
    </Text>
  );
}
