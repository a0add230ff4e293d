'use client';

import { useTimeZone } from 'next-intl';

/** The place that people call their time zone by, as in `Berlin` or `New York`. */
export function useZonePlace(): string {
  const zone = useTimeZone() ?? 'UTC';
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
