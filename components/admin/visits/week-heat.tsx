'use client';

import { useTranslations } from 'next-intl';
import type { CSSProperties } from 'react';
import { useFormat } from '@/components/common/use-format';
import { useWeekdays } from '@/components/geofence/schedule/use-weekdays';
import { Section } from '../section';
import classes from './charts.module.css';

const HOURS_TOLD = [0, 6, 12, 18];

/** In which hours of the week somebody was inside: the darker, the longer. */
export function WeekHeat({ perHour }: { perHour: readonly (readonly number[])[] }) {
  const t = useTranslations('visits.heat');
  const format = useFormat();
  const { short, long } = useWeekdays();
  const most = Math.max(1, ...perHour.flat());
  return (
    <Section title={t('title')}>
      <table className={classes.heat}>
        <thead>
          <tr>
            <td />
            {HOURS_TOLD.map((hour) => (
              <th key={hour} colSpan={24 / HOURS_TOLD.length} scope="colgroup">
                {t('hour', { hour })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {perHour.map((hours, day) => (
            <tr key={long[day]}>
              <th scope="row" aria-label={long[day]}>
                {short[day]}
              </th>
              {hours.map((seconds, hour) => {
                const words = t('cell', { day: long[day] ?? '', hour, duration: format.duration(seconds) });
                return (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: the hour is what it is
                    key={hour}
                    title={words}
                    aria-label={words}
                    className={classes.cell}
                    style={{ '--share': `${Math.round((seconds / most) * 100)}%` } as CSSProperties}
                  />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div className={classes.legend} aria-hidden>
        <span>{t('never')}</span>
        <span className={classes.ramp} />
        <span>{t('most', { duration: format.duration(most) })}</span>
      </div>
    </Section>
  );
}
