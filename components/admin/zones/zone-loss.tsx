'use client';

import { Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import useSWR from 'swr';
import { fetcher } from '@/components/common/api';
import type { ExpectationDto } from '../expectations/types';
import type { EventPage, GroupDto } from '../types';

const ONCE = { revalidateOnFocus: false };

interface ZoneLossProps {
  /** A zone or a group. */
  zone: { id: string; name: string };
  /** What stays. */
  kept?: string;
}

/** Says in the confirmation how many events and which expectations go with a zone or group, and what becomes of a zone's groups. */
export function ZoneLoss({ zone, kept }: ZoneLossProps) {
  const t = useTranslations('zones.delete');
  const { data } = useSWR<EventPage>(`/api/geofences/events?geofenceId=${zone.id}&limit=1`, fetcher, ONCE);
  const groups = useSWR<{ groups: GroupDto[] }>('/api/groups', fetcher, ONCE).data?.groups ?? [];
  const rules = useSWR<{ expectations: ExpectationDto[] }>('/api/expectations', fetcher, ONCE).data?.expectations ?? [];
  const shrinking = groups.filter(({ member_ids }) => member_ids.includes(zone.id));
  const lost = rules.filter(({ geofence_id }) => geofence_id === zone.id);
  return (
    <Stack gap="xs">
      <Text aria-live="polite">
        {data ? t('lost', { name: zone.name, events: data.total }) : t('lostUncounted', { name: zone.name })} {t('final')}
      </Text>
      {kept && <Text>{kept}</Text>}
      {shrinking.map((group) => (
        <Text key={group.id}>{t(group.member_ids.length > 1 ? 'groupShrinks' : 'groupEmpty', { group: group.name })}</Text>
      ))}
      {lost.length > 0 && (
        <Text>{t('expectations', { count: lost.length, names: lost.map(({ name }) => name).join(', ') })}</Text>
      )}
    </Stack>
  );
}
