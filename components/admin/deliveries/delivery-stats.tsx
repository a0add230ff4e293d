'use client';

import { Card, Group, SimpleGrid, Table, Text, Tooltip } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useTimeZone, useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { startOfDay } from '@/lib/domain/time/zoned-day';
import classes from './deliveries.module.css';
import { STATE_LOOK } from './delivery-words';
import type { DeliveryStatsDto } from './types';
import { STATES, type StateFilter } from './view';

/** What became of the deliveries of the last 30 days, in five numbers and day by day. */
export function DeliveryStats({ stats }: { stats: DeliveryStatsDto }) {
  const t = useTranslations('deliveries.stats');
  const format = useFormat();
  const { median_seconds_to_sent: median } = stats;
  return (
    <section aria-label={t('label')} className={classes.stats}>
      <Text size="sm" c="dimmed" mb={6}>
        {t('label')}
      </Text>
      <SimpleGrid cols={{ base: 2, sm: 3, md: 5 }} className={classes.figures} spacing="sm" component="dl" m={0}>
        {STATES.map((state) => {
          const { icon: Icon, color } = STATE_LOOK[state];
          return (
            <Figure
              key={state}
              icon={<Icon size={16} color={`var(--mantine-color-${color}-text)`} aria-hidden />}
              name={t(state)}
              value={format.number(stats[state])}
            />
          );
        })}
        <Tooltip label={t('medianHint')}>
          <Figure
            icon={<IconHourglass size={16} aria-hidden />}
            name={t('median')}
            value={median === null ? '–' : format.duration(median)}
          />
        </Tooltip>
      </SimpleGrid>
      <Days days={stats.days} />
      <ChannelFigures channels={stats.by_channel} />
    </section>
  );
}

interface FigureProps extends React.ComponentPropsWithRef<'div'> {
  icon: React.ReactNode;
  name: string;
  value: string;
}

function Figure({ icon, name, value, ...rest }: FigureProps) {
  return (
    <Card withBorder padding="sm" {...rest} className={classes.figure}>
      <Group gap={6} wrap="nowrap" component="dt">
        {icon}
        <Text size="sm" c="dimmed" span>
          {name}
        </Text>
      </Group>
      <Text component="dd" m={0} size="lg" fw={600} className="numeric">
        {value}
      </Text>
    </Card>
  );
}

/** One bar for each day, the same as a table for those who want numbers. */
function Days({ days }: Pick<DeliveryStatsDto, 'days'>) {
  const t = useTranslations('deliveries.stats');
  const format = useFormat();
  const timeZone = useTimeZone() ?? 'UTC';
  const date = (day: string) => format.date(startOfDay(day, timeZone));
  const sum = (day: DeliveryStatsDto['days'][number]) => STATES.reduce((all, state) => all + day[state], 0);
  const most = Math.max(1, ...days.map(sum));
  return (
    <>
      <div className={classes.bars} aria-hidden>
        {days.map((day) => (
          <div key={day.day} className={classes.slot} title={t('bar', { ...day, day: date(day.day) })}>
            {STATES.map((state) => (
              <div key={state} data-state={state} style={{ height: `${(day[state] / most) * 100}%` }} />
            ))}
          </div>
        ))}
      </div>
      <details className={classes.details}>
        <summary>{t('asTable')}</summary>
        <Figures name={t('day')} rows={days.toReversed().map((day) => ({ ...day, name: date(day.day) }))} />
      </details>
    </>
  );
}

function ChannelFigures({ channels }: { channels: DeliveryStatsDto['by_channel'] }) {
  const t = useTranslations('deliveries');
  return (
    <details className={classes.details}>
      <summary>{t('stats.channels')}</summary>
      <Figures
        name={t('stats.channel')}
        rows={channels.map((figures) => ({ ...figures, name: t(`channels.${figures.channel}`) }))}
      />
    </details>
  );
}

type Row = { name: string } & Pick<DeliveryStatsDto, StateFilter>;

/** What became of the deliveries of each row. */
function Figures({ name, rows }: { name: string; rows: readonly Row[] }) {
  const t = useTranslations('deliveries.stats');
  const format = useFormat();
  return (
    <Table mt="xs" verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{name}</Table.Th>
          {STATES.map((state) => (
            <Table.Th key={state}>{t(state)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.name}>
            <Table.Td>{row.name}</Table.Td>
            {STATES.map((state) => (
              <Table.Td key={state}>{format.number(row[state])}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
