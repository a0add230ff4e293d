'use client';

import { Badge, Button, Text } from '@mantine/core';
import { IconAlarm, IconHexagon, IconList, IconPlus, IconStack2 } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useConfirm } from '@/components/common/confirm';
import { EmptyState } from '@/components/common/empty-state';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import type { Column } from '../table/responsive-table';
import { SortedTable } from '../table/sorted-table';
import type { GeofenceDto, GroupDto, Viewer } from '../types';
import { useServerData } from '../use-server-data';
import { AreaDevice, AreaSwitch } from './area-columns';
import { CloneZone, type OwnerChoice } from './clone-zone';
import { useZones } from './use-zones';
import { ZoneActions, ZoneCreated, type ZoneKey, ZoneName, ZoneShape, ZoneSize, zoneSortValue } from './zone-columns';
import { ZoneLoss } from './zone-loss';

interface Props {
  viewer: Viewer;
  initialZones: GeofenceDto[];
  /** How many zones the viewer may have; null: no limit. */
  limit: number | null;
  initialGroups: GroupDto[];
  /** To whom a zone can be cloned; null where the person may not choose. */
  owners: readonly OwnerChoice[] | null;
}

/** All zones of the reader, their state and what can be done with them. */
export function ZonesPage({ viewer, initialZones, limit, initialGroups, owners }: Props) {
  const t = useTranslations('zones');
  const confirm = useConfirm();
  const { zones, setActive, remove, reload } = useZones(initialZones);
  const { groups } = useServerData('/api/groups', { groups: initialGroups }, 60_000).data;
  const groupsOf = (zone: GeofenceDto) => groups.filter(({ member_ids }) => member_ids.includes(zone.id));
  const [cloned, setCloned] = useState<GeofenceDto | null>(null);
  const own = zones.filter((zone) => zone.owner_id === viewer.id).length;
  const full = limit !== null && own >= limit;

  const askToDelete = (zone: GeofenceDto) =>
    confirm({
      title: t('delete.title', { name: zone.name }),
      lost: <ZoneLoss zone={zone} />,
      action: t('delete.action'),
      onConfirm: () => remove(zone),
    });

  const columns: Column<GeofenceDto, ZoneKey>[] = [
    {
      key: 'name',
      label: t('columns.name'),
      kind: 'title',
      sortable: true,
      render: (zone) => <ZoneName zone={zone} groups={groupsOf(zone)} />,
    },
    {
      key: 'device',
      label: t('columns.device'),
      sortable: true,
      render: (zone) => <AreaDevice area={zone} withOwner={viewer.role === 'admin' && zone.owner_id !== viewer.id} />,
    },
    {
      key: 'status',
      label: t('columns.status'),
      kind: 'badge',
      sortable: true,
      render: (zone) => <AreaSwitch area={zone} onChange={(active) => setActive(zone, active)} />,
    },
    { key: 'shape', label: t('columns.shape'), sortable: true, render: (zone) => <ZoneShape zone={zone} /> },
    { key: 'size', label: t('columns.size'), sortable: true, render: (zone) => <ZoneSize zone={zone} /> },
    { key: 'created', label: t('columns.created'), sortable: true, render: (zone) => <ZoneCreated zone={zone} /> },
    {
      key: 'actions',
      label: t('columns.actions'),
      kind: 'actions',
      render: (zone) => <ZoneActions zone={zone} onClone={() => setCloned(zone)} onDelete={() => askToDelete(zone)} />,
    },
  ];

  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        aside={
          <Badge size="lg" color={full ? 'orange' : 'gray'} data-testid="zone-counter">
            {limit === null ? t('count', { count: zones.length }) : t('countOf', { count: own, limit })}
          </Badge>
        }
        actions={
          <>
            <Button component={Link} href="/admin/geofences/groups" variant="default" leftSection={<IconStack2 size={18} />}>
              {t('groups')}
            </Button>
            <Button component={Link} href="/admin/geofences/expectations" variant="default" leftSection={<IconAlarm size={18} />}>
              {t('expectations')}
            </Button>
            <Button component={Link} href="/admin/geofences/events" variant="default" leftSection={<IconList size={18} />}>
              {t('events')}
            </Button>
            <NewZoneButton full={full} />
          </>
        }
      />
      {full && (
        <Text id="zone-limit" size="sm" c="dimmed" mb="md">
          {t('limitReached', { limit })}
        </Text>
      )}
      {zones.length === 0 ? (
        <EmptyState icon={<IconHexagon size={28} />} title={t('empty.title')} action={<NewZoneButton full={full} />}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <SortedTable
          label={t('title')}
          columns={columns}
          rows={zones}
          idOf={({ id }) => id}
          cellOf={zoneSortValue}
          sortedBy="name"
        />
      )}
      <CloneZone viewer={viewer} owners={owners} zone={cloned} onClose={() => setCloned(null)} onCloned={reload} />
    </Page>
  );
}

/** At the limit it stays reachable by keyboard, so that a screen reader can tell why it does nothing. */
function NewZoneButton({ full }: { full: boolean }) {
  const t = useTranslations('zones');
  if (full) {
    return (
      <Button leftSection={<IconPlus size={18} />} data-disabled aria-disabled aria-describedby="zone-limit">
        {t('new')}
      </Button>
    );
  }
  return (
    <Button component={Link} href="/admin/geofences/new" leftSection={<IconPlus size={18} />}>
      {t('new')}
    </Button>
  );
}
