import {
  IconAlarm,
  IconBattery1,
  IconBell,
  IconBroadcast,
  IconClockHour4,
  IconDeviceMobileMessage,
  IconHourglassHigh,
  IconKey,
  IconLeaf,
  IconLogin2,
  IconLogout2,
  IconMail,
  IconMapPinOff,
  IconRouteOff,
  IconTestPipe,
  IconUserOff,
  IconWebhook,
  IconWifiOff,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { Channel, DeliveryKind } from '@/lib/domain/notify/records';

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

/** On which way a delivery goes. */
interface OnWay {
  channel: Channel;
  target_id: string | null;
  /** Null where the channel has no targets, or this one was removed. */
  target_name: string | null;
}

/** "E-mail", "Webhook: My server", "Push (removed)" */
export function useWayWords(): (way: OnWay) => string {
  const t = useTranslations('deliveries');
  return ({ channel, target_id, target_name }) => {
    const name = t(`channels.${channel}`);
    if (target_id === null) return name;
    return target_name === null ? t('targetRemoved', { channel: name }) : t('target', { channel: name, name: target_name });
  };
}

export const CHANNEL_ICON: Record<Channel, TablerIcon> = {
  inbox: IconBell,
  email: IconMail,
  push: IconDeviceMobileMessage,
  webhook: IconWebhook,
  mqtt: IconBroadcast,
};
