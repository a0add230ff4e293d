'use client';

import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { type Column, ResponsiveTable } from '../table/responsive-table';
import type { PhoneRegionDto } from './types';
import type { Sync } from './use-sync';

/** Regions that were made on the phone, to become zones. */
export function PhoneOnly({ sync }: { sync: Sync }) {
  const t = useTranslations('sync.only');
  const columns: Column<PhoneRegionDto, 'region' | 'place' | 'here' | 'actions'>[] = [
    { key: 'region', label: t('region'), kind: 'title', render: (region) => <Name region={region} /> },
    { key: 'place', label: t('place'), render: (region) => <Place region={region} /> },
    { key: 'here', label: t('here'), render: (region) => <Here region={region} sync={sync} /> },
  ];
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t('title')}
      </Title>
      <ResponsiveTable label={t('title')} columns={columns} rows={sync.data.regions} idOf={({ key }) => key} />
    </Stack>
  );
}

function Name({ region: { name } }: { region: PhoneRegionDto }) {
  const t = useTranslations('sync.only');
  return (
    <Text size="sm" span fw={500} fs={name === '' ? 'italic' : undefined} style={{ overflowWrap: 'anywhere' }}>
      {name === '' ? t('unnamed') : name}
    </Text>
  );
}

function Place({ region: { latitude, longitude, radius_meters, kind } }: { region: PhoneRegionDto }) {
  const t = useTranslations('devices.regions');
  const format = useFormat();
  if (kind === 'beacon' || latitude === null || longitude === null) return <Text size="sm">{t('noPlace')}</Text>;
  return (
    <Text size="sm">
      {format.coordinates(latitude, longitude)}
      {radius_meters !== null && ` · ${t('radius', { radius: format.distance(radius_meters) })}`}
    </Text>
  );
}

function Here({ region, sync: { act, isBusy } }: { region: PhoneRegionDto; sync: Sync }) {
  const t = useTranslations('sync.only');
  const { kind, key, name, geofence_id, geofence_name, can_be_zone } = region;
  if (geofence_id !== null) {
    return (
      <Text size="sm">
        <Anchor component={Link} href={`/admin/geofences/${geofence_id}`} size="sm">
          {geofence_name}
        </Anchor>
        {'. '}
        {t('named')}
      </Text>
    );
  }
  if (!can_be_zone || name === '') {
    return (
      <Text size="sm" c="dimmed">
        {kind === 'circle' ? t('unnamed') : t(kind)}
      </Text>
    );
  }
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconFileImport size={16} aria-hidden />}
      disabled={isBusy}
      onClick={() => act({ action: 'import', key }, t('imported', { name }))}
    >
      {t('import')}
    </Button>
  );
}
