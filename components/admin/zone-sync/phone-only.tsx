'use client';

import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { type Column, ResponsiveTable } from '../table/responsive-table';
import type { LoneRegion } from './merge-words';
import { hasWord, PhonesWord } from './phones-word';
import type { Sync } from './use-sync';

/** Regions that were made on the phone, or that it spoke of, to become zones. */
export function PhoneOnly({ sync, regions }: { sync: Sync; regions: LoneRegion[] }) {
  const t = useTranslations('sync.only');
  const words = useTranslations('devices.regions');
  const columns: Column<LoneRegion, 'region' | 'place' | 'said' | 'here'>[] = [
    { key: 'region', label: t('region'), kind: 'title', render: (region) => <Name region={region} /> },
    { key: 'place', label: t('place'), render: (region) => <Place region={region} /> },
    { key: 'said', label: words('event'), render: ({ word }) => (hasWord(word) ? <PhonesWord word={word} /> : null) },
    { key: 'here', label: t('here'), render: (region) => <Here region={region} sync={sync} /> },
  ];
  const shown = columns.filter(({ key }) => key !== 'said' || regions.some(({ word }) => hasWord(word)));
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t('title')}
      </Title>
      <ResponsiveTable label={t('title')} columns={shown} rows={regions} idOf={({ key }) => key} />
    </Stack>
  );
}

function Name({ region: { name } }: { region: LoneRegion }) {
  const t = useTranslations('sync.only');
  return (
    <Text size="sm" span fw={500} fs={name === '' ? 'italic' : undefined} style={{ overflowWrap: 'anywhere' }}>
      {name === '' ? t('unnamed') : name}
    </Text>
  );
}

function Place({ region: { defined, word } }: { region: LoneRegion }) {
  const t = useTranslations('devices.regions');
  const format = useFormat();
  const { latitude = null, longitude = null, radius_meters = null } = defined ?? word ?? {};
  if (defined?.kind === 'beacon' || latitude === null || longitude === null) return <Text size="sm">{t('noPlace')}</Text>;
  return (
    <Text size="sm">
      {format.coordinates(latitude, longitude)}
      {radius_meters !== null && ` · ${t('radius', { radius: format.distance(radius_meters) })}`}
    </Text>
  );
}

function Here({ region, sync: { act, isBusy } }: { region: LoneRegion; sync: Sync }) {
  const t = useTranslations('sync.only');
  const { name, defined, word } = region;
  const zone = defined?.geofence_id ? defined : word;
  if (zone?.geofence_id) {
    return (
      <Text size="sm">
        <Anchor component={Link} href={`/admin/geofences/${zone.geofence_id}`} size="sm">
          {zone.geofence_name}
        </Anchor>
        {'. '}
        {t(word?.geofence_is_active === false ? 'inactive' : 'named')}
      </Text>
    );
  }
  if (!defined?.can_be_zone || name === '') return <NoZone region={region} />;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconFileImport size={16} aria-hidden />}
      disabled={isBusy}
      onClick={() => act({ action: 'import', key: defined.key }, t('imported', { name }))}
    >
      {t('import')}
    </Button>
  );
}

/** Why it is no zone and can't be made one by a click. */
function NoZone({ region: { name, defined } }: { region: LoneRegion }) {
  const t = useTranslations('sync.only');
  if (defined && defined.kind !== 'circle') {
    return (
      <Text size="sm" c="dimmed">
        {t(defined.kind)}
      </Text>
    );
  }
  return (
    <Text size="sm" c="dimmed">
      {t(name === '' ? 'nameless' : 'noZone')}{' '}
      {name !== '' && (
        <Anchor component={Link} href="/admin/geofences/new" size="sm">
          {t('draw')}
        </Anchor>
      )}
    </Text>
  );
}
