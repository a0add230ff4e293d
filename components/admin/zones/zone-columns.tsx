'use client';

import { ActionIcon, Anchor, Group, Text, Tooltip } from '@mantine/core';
import { IconCircle, IconCopy, IconMapPin, IconPencil, IconPolygon, IconRectangle, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/common/relative-time';
import { useFormat } from '@/components/common/use-format';
import { ColorDot } from '../color-dot';
import type { SortValue } from '../table/sort';
import type { GeofenceDto, GroupDto } from '../types';
import { AreaHints } from './area-columns';

export type ZoneKey = 'name' | 'device' | 'status' | 'shape' | 'size' | 'created' | 'actions';

/** What a column sorts by. Size is the area, so that circles and polygons can be compared. */
export function zoneSortValue(zone: GeofenceDto, key: ZoneKey): SortValue {
  if (key === 'device') return zone.device_name;
  if (key === 'status') return zone.is_active ? 0 : 1;
  if (key === 'shape') return zone.shape_type;
  if (key === 'size') return zone.area_square_meters;
  if (key === 'created') return Date.parse(zone.created_at);
  return zone.name;
}

/** @param groups those that the zone is in */
export function ZoneName({ zone, groups }: { zone: GeofenceDto; groups: readonly GroupDto[] }) {
  const t = useTranslations('zones');
  return (
    <div>
      <Group gap="xs" wrap="nowrap" miw={0}>
        <ColorDot color={zone.color} />
        <Anchor
          component={Link}
          prefetch={false}
          href={`/admin/geofences/${zone.id}`}
          fw={600}
          size="sm"
          c="inherit"
          style={{ overflowWrap: 'anywhere' }}
        >
          {zone.name}
        </Anchor>
      </Group>
      <AreaHints area={zone} />
      {groups.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('inGroups', { names: groups.map(({ name }) => name).join(', ') })}
        </Text>
      )}
    </div>
  );
}

const ICONS = { circle: IconCircle, polygon: IconPolygon, rectangle: IconRectangle };

export function ZoneShape({ zone }: { zone: GeofenceDto }) {
  const t = useTranslations('zones.shape');
  const Icon = ICONS[zone.shape_type];
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={16} aria-hidden />
      <Text size="sm">{t(zone.shape_type)}</Text>
    </Group>
  );
}

export function ZoneSize({ zone }: { zone: GeofenceDto }) {
  const t = useTranslations('zones');
  const format = useFormat();
  return (
    <Text size="sm" component="span">
      {zone.radius_meters === null
        ? format.area(zone.area_square_meters)
        : t('radius', { length: format.distance(zone.radius_meters) })}
    </Text>
  );
}

export function ZoneCreated({ zone }: { zone: GeofenceDto }) {
  return (
    <Text size="sm" component="span">
      <RelativeTime value={zone.created_at} />
    </Text>
  );
}

interface ActionsProps {
  zone: GeofenceDto;
  onClone: () => void;
  onDelete: () => void;
}

export function ZoneActions({ zone, onClone, onDelete }: ActionsProps) {
  const t = useTranslations('zones.actions');
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Tooltip label={t('map')}>
        <ActionIcon
          component={Link}
          prefetch={false}
          href={`/map?zone=${zone.id}`}
          size="lg"
          aria-label={t('mapLabel', { name: zone.name })}
        >
          <IconMapPin size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('edit')}>
        <ActionIcon
          component={Link}
          prefetch={false}
          href={`/admin/geofences/${zone.id}`}
          size="lg"
          aria-label={t('editLabel', { name: zone.name })}
        >
          <IconPencil size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('clone')}>
        <ActionIcon size="lg" aria-label={t('cloneLabel', { name: zone.name })} onClick={onClone}>
          <IconCopy size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('delete')}>
        <ActionIcon color="red" size="lg" aria-label={t('deleteLabel', { name: zone.name })} onClick={onDelete}>
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
