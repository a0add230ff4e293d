'use client';

import { Anchor, Badge, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/common/relative-time';
import { useFormat } from '@/components/common/use-format';
import { type Column, ResponsiveTable } from '../table/responsive-table';
import type { RegionDto } from '../types';
import { useServerData } from '../use-server-data';

type RegionKey = 'name' | 'zone' | 'event' | 'place';

/** The regions that the phone watches by itself, and for which zones its word counts. */
export function Regions({ deviceId, initial }: { deviceId: number; initial: RegionDto[] }) {
  const t = useTranslations('devices.regions');
  const { regions } = useServerData(`/api/devices/${deviceId}/regions`, { regions: initial }, 30_000).data;
  const columns: Column<RegionDto, RegionKey>[] = [
    { key: 'name', label: t('name'), kind: 'title', render: (region) => <Name region={region} /> },
    { key: 'zone', label: t('zone'), render: (region) => <Zone region={region} /> },
    { key: 'event', label: t('event'), render: (region) => <LastEvent region={region} /> },
    { key: 'place', label: t('place'), render: (region) => <Place region={region} /> },
  ];
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t('title')}
      </Title>
      <Text size="sm" c="dimmed">
        {regions.length === 0 ? t('none') : t('explained')}
      </Text>
      {regions.length > 0 && (
        <ResponsiveTable
          label={t('title')}
          columns={columns}
          rows={regions}
          idOf={(region) => `${regions.indexOf(region)} ${region.name}`}
        />
      )}
    </Stack>
  );
}

function Name({ region }: { region: RegionDto }) {
  const t = useTranslations('devices.regions');
  return (
    <Text size="sm" span fw={500} fs={region.name === '' ? 'italic' : undefined} style={{ overflowWrap: 'anywhere' }}>
      {region.name === '' ? t('unnamed') : region.name}
    </Text>
  );
}

function Zone({ region }: { region: RegionDto }) {
  const t = useTranslations('devices.regions');
  if (region.geofence_id === null) {
    return (
      <Stack gap={2} align="flex-start">
        <Badge color="yellow" variant="light" leftSection={<IconCircleDashed size={12} aria-hidden />}>
          {t('unknown')}
        </Badge>
        <Text size="sm">
          {region.name === '' ? t('unnamedNext') : t('unknownNext')}{' '}
          {region.name !== '' && (
            <Anchor component={Link} href="/admin/geofences/new" size="sm">
              {t('draw')}
            </Anchor>
          )}
        </Text>
      </Stack>
    );
  }
  return (
    <Stack gap={2} align="flex-start">
      <Anchor component={Link} href={`/admin/geofences/${region.geofence_id}`} size="sm">
        {region.geofence_name}
      </Anchor>
      {!region.geofence_is_active && (
        <Text size="xs" c="dimmed">
          {t('inactive')}
        </Text>
      )}
    </Stack>
  );
}

function LastEvent({ region }: { region: RegionDto }) {
  const t = useTranslations('devices.regions');
  return (
    <Stack gap={2} align="flex-start">
      <Text size="sm">
        {region.last_event_at ? (
          <>
            {t(region.last_event === 'enter' ? 'entered' : 'left')} <RelativeTime value={region.last_event_at} />
          </>
        ) : (
          t('noEvent')
        )}
      </Text>
      {region.is_listed && (
        <Badge color="teal" variant="light" leftSection={<IconCircleCheck size={12} aria-hidden />}>
          {t('listed')}
        </Badge>
      )}
    </Stack>
  );
}

function Place({ region }: { region: RegionDto }) {
  const t = useTranslations('devices.regions');
  const format = useFormat();
  if (region.latitude === null || region.longitude === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('noPlace')}
      </Text>
    );
  }
  return (
    <Text size="sm">
      {region.latitude.toFixed(5)}, {region.longitude.toFixed(5)}
      {region.radius_meters !== null && ` · ${t('radius', { radius: format.distance(region.radius_meters) })}`}
    </Text>
  );
}
