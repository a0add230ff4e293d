'use client';

import { Anchor, Group, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { useNow } from '@/components/common/use-now';
import { InitialsBadge } from './initials-badge';
import type { Visitor } from './live-state';
import type { MapZone } from './types';

/** A zone's name and who is inside it now, since when. */
export function ZonePopup({ zone, visitors }: { zone: MapZone; visitors: readonly Visitor[] }) {
  const t = useTranslations('map.zone');
  const format = useFormat();
  const now = useNow();
  return (
    <Stack gap={6}>
      <div>
        <Text fw={650}>{zone.name}</Text>
        <Text size="sm" c="dimmed">
          {zone.shape_type === 'circle'
            ? t('radius', { distance: format.distance(zone.radius_meters ?? 0) })
            : t(zone.shape_type)}
          {zone.is_active ? '' : ` · ${t('off')}`}
        </Text>
      </div>
      <Text size="sm" fw={600}>
        {visitors.length > 0 ? t('inside') : t('nobody')}
      </Text>
      {visitors.map(({ device, since }) => (
        <Group key={device.id} gap={8} wrap="nowrap">
          <InitialsBadge name={device.name} color={device.color} faceId={device.face_id} size={26} />
          <Text size="sm">
            {device.name}
            {since && <Text span size="sm" c="dimmed">{` ${t('since', { time: format.when(since, now) })}`}</Text>}
          </Text>
        </Group>
      ))}
      <Anchor component={Link} href={`/admin/geofences/${zone.id}`} size="sm">
        {t('edit')}
      </Anchor>
    </Stack>
  );
}
