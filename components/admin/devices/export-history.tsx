'use client';

import { Group, Select, Stack, Text } from '@mantine/core';
import { IconDatabaseImport } from '@tabler/icons-react';
import { useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { DayRangeInput, type Days } from '@/components/common/day-range-input';
import { DownloadButton } from '@/components/common/download-button';
import { LinkButton } from '@/components/common/link-button';
import { useNow } from '@/components/common/use-now';
import { dayAt, endOfDay, startOfDay } from '@/lib/domain/time/zoned-day';

const FORMATS = ['csv', 'gpx', 'geojson', 'kml', 'rec'] as const;
type Format = (typeof FORMATS)[number];

/** The address of the file; both days are included, as they are in the person's zone. */
export function historyAddress(deviceId: number, format: Format, [first, last]: Days, timeZone: string): string {
  const query = new URLSearchParams({ device_id: String(deviceId), format });
  if (first && last) {
    query.set('from', String(startOfDay(first, timeZone)));
    query.set('to', String(endOfDay(last, timeZone)));
  }
  return `/api/locations?${query}`;
}

/** Takes a device's history away as a file, or leads to where one is brought along. */
export function ExportHistory({ deviceId }: { deviceId: number }) {
  const t = useTranslations('imports.export');
  const timeZone = useTimeZone() ?? 'UTC';
  const today = dayAt(useNow(), timeZone);
  const [format, setFormat] = useState<Format>('csv');
  const [days, setDays] = useState<Days>([null, null]);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('hint')}
      </Text>
      <Group align="flex-end" gap="sm">
        <Select
          label={t('format')}
          data={FORMATS.map((value) => ({ value, label: t(`formats.${value}`) }))}
          value={format}
          onChange={(value) => value && setFormat(value as Format)}
          allowDeselect={false}
          w={{ base: '100%', xs: 360 }}
        />
        <DayRangeInput
          label={t('days')}
          placeholder={t('allDays')}
          value={days}
          onChange={setDays}
          today={today}
          clearLabel={t('clear')}
          w={{ base: '100%', xs: 260 }}
        />
        <DownloadButton href={historyAddress(deviceId, format, days, timeZone)}>{t('button')}</DownloadButton>
        <LinkButton
          href={`/admin/import?device=${deviceId}`}
          variant="subtle"
          leftSection={<IconDatabaseImport size={18} aria-hidden />}
        >
          {t('bring')}
        </LinkButton>
      </Group>
    </Stack>
  );
}
