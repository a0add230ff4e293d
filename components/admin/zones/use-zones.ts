'use client';

import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { api } from '@/components/common/api';
import { useErrorText } from '@/components/common/use-error-text';
import type { GeofenceDto } from '../types';
import { useServerData } from '../use-server-data';

interface Answer {
  geofences: GeofenceDto[];
}

/** The zones of the reader with the changes of the table, shown at once and taken back when the server refuses. */
export function useZones(initial: GeofenceDto[]) {
  const t = useTranslations('zones');
  const errorText = useErrorText();
  const { data, mutate } = useServerData<Answer>('/api/geofences', { geofences: initial }, 60_000);
  const zones = data.geofences;

  const setActive = async (zone: GeofenceDto, is_active: boolean) => {
    const withState = (answer?: Answer) => ({
      geofences: (answer?.geofences ?? zones).map((other) => (other.id === zone.id ? { ...other, is_active } : other)),
    });
    try {
      await mutate(
        async (answer) => {
          await api('PATCH', `/api/geofences/${zone.id}`, { is_active });
          return withState(answer);
        },
        { optimisticData: withState, rollbackOnError: true, revalidate: false },
      );
    } catch (error) {
      notifications.show({ color: 'red', title: t('switchFailed', { name: zone.name }), message: errorText(error) });
    }
  };

  const remove = async (zone: GeofenceDto) => {
    await api('DELETE', `/api/geofences/${zone.id}`);
    await mutate((answer) => ({ geofences: (answer?.geofences ?? zones).filter((other) => other.id !== zone.id) }), {
      revalidate: false,
    });
    notifications.show({ message: t('deleted', { name: zone.name }) });
  };

  return { zones, setActive, remove };
}
