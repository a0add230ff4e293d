'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import type { ExpectationKind, Weekday } from '@/lib/domain/model';

interface Props {
  kind: ExpectationKind;
  /** Null: each device of the zone. */
  device: string | null;
  zone: string;
  start: string;
  end: string | null;
  days: readonly Weekday[];
  time_zone: string;
}

/** "Tell me if Mia has not been at School between 07:00 and 08:15, Monday to Friday." */
export function Sentence({ kind, device, zone, start, end, days, time_zone }: Props) {
  const t = useTranslations('expectations');
  const daysText = useDaysText();
  const own = useTimeZone();
  const b = (chunks: React.ReactNode) => <strong>{chunks}</strong>;
  const values = { device: device ?? t('eachDevice'), zone, start, end: end ?? '', days: daysText(days), b };
  return (
    <>
      {t.rich(`sentence.${kind}`, values)}
      {time_zone !== own && ` ${t('sentence.zoneClock', { zone: time_zone })}`}
    </>
  );
}

/** Monday is 1; 1 January 2024 was one. */
export function weekdayName(day: Weekday, language: string, width: 'short' | 'long'): string {
  return new Intl.DateTimeFormat(language, { weekday: width, timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));
}

function useDaysText() {
  const t = useTranslations('expectations.days');
  const language = useLocale();
  return (days: readonly Weekday[]) => {
    const all = days.join('');
    if (all === '1234567') return t('every');
    if (all === '12345') return t('weekdays');
    if (all === '67') return t('weekend');
    if (all === '') return t('none');
    return new Intl.ListFormat(language).format(
      days.map((day) => weekdayName(day, language, days.length > 2 ? 'short' : 'long')),
    );
  };
}
