'use client';

import { Group, Stack, Table, Text, Tooltip } from '@mantine/core';
import { useTimeZone, useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { startOfDay } from '@/lib/domain/time/zoned-day';
import { QuietLine } from '../quiet-line';
import { Section } from '../section';
import type { StepDay } from '../types';
import { useServerData } from '../use-server-data';
import classes from './phone.module.css';

/** What the phone counted on each of the last days. */
export function Steps({ deviceId, initial }: { deviceId: number; initial: StepDay[] }) {
  const t = useTranslations('phone.steps');
  const format = useFormat();
  const timeZone = useTimeZone() ?? 'UTC';
  const { days } = useServerData(`/api/devices/${deviceId}/steps`, { days: initial }, 60_000).data;
  if (days.length === 0) return <QuietLine>{t('none')}</QuietLine>;
  const most = Math.max(1, ...days.map(({ steps }) => steps ?? 0));
  return (
    <Section title={t('title')}>
      <Table aria-label={t('title')} verticalSpacing="xs" maw={640}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('day')}</Table.Th>
            <Table.Th w="100%">{t('steps')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.map((day) => (
            <Table.Tr key={day.day}>
              <Table.Td style={{ whiteSpace: 'nowrap', verticalAlign: 'top' }}>
                {format.date(startOfDay(day.day, timeZone))}
              </Table.Td>
              <Table.Td>
                <Stack gap={2}>
                  <Count day={day} most={most} />
                  <Details day={day} />
                </Stack>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

function Count({ day: { steps, is_estimated }, most }: { day: StepDay; most: number }) {
  const t = useTranslations('phone.steps');
  const format = useFormat();
  if (steps === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('unknown')}
      </Text>
    );
  }
  return (
    <Group gap="sm" wrap="nowrap">
      <Tooltip label={t('estimatedHint')} disabled={!is_estimated}>
        <Text size="sm" span className="numeric" miw={88} style={{ whiteSpace: 'nowrap' }}>
          {is_estimated ? t('estimated', { steps: format.number(steps) }) : format.number(steps)}
        </Text>
      </Tooltip>
      <span className={classes.track} aria-hidden>
        <span className={classes.bar} style={{ width: `${(steps / most) * 100}%` }} />
      </span>
    </Group>
  );
}

function Details({ day: { distance_meters, floors_up, floors_down } }: { day: StepDay }) {
  const t = useTranslations('phone.steps');
  const format = useFormat();
  const floors = [floors_up !== null && t('up', { count: floors_up }), floors_down !== null && t('down', { count: floors_down })];
  const parts = [distance_meters !== null && format.distance(distance_meters), ...floors].filter(Boolean);
  if (parts.length === 0) return null;
  return (
    <Text size="xs" c="dimmed">
      {parts.join(' · ')}
    </Text>
  );
}
