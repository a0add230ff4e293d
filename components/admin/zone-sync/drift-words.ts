'use client';

import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { distance } from '@/lib/domain/geo';
import type { SyncZoneDto } from './types';

/** How the phone's region differs, one sentence for each difference. */
export function useDriftWords(): (zone: SyncZoneDto) => string[] {
  const t = useTranslations('sync.drift');
  const format = useFormat();
  return ({ drift, told, region, reported }) => {
    const here = told ?? region;
    const meters = (value: number | null | undefined) => format.distance(value ?? 0);
    const movedBy = () => {
      const { latitude, longitude } = reported ?? {};
      if (latitude == null || longitude == null) return t('movedAway');
      return t('moved', { distance: meters(distance(here, { latitude, longitude })) });
    };
    return drift.map((kind) => {
      if (kind === 'moved') return movedBy();
      if (kind === 'resized') return t('resized', { there: meters(reported?.radius_meters), here: meters(here.radius_meters) });
      if (kind === 'renamed') return t('renamed', { name: reported?.name ?? '' });
      return t(kind);
    });
  };
}
