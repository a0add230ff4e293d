'use client';

import { useLocale } from 'next-intl';
import { useMemo } from 'react';

/** 1 January 2024 was a Monday. */
const A_MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** The names of the days in the person's language, Monday first. */
export function useWeekdays(): { short: string[]; long: string[] } {
  const locale = useLocale();
  return useMemo(() => {
    const names = (weekday: 'short' | 'long') => {
      const format = new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' });
      return Array.from({ length: 7 }, (_, index) => format.format(A_MONDAY + index * DAY_MS));
    };
    return { short: names('short'), long: names('long') };
  }, [locale]);
}
