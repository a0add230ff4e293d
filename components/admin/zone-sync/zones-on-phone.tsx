'use client';

import { Anchor, Button, Group, Stack, Switch, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/common/relative-time';
import { Section } from '../section';
import type { RegionDto } from '../types';
import { useServerData } from '../use-server-data';
import { mergeWords } from './merge-words';
import { PhoneOnly } from './phone-only';
import type { SyncDto } from './types';
import { type Sync, useSync } from './use-sync';
import { ZoneRows } from './zone-rows';

interface Props {
  deviceId: number;
  initial: SyncDto;
  /** What the phone said of its regions. */
  initialWords: RegionDto[];
}

/** The zones that a phone watches as regions of its own, how they differ from what it has, what it says of them, and what only it has. */
export function ZonesOnPhone({ deviceId, initial, initialWords }: Props) {
  const t = useTranslations('sync');
  const sync = useSync(deviceId, initial);
  const words = useServerData(`/api/devices/${deviceId}/regions`, { regions: initialWords }, 30_000).data.regions;
  const { zones, regions } = mergeWords(sync.data, words);
  return (
    <Section title={t('title')} action={<Refresh sync={sync} />}>
      <Stack gap="lg">
        <Text size="sm" c="dimmed">
          {t('explained')} <Listed listedAt={sync.data.listed_at} />
        </Text>
        <Follow sync={sync} />
        {zones.length > 0 ? <ZoneRows sync={sync} zones={zones} /> : <NoZones />}
        {regions.length > 0 && <PhoneOnly sync={sync} regions={regions} />}
      </Stack>
    </Section>
  );
}

function Refresh({ sync: { act, isBusy } }: { sync: Sync }) {
  const t = useTranslations('sync');
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<IconRefresh size={16} aria-hidden />}
      disabled={isBusy}
      onClick={() => act({ action: 'refresh' }, t('refreshed'))}
    >
      {t('refresh')}
    </Button>
  );
}

function Listed({ listedAt }: { listedAt: string | null }) {
  const t = useTranslations('sync');
  if (listedAt === null) return <>{t('neverListed')}</>;
  return <>{t.rich('listed', { time: () => <RelativeTime value={listedAt} /> })}</>;
}

function Follow({ sync: { data, act, isBusy } }: { sync: Sync }) {
  const t = useTranslations('sync');
  const { keeps_zones, platform, most_regions: count } = data;
  return (
    <Stack gap={6}>
      <Switch
        label={t('follow')}
        description={t('followHint')}
        checked={keeps_zones}
        disabled={isBusy}
        onChange={({ currentTarget: { checked } }) =>
          act({ action: checked ? 'follow' : 'unfollow' }, t(checked ? 'following' : 'notFollowing'))
        }
      />
      <Text size="sm" c="dimmed">
        {t(`limit.${platform ?? 'unknown'}`, { count })} {platform === 'android' && t('androidRemoval')}
      </Text>
    </Stack>
  );
}

function NoZones() {
  const t = useTranslations('sync');
  return (
    <Group gap="sm">
      <Text c="dimmed">{t('none')}</Text>
      <Anchor component={Link} href="/admin/geofences/new" size="sm">
        {t('draw')}
      </Anchor>
    </Group>
  );
}
