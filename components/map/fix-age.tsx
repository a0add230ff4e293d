'use client';

import { Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/common/relative-time';
import type { MapDevice } from './types';

/** How old a device's position is, and whether it is its phone's word or from an archive. */
export function FixAge({ device: { last_location, last_location_imported } }: { device: MapDevice }) {
  const t = useTranslations('map.device');
  if (!last_location) return null;
  return (
    <Text span display="block" size="sm" c="dimmed">
      <RelativeTime value={last_location.occurred_at} />
      {last_location_imported && ` · ${t('imported')}`}
    </Text>
  );
}
