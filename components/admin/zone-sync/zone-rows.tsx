'use client';

import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconClockHour4,
  IconCloudUp,
} from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useConfirm } from '@/components/common/confirm';
import { RelativeTime } from '@/components/common/relative-time';
import { useFormat } from '@/components/common/use-format';
import { ColorDot } from '../color-dot';
import { type Column, ResponsiveTable } from '../table/responsive-table';
import { actionsFor } from './actions';
import { useDriftWords } from './drift-words';
import type { WatchedZone } from './merge-words';
import { hasWord, PhonesWord } from './phones-word';
import type { SyncZoneDto } from './types';
import type { Sync } from './use-sync';

const LOOK = {
  off: { icon: IconCircleDashed, color: 'gray' },
  left_out: { icon: IconCircleMinus, color: 'yellow' },
  waiting: { icon: IconCloudUp, color: 'blue' },
  in_step: { icon: IconCircleCheck, color: 'teal' },
  drift: { icon: IconAlertTriangle, color: 'orange' },
  removing: { icon: IconClockHour4, color: 'gray' },
} as const;

/** Each zone with where it stands on the phone, what differs, and what can be done about it. */
export function ZoneRows({ sync, zones }: { sync: Sync; zones: WatchedZone[] }) {
  const t = useTranslations('sync');
  const words = useTranslations('devices.regions');
  const columns: Column<WatchedZone, 'zone' | 'state' | 'said' | 'actions'>[] = [
    { key: 'zone', label: t('zone'), kind: 'title', render: (zone) => <Zone zone={zone} /> },
    { key: 'state', label: t('state'), render: (zone) => <State zone={zone} /> },
    { key: 'said', label: words('event'), render: ({ word }) => (hasWord(word) ? <PhonesWord word={word} /> : null) },
    { key: 'actions', label: t('actions'), kind: 'actions', render: (zone) => <Actions zone={zone} sync={sync} /> },
  ];
  const shown = columns.filter(({ key }) => key !== 'said' || zones.some(({ word }) => hasWord(word)));
  return <ResponsiveTable label={t('title')} columns={shown} rows={zones} idOf={({ geofence_id }) => geofence_id} />;
}

function Zone({ zone: { geofence_id, name, color, region } }: { zone: SyncZoneDto }) {
  const t = useTranslations('sync');
  const format = useFormat();
  return (
    <Stack gap={2}>
      <Group gap={8} wrap="nowrap">
        <ColorDot color={color} />
        <Anchor component={Link} href={`/admin/geofences/${geofence_id}`} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Anchor>
      </Group>
      {region.is_enclosing && (
        <Text size="xs" c="dimmed" fw={400}>
          {t('circle', { radius: format.distance(region.radius_meters) })}
        </Text>
      )}
    </Stack>
  );
}

function State({ zone }: { zone: WatchedZone }) {
  const t = useTranslations('sync');
  const words = useDriftWords();
  const { icon: Icon, color } = LOOK[zone.state];
  return (
    <div>
      <Badge color={color} leftSection={<Icon size={14} aria-hidden />}>
        {t(`states.${zone.state}`)}
      </Badge>
      {words(zone).map((difference) => (
        <Text key={difference} size="sm">
          {difference}
        </Text>
      ))}
      <Hint zone={zone} />
      {zone.has_own && (
        <Text size="xs" c="dimmed">
          {t('hasOwn')}
        </Text>
      )}
    </div>
  );
}

function Hint({ zone: { state, command_state, confirmed_at } }: { zone: SyncZoneDto }) {
  const t = useTranslations('sync.hint');
  const hint = () => {
    if (state === 'left_out') return t('left_out');
    if (state === 'in_step' && confirmed_at) return t.rich('in_step', { time: () => <RelativeTime value={confirmed_at} /> });
    if (state !== 'waiting' && state !== 'removing') return null;
    return t(command_state === 'queued' ? 'waiting_queued' : 'waiting_sent');
  };
  const words = hint();
  return (
    words && (
      <Text size="xs" c="dimmed">
        {words}
      </Text>
    )
  );
}

function Actions({ zone, sync: { act, isBusy } }: { zone: SyncZoneDto; sync: Sync }) {
  const t = useTranslations('sync');
  const confirm = useConfirm();
  const { geofence_id, name } = zone;
  return (
    <Group gap={6} justify="flex-end">
      {actionsFor(zone).map(({ action, label, changesZone }) => {
        const run = () => act({ action, geofence_id }, t('done'));
        const ask = () =>
          confirm({
            title: t('keepPhone.title', { name }),
            lost: t('keepPhone.lost'),
            action: t('keepPhone.action'),
            onConfirm: run,
          });
        return (
          <Button key={label} size="compact-sm" variant="default" disabled={isBusy} onClick={changesZone ? ask : run}>
            {t(`action.${label}`)}
          </Button>
        );
      })}
    </Group>
  );
}
