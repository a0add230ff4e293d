'use client';

import { Anchor, Group, Skeleton, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import useSWR from 'swr';
import { api } from '@/components/common/api';
import { ClockTime, RelativeTime } from '@/components/common/relative-time';
import { useFormat } from '@/components/common/use-format';
import { type Column, ResponsiveTable } from '../table/responsive-table';
import type { DeviceDto, LocationDto } from '../types';
import { Battery } from './battery';
import { FixNotes, type NotedFix } from './fix-notes';

export const MOST_SHOWN = 20;
/** A fix as a row of the table, and as a card where it is narrow: what is to come takes its room from the beginning. */
const ROW_PX = 46;
const CARD_PX = 172;
const HOUR = 3_600_000;
/** How far to look back from the newest fix, until there are enough: busy phones report every second, quiet ones daily. */
const WINDOWS_MS = [10 * 60_000, 6 * HOUR, 30 * 24 * HOUR];
const LIMIT = 1000;

type ListedFix = LocationDto & NotedFix;
type FixKey = 'time' | 'position' | 'accuracy' | 'speed' | 'battery';

/** The newest fixes of a device. */
export function RecentFixes({ device, shown }: { device: DeviceDto; shown: number }) {
  const t = useTranslations('devices.fixes');
  const format = useFormat();
  const newest = device.last_location;
  const { data } = useSWR(
    newest ? ['recent-fixes', device.id, newest.id] : null,
    () => readNewest(device.id, newest!.occurred_at),
    {
      keepPreviousData: true,
    },
  );
  if (!newest) return <Text c="dimmed">{t('none')}</Text>;
  if (!data) return <Skeleton h={{ base: shown * CARD_PX, sm: (shown + 1) * ROW_PX }} />;
  const columns: Column<ListedFix, FixKey>[] = [
    {
      key: 'time',
      label: t('time'),
      kind: 'title',
      render: (fix) => (
        <Stack gap={2}>
          <Group gap={6} wrap="nowrap">
            <Text size="sm" span>
              <ClockTime value={fix.occurred_at} />
            </Text>
            <Text size="xs" c="dimmed" span fw={400}>
              <RelativeTime value={fix.occurred_at} />
            </Text>
          </Group>
          <FixNotes fix={fix} />
        </Stack>
      ),
    },
    {
      key: 'position',
      label: t('position'),
      render: (fix) => (
        <Anchor
          component={Link}
          prefetch={false}
          href={`/map?device=${device.id}&at=${fix.latitude.toFixed(6)},${fix.longitude.toFixed(6)}`}
          size="sm"
          className="numeric"
        >
          {format.coordinates(fix.latitude, fix.longitude)}
        </Anchor>
      ),
    },
    { key: 'accuracy', label: t('accuracy'), render: (fix) => orDash(fix.accuracy, (value) => `± ${format.distance(value)}`) },
    { key: 'speed', label: t('speed'), render: (fix) => orDash(fix.velocity, format.speed) },
    { key: 'battery', label: t('battery'), render: (fix) => <Battery location={fix} /> },
  ];
  return <ResponsiveTable label={t('title')} columns={columns} rows={data.slice(0, shown)} idOf={(fix) => fix.id} />;
}

function orDash(value: number | null, write: (value: number) => string) {
  return (
    <Text size="sm" span c={value === null ? 'dimmed' : undefined}>
      {value === null ? '–' : write(value)}
    </Text>
  );
}

/** The API answers oldest first, so the way to the newest is a window that ends with it. */
async function readNewest(deviceId: number, newestAt: string): Promise<ListedFix[]> {
  let found: ListedFix[] = [];
  for (const window of WINDOWS_MS) {
    const from = new Date(Date.parse(newestAt) - window).toISOString();
    const query = new URLSearchParams({ device_id: String(deviceId), from, limit: String(LIMIT) });
    const { locations } = await api<{ locations: ListedFix[] }>('GET', `/api/locations?${query}`);
    if (locations.length === LIMIT && found.length > 0) break;
    found = locations.slice(-MOST_SHOWN).reverse();
    if (found.length === MOST_SHOWN) break;
  }
  return found;
}
