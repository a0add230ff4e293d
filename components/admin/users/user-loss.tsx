'use client';

import { Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import useSWR from 'swr';
import { fetcher } from '@/components/common/api';
import type { DeviceDto, GeofenceDto, UserDto } from '../types';

/** Says in the confirmation what goes with a user. */
export function UserLoss({ user }: { user: UserDto }) {
  const t = useTranslations('users.remove');
  const once = { revalidateOnFocus: false };
  const devices = useSWR<{ devices: DeviceDto[] }>(`/api/devices?user_id=${user.id}`, fetcher, once).data?.devices;
  const zones = useSWR<{ geofences: GeofenceDto[] }>('/api/geofences', fetcher, once).data?.geofences;
  return (
    <Text aria-live="polite">
      {t('lost', { name: user.name })}{' '}
      {devices && zones
        ? t('counts', { devices: devices.length, zones: zones.filter((zone) => zone.owner_id === user.id).length })
        : ''}{' '}
      {t('final')}
    </Text>
  );
}
