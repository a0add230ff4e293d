'use client';

import { Anchor, Badge, Group, Text, Tooltip } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { devicePath } from '@/components/common/device-path';
import { useFormat } from '@/components/common/use-format';
import { useNow } from '@/components/common/use-now';
import { ColorDot } from '../color-dot';
import type { Column } from '../table/responsive-table';
import type { VisitDto } from './types';

export type VisitKey = 'device' | 'zone' | 'entered' | 'left' | 'duration';

/** The columns of the list of stays. Arrival and departure lead to the explanation of their event. */
export function useVisitColumns(): Column<VisitDto, VisitKey>[] {
  const t = useTranslations('visits.columns');
  return [
    {
      key: 'device',
      label: t('device'),
      kind: 'title',
      render: (visit) => (
        <Anchor component={Link} prefetch={false} href={devicePath(visit.device_id)} c="inherit" size="sm" fw="inherit">
          {visit.device_name}
        </Anchor>
      ),
    },
    {
      key: 'zone',
      label: t('zone'),
      render: (visit) => (
        <Group gap="xs" wrap="nowrap">
          <ColorDot color={visit.geofence_color} />
          <Text size="sm">{visit.geofence_name}</Text>
        </Group>
      ),
    },
    { key: 'entered', label: t('entered'), render: (visit) => <Moment at={visit.entered_at} event={visit.enter_event_id} /> },
    { key: 'left', label: t('left'), render: (visit) => <Left visit={visit} /> },
    { key: 'duration', label: t('duration'), kind: 'badge', render: (visit) => <Duration visit={visit} /> },
  ];
}

function Left({ visit }: { visit: VisitDto }) {
  const t = useTranslations('visits');
  if (visit.is_open) return <Badge color="teal">{t('stillThere')}</Badge>;
  return <Moment at={visit.left_at} event={visit.exit_event_id} />;
}

function Moment({ at, event }: { at: string | null; event: number | null }) {
  const t = useTranslations('visits');
  const format = useFormat();
  const now = useNow();
  if (at === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('unknown')}
      </Text>
    );
  }
  const time = <time dateTime={at}>{format.when(at, now)}</time>;
  return (
    <Tooltip label={format.exact(at)}>
      {event === null ? (
        <Text size="sm" span>
          {time}
        </Text>
      ) : (
        <Anchor component={Link} prefetch={false} href={`/admin/geofences/events/${event}`} size="sm">
          {time}
        </Anchor>
      )}
    </Tooltip>
  );
}

function Duration({ visit }: { visit: VisitDto }) {
  const t = useTranslations('visits');
  const format = useFormat();
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="sm" className="numeric" style={{ whiteSpace: 'nowrap' }}>
        {visit.duration_seconds === null ? '–' : format.duration(visit.duration_seconds)}
      </Text>
      {visit.origin === 'reconstructed' && (
        <Tooltip label={t('reconstructedHelp')}>
          <Badge color="gray" variant="outline">
            {t('reconstructed')}
          </Badge>
        </Tooltip>
      )}
    </Group>
  );
}
