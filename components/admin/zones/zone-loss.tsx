'use client';

import { Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import useSWR from 'swr';
import { fetcher } from '@/components/common/api';
import type { EventPage, GeofenceDto } from '../types';

/** Says in the confirmation how many events go with a zone. */
export function ZoneLoss({ zone }: { zone: GeofenceDto }) {
  const t = useTranslations('zones.delete');
  const { data } = useSWR<EventPage>(`/api/geofences/events?geofenceId=${zone.id}&limit=1`, fetcher, {
    revalidateOnFocus: false,
  });
  return (
    <Text aria-live="polite">
      {data ? t('lost', { name: zone.name, events: data.total }) : t('lostUncounted', { name: zone.name })} {t('final')}
    </Text>
  );
}
