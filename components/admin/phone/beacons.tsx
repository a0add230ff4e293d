'use client';

import { Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ClockTime } from '@/components/common/relative-time';
import { useFormat } from '@/components/common/use-format';
import { QuietLine } from '../quiet-line';
import { Section } from '../section';
import { type Column, ResponsiveTable } from '../table/responsive-table';
import type { SightingDto } from '../types';
import { useServerData } from '../use-server-data';

type BeaconKey = 'beacon' | 'last' | 'near' | 'signal';

const SHOWN = 20;
const PROXIMITIES = ['0', '1', '2', '3'] as const;

/** The beacons that the phone was near lately, one line for each stay. */
export function Beacons({ deviceId, initial }: { deviceId: number; initial: SightingDto[] }) {
  const t = useTranslations('phone.beacons');
  const { beacons } = useServerData(`/api/devices/${deviceId}/beacons?limit=${SHOWN}`, { beacons: initial }, 60_000).data;
  if (beacons.length === 0) return <QuietLine>{t('none')}</QuietLine>;
  const columns: Column<SightingDto, BeaconKey>[] = [
    { key: 'beacon', label: t('beacon'), kind: 'title', render: (sighting) => <Beacon sighting={sighting} /> },
    {
      key: 'last',
      label: t('last'),
      render: ({ last_at }) => (
        <Text size="sm" span>
          <ClockTime value={last_at} />
        </Text>
      ),
    },
    { key: 'near', label: t('near'), render: (sighting) => <Stay sighting={sighting} /> },
    { key: 'signal', label: t('signal'), render: (sighting) => <Signal sighting={sighting} /> },
  ];
  return (
    <Section title={t('title')}>
      <ResponsiveTable label={t('title')} columns={columns} rows={beacons} idOf={({ id }) => id} />
    </Section>
  );
}

function Beacon({ sighting: { name, beacon } }: { sighting: SightingDto }) {
  return (
    <Stack gap={2}>
      {name && (
        <Text size="sm" fw={500}>
          {name}
        </Text>
      )}
      <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
        {beacon}
      </Text>
    </Stack>
  );
}

function Stay({ sighting: { first_at, last_at, count } }: { sighting: SightingDto }) {
  const t = useTranslations('phone.beacons');
  const format = useFormat();
  const seconds = (Date.parse(last_at) - Date.parse(first_at)) / 1000;
  return (
    <Text size="sm">
      {seconds < 60 ? t('moment') : t('since', { duration: format.duration(seconds) })} · {t('count', { count })}
    </Text>
  );
}

function Signal({ sighting: { rssi, proximity, distance_meters } }: { sighting: SightingDto }) {
  const t = useTranslations('phone.beacons');
  const format = useFormat();
  const near = PROXIMITIES[proximity ?? -1];
  const parts = [
    near && t(`proximity.${near}`),
    distance_meters !== null && `± ${format.distance(distance_meters)}`,
    rssi !== null && t('rssi', { rssi: format.number(rssi) }),
  ].filter(Boolean);
  return <Text size="sm">{parts.join(' · ') || '–'}</Text>;
}
