'use client';

import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { devicePath } from '@/components/common/device-path';
import { ClockTime } from '@/components/common/relative-time';
import { useFormat } from '@/components/common/use-format';
import { ColorDot } from '../color-dot';
import { Section } from '../section';
import type { EventStatsDto, GeofenceDto, StatusDto } from '../types';
import { useServerData } from '../use-server-data';
import classes from './dashboard.module.css';
import { type Presence, presenceIn } from './presence';

export interface ZonesData {
  zones: GeofenceDto[];
  statuses: StatusDto[];
  stats: EventStatsDto;
}

const REFRESH_MS = 15_000;

/** The zones in three figures, and who is where now. */
export function ZonesWidget({ initial }: { initial: ZonesData }) {
  const t = useTranslations('dashboard.zones');
  const format = useFormat();
  const language = useLocale();
  const { geofences: zones } = useServerData('/api/geofences', { geofences: initial.zones }, REFRESH_MS).data;
  const { status } = useServerData('/api/geofences/status', { status: initial.statuses }, REFRESH_MS).data;
  const stats = useServerData('/api/geofences/events/stats', initial.stats, REFRESH_MS).data;
  const presence = presenceIn(zones, status, language);
  const inside = new Set(presence.flatMap((place) => place.inside.map((status) => status.device_id))).size;
  const active = zones.filter((zone) => zone.is_active).length;

  return (
    <Section
      title={t('title')}
      action={
        <Group gap="md">
          <Anchor component={Link} href="/admin/geofences" size="sm">
            {t('manage')}
          </Anchor>
          <Anchor component={Link} href="/admin/geofences/events" size="sm">
            {t('events')}
          </Anchor>
        </Group>
      }
    >
      <dl className={classes.figures}>
        <Figure label={t('active')} value={format.number(active)} hint={t('ofAll', { count: zones.length })} />
        <Figure
          label={t('last24h')}
          value={format.number(stats.events_last_24h)}
          hint={t('total', { count: stats.total_events })}
        />
        <Figure label={t('inside')} value={format.number(inside)} hint={t('insideHint', { count: presence.length })} />
      </dl>
      {zones.length === 0 ? <NoZones /> : <PresenceList presence={presence} />}
    </Section>
  );
}

function Figure({ label, value, hint }: { label: string; value: string; hint: string }) {
  return (
    <div className={classes.figure}>
      <Text component="dt" size="sm" c="dimmed">
        {label}
      </Text>
      <dd>
        <Text span fz={28} fw={650} lh={1.2} className="numeric">
          {value}
        </Text>
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      </dd>
    </div>
  );
}

function PresenceList({ presence }: { presence: Presence[] }) {
  const t = useTranslations('dashboard.zones');
  if (presence.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('nobody')}
      </Text>
    );
  }
  return (
    <Stack component="ul" gap="sm" className={classes.list} aria-label={t('whoIsWhere')}>
      {presence.map(({ zone, inside }) => (
        <li key={zone.id} className={classes.place}>
          <Group gap="xs" wrap="nowrap" miw={0}>
            <ColorDot color={zone.color} />
            <Anchor component={Link} prefetch={false} href={`/map?zone=${zone.id}`} c="inherit" fw={600} size="sm" truncate>
              {zone.name}
            </Anchor>
          </Group>
          <Stack gap={2}>
            {inside.map((status) => (
              <Text key={status.device_id} size="sm">
                <Anchor component={Link} prefetch={false} href={devicePath(status.device_id)} c="inherit" size="sm">
                  {status.device_name}
                </Anchor>
                {status.since && (
                  <Text span c="dimmed" size="sm">
                    {' '}
                    {t.rich('since', { time: () => <ClockTime value={status.since as string} /> })}
                  </Text>
                )}
              </Text>
            ))}
          </Stack>
        </li>
      ))}
    </Stack>
  );
}

function NoZones() {
  const t = useTranslations('dashboard.zones');
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm" c="dimmed" flex="1 1 16rem">
        {t('none')}
      </Text>
      <Button component={Link} href="/admin/geofences/new" size="sm" leftSection={<IconPlus size={16} />}>
        {t('draw')}
      </Button>
    </Group>
  );
}
