'use client';

import { Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import useSWR from 'swr';
import { fetcher } from '@/components/common/api';
import type { EventPage, GroupDto } from '../types';

interface ZoneLossProps {
  /** A zone or a group. */
  zone: { id: string; name: string };
  /** The groups that the zone is in. */
  groups?: readonly GroupDto[];
  /** What stays. */
  kept?: string;
}

/** Says in the confirmation how many events go with a zone or group, and what becomes of the groups that a zone is in. */
export function ZoneLoss({ zone, groups = [], kept }: ZoneLossProps) {
  const t = useTranslations('zones.delete');
  const { data } = useSWR<EventPage>(`/api/geofences/events?geofenceId=${zone.id}&limit=1`, fetcher, {
    revalidateOnFocus: false,
  });
  return (
    <Stack gap="xs">
      <Text aria-live="polite">
        {data ? t('lost', { name: zone.name, events: data.total }) : t('lostUncounted', { name: zone.name })} {t('final')}
      </Text>
      {kept && <Text>{kept}</Text>}
      {groups.map((group) => (
        <Text key={group.id}>{t(group.member_ids.length > 1 ? 'groupShrinks' : 'groupEmpty', { group: group.name })}</Text>
      ))}
    </Stack>
  );
}
