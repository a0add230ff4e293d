'use client';

import { Group, Text } from '@mantine/core';
import { IconBattery1, IconBattery2, IconBattery3, IconBattery4, IconBatteryCharging } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import type { LocationDto } from '../types';

const LEVELS = [IconBattery1, IconBattery2, IconBattery3, IconBattery4];
const ON_BATTERY = 1;

/** Charge as the last fix gave it; a dash where the phone doesn't say. */
export function Battery({ location }: { location: Pick<LocationDto, 'battery' | 'battery_status'> | null }) {
  const t = useTranslations('devices');
  const format = useFormat();
  if (!location || location.battery === null) {
    return (
      <Text size="sm" c="dimmed" span title={t('batteryUnknown')}>
        –
      </Text>
    );
  }
  const charging = location.battery_status !== null && location.battery_status > ON_BATTERY;
  const Icon = charging ? IconBatteryCharging : (LEVELS[Math.min(3, Math.floor(location.battery / 25))] ?? IconBattery4);
  return (
    <Group gap={4} wrap="nowrap" title={charging ? t('charging') : undefined}>
      <Icon size={18} aria-label={charging ? t('charging') : undefined} aria-hidden={!charging} />
      <Text size="sm" span className="numeric">
        {format.percent(location.battery)}
      </Text>
    </Group>
  );
}
