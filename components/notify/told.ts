import {
  IconAlarm,
  IconBattery1,
  IconClockHour4,
  IconHourglassHigh,
  IconKey,
  IconLeaf,
  IconLogin2,
  IconLogout2,
  IconMapPinOff,
  IconRouteOff,
  IconTestPipe,
  IconUserOff,
  IconWifiOff,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { DeliveryKind } from '@/lib/domain/notify/records';

/** What a delivery or a notification is about. */
export interface Told {
  kind: DeliveryKind;
  /** Null for a test. */
  device_name: string | null;
  /** Null for what is wrong with a phone, and for a test. */
  geofence_name: string | null;
}

/** "Anna's phone arrived at Home" */
export function useTold(): (told: Told) => string {
  const t = useTranslations('deliveries.about');
  return ({ kind, device_name, geofence_name }) => t(kind, { device: device_name ?? '', zone: geofence_name ?? '' });
}

export const TOLD_ICON: Record<DeliveryKind, TablerIcon> = {
  enter: IconLogin2,
  exit: IconLogout2,
  dwell: IconClockHour4,
  no_show: IconAlarm,
  overstay: IconHourglassHigh,
  left_early: IconAlarm,
  not_inside: IconUserOff,
  silent: IconWifiOff,
  battery_low: IconBattery1,
  permission: IconMapPinOff,
  power_saving: IconLeaf,
  wrong_topic: IconRouteOff,
  wrong_password: IconKey,
  test: IconTestPipe,
};
