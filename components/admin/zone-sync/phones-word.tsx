'use client';

import { Badge, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/common/relative-time';
import type { RegionDto } from '../types';

/** Whether the phone said anything of a region that is worth a line. */
export const hasWord = (word: RegionDto | null): word is RegionDto => Boolean(word?.last_event_at || word?.last_listed_at);

/** What the phone last said of a region: entered or left, and whether its newest position lists it. */
export function PhonesWord({ word }: { word: RegionDto }) {
  const t = useTranslations('devices.regions');
  return (
    <Stack gap={2} align="flex-start">
      {word.last_event_at && (
        <Text size="sm">
          {t(word.last_event === 'enter' ? 'entered' : 'left')} <RelativeTime value={word.last_event_at} />
        </Text>
      )}
      {!word.is_listed && word.last_listed_at && (
        <Text size="sm">
          {t('listedBefore')} <RelativeTime value={word.last_listed_at} />
        </Text>
      )}
      {word.is_listed && (
        <Badge color="teal" variant="light" leftSection={<IconCircleCheck size={12} aria-hidden />}>
          {t('listed')}
        </Badge>
      )}
    </Stack>
  );
}
