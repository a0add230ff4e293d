'use client';

import 'dayjs/locale/de';
import { DatesProvider } from '@mantine/dates';
import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';

/** Calendars in the person's language. Weekends look like other days: Mantine's red is too pale to read, and says nothing here. */
export function Dates({ children }: { children: ReactNode }) {
  return <DatesProvider settings={{ locale: useLocale(), firstDayOfWeek: 1, weekendDays: [] }}>{children}</DatesProvider>;
}
