'use client';

import { Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import useSWR from 'swr';
import { fetcher } from '@/components/common/api';
import type { DeviceDto, EventPage, GeofenceDto } from '../types';

/** Says in the confirmation what goes with a device. */
export function DeviceLoss({ device }: { device: DeviceDto }) {
  const t = useTranslations('devices.delete');
  const once = { revalidateOnFocus: false };
  const events = useSWR<EventPage>(`/api/geofences/events?deviceId=${device.id}&limit=1`, fetcher, once);
  const zones = useSWR<{ geofences: GeofenceDto[] }>(`/api/geofences?deviceId=${device.id}`, fetcher, once);
  const own = zones.data?.geofences.filter((zone) => zone.device_id === device.id).map((zone) => zone.name) ?? [];
  return (
    <Text aria-live="polite">
      {t('lost', { name: device.name })} {events.data ? t('events', { count: events.data.total }) : ''}{' '}
      {own.length > 0 ? t('zones', { count: own.length, names: own.join(', ') }) : ''} {t('final')}
    </Text>
  );
}
