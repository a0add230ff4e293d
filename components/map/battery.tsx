'use client';

import { Group, Text, VisuallyHidden } from '@mantine/core';
import { IconBattery1, IconBattery2, IconBattery3, IconBattery4, IconBatteryCharging } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import type { MapLocation } from './types';

const CHARGING = 2;
const FULL = 3;

function iconOf(percent: number) {
  if (percent <= 15) return IconBattery1;
  if (percent <= 45) return IconBattery2;
  return percent <= 75 ? IconBattery3 : IconBattery4;
}

/** The charge as a number beside its picture, and whether it is charging. Nothing where the phone did not say. */
export function Battery({ location }: { location: Pick<MapLocation, 'battery' | 'battery_status'> }) {
  const t = useTranslations('map.device');
  const format = useFormat();
  const { battery, battery_status } = location;
  if (battery === null) return null;
  const Icon = battery_status === CHARGING ? IconBatteryCharging : iconOf(battery);
  const percent = format.percent(battery);
  const suffix = battery_status === CHARGING ? `, ${t('charging')}` : battery_status === FULL ? `, ${t('full')}` : '';
  return (
    <Group gap={4} wrap="nowrap" title={t('battery', { percent }) + suffix}>
      <Icon size={18} stroke={1.6} aria-hidden />
      <Text span size="sm" style={{ whiteSpace: 'nowrap' }}>
        <VisuallyHidden component="span">{t('batteryLabel')} </VisuallyHidden>
        {percent}
        {suffix}
      </Text>
    </Group>
  );
}
