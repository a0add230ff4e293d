'use client';

import { Table, Text } from '@mantine/core';
import { useTimeZone, useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { startOfDay } from '@/lib/domain/time/zoned-day';
import { Section } from '../section';
import classes from './charts.module.css';
import type { BarSeries } from './view';

const HOUR = 3600;
/** Steps of the scale, in hours. */
const STEPS = [1, 2, 4, 8, 12, 24, 48, 96, 168, 336, 720, 2160];

/** The time inside as one bar for each day or week; the same as a table for those who want numbers. */
export function DayChart({ series }: { series: BarSeries }) {
  const t = useTranslations('visits.chart');
  const format = useFormat();
  const timeZone = useTimeZone() ?? 'UTC';
  const { unit, bars } = series;
  const most = Math.max(HOUR, ...bars.map(({ total_seconds }) => total_seconds));
  const top = (STEPS.find((hours) => hours * HOUR >= most) ?? Math.ceil(most / HOUR)) * HOUR;
  const date = (day: string) => format.date(startOfDay(day, timeZone));
  const label = (day: string) => (unit === 'week' ? t('weekOf', { date: date(day) }) : date(day));
  const first = bars[0]?.start;
  const last = bars.at(-1)?.start;
  return (
    <Section title={t(unit === 'week' ? 'weeks' : 'days')}>
      <div className={classes.chart} aria-hidden>
        <div className={classes.scale}>
          <span>{format.duration(top)}</span>
          <span>{format.duration(top / 2)}</span>
          <span>0</span>
        </div>
        <div className={classes.bars}>
          {bars.map(({ start, visits, total_seconds }) => (
            <div
              key={start}
              className={classes.slot}
              title={`${label(start)}: ${format.duration(total_seconds)} · ${t('visits', { count: visits })}`}
            >
              <div className={classes.bar} style={{ height: `${(total_seconds / top) * 100}%` }} />
            </div>
          ))}
        </div>
        <div className={classes.ends}>
          <span>{first && date(first)}</span>
          <span>{last && date(last)}</span>
        </div>
      </div>
      <details className={classes.details}>
        <summary>{t('asTable')}</summary>
        <Table mt="xs" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t(unit === 'week' ? 'week' : 'day')}</Table.Th>
              <Table.Th>{t('inside')}</Table.Th>
              <Table.Th>{t('stays')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {[...bars]
              .reverse()
              .filter(({ visits }) => visits > 0)
              .map(({ start, visits, total_seconds }) => (
                <Table.Tr key={start}>
                  <Table.Td>{label(start)}</Table.Td>
                  <Table.Td>{format.duration(total_seconds)}</Table.Td>
                  <Table.Td>{visits}</Table.Td>
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      </details>
      <Text size="xs" c="dimmed" mt="xs">
        {t('zone', { zone: timeZone })}
      </Text>
    </Section>
  );
}
