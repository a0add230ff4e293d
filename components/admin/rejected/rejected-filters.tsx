'use client';

import { Select, SimpleGrid } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import type { RejectionCode } from '@/lib/domain/owntracks/rejection';
import type { RejectedPageDto } from '../types';
import type { RejectedView } from './view';

export interface DeviceChoice {
  id: number;
  name: string;
}

interface Props {
  view: RejectedView;
  devices: readonly DeviceChoice[];
  codes: RejectedPageDto['codes'];
  change: (part: Partial<RejectedView>) => void;
}

/** What the list is narrowed to. */
export function RejectedFilters({ view, devices, codes, change }: Props) {
  const t = useTranslations('rejected');
  const format = useFormat();
  const present = (Object.entries(codes) as [RejectionCode, number][]).sort(([, a], [, b]) => b - a);
  const offered = view.code && !codes[view.code] ? [...present, [view.code, 0] as const] : present;
  const clear = { 'aria-label': t('filters.clear') };
  return (
    <search aria-label={t('filters.label')}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" mb="sm" maw={720}>
        <Select
          label={t('filters.device')}
          placeholder={t('filters.allDevices')}
          data={devices.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={view.device === null ? null : String(view.device)}
          onChange={(id) => change({ device: id === null ? null : Number(id) })}
          clearable
          clearButtonProps={clear}
        />
        <Select
          label={t('filters.code')}
          placeholder={t('filters.allCodes')}
          data={offered.map(([code, count]) => ({
            value: code,
            label: t('filters.counted', { name: t(`codes.${code}.title`), count: format.number(count) }),
          }))}
          value={view.code}
          onChange={(code) => change({ code: code as RejectionCode | null })}
          clearable
          clearButtonProps={clear}
        />
      </SimpleGrid>
    </search>
  );
}
