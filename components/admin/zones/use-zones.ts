'use client';

import { useTranslations } from 'next-intl';
import type { GeofenceDto } from '../types';
import { useAreas } from './use-areas';

/** The zones of the reader. */
export function useZones(initial: GeofenceDto[]) {
  const t = useTranslations('zones');
  const { areas, ...rest } = useAreas('/api/geofences', 'geofences', initial, {
    switchFailed: (name) => t('switchFailed', { name }),
    deleted: (name) => t('deleted', { name }),
  });
  return { zones: areas, ...rest };
}
