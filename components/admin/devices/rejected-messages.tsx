'use client';

import { Anchor, Code, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ClockTime } from '@/components/common/relative-time';
import { QuietLine } from '../quiet-line';
import { Section } from '../section';
import { type Column, ResponsiveTable } from '../table/responsive-table';
import type { RejectedDto } from '../types';
import { useServerData } from '../use-server-data';

type RejectedKey = 'time' | 'topic' | 'reason' | 'excerpt';

/** All of them are on a page of their own. */
const SHOWN = 5;

/** Messages of a device that could not be understood, and why. */
export function RejectedMessages({ deviceId, initial }: { deviceId: number; initial: RejectedDto[] }) {
  const t = useTranslations('devices.rejected');
  const words = useTranslations('rejected.codes');
  const { rejected } = useServerData(`/api/rejected?device_id=${deviceId}`, { rejected: initial }, 30_000).data;
  if (rejected.length === 0) return <QuietLine>{t('none')}</QuietLine>;
  const columns: Column<RejectedDto, RejectedKey>[] = [
    {
      key: 'time',
      label: t('time'),
      kind: 'title',
      render: (message) => (
        <Text size="sm" span style={{ whiteSpace: 'nowrap' }}>
          <ClockTime value={message.received_at} />
        </Text>
      ),
    },
    {
      key: 'topic',
      label: t('topic'),
      render: (message) => (
        <Text size="sm" span ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {message.topic}
        </Text>
      ),
    },
    { key: 'reason', label: t('reason'), render: (message) => <Text size="sm">{words(`${message.code}.title`)}</Text> },
    {
      key: 'excerpt',
      label: t('excerpt'),
      render: (message) =>
        message.excerpt ? <Code style={{ overflowWrap: 'anywhere' }}>{message.excerpt.slice(0, 120)}</Code> : null,
    },
  ];
  return (
    <Section title={t('title')}>
      <Text size="sm" c="dimmed" mb="xs">
        {t('explained')} {rejected.length > SHOWN ? t('newest', { shown: SHOWN, count: rejected.length }) : ''}{' '}
        <Anchor component={Link} href={`/admin/rejected?device=${deviceId}`} size="sm">
          {t('whatToDo')}
        </Anchor>
      </Text>
      <ResponsiveTable label={t('title')} columns={columns} rows={rejected.slice(0, SHOWN)} idOf={(message) => message.id} />
    </Section>
  );
}
