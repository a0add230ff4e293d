'use client';

import { Anchor, Code, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { devicePath } from '@/components/common/device-path';
import { ClockTime } from '@/components/common/relative-time';
import type { Column } from '../table/responsive-table';
import type { RejectedDto } from '../types';
import { useReasonDetail } from './use-reason-detail';

export type RejectedKey = 'time' | 'from' | 'why' | 'excerpt';

/** Rows that say the same of the same sender as the one before them: the advice stands there. */
function repeatsIn(rows: readonly RejectedDto[]): ReadonlySet<number> {
  const same = (a: RejectedDto, b: RejectedDto | undefined) => a.code === b?.code && a.topic === b.topic;
  return new Set(rows.filter((row, index) => same(row, rows[index - 1])).map(({ id }) => id));
}

/** When, from whom, why in people's words and what to do about it, and how the message begins. */
export function useRejectedColumns(rows: readonly RejectedDto[]): Column<RejectedDto, RejectedKey>[] {
  const t = useTranslations('rejected.columns');
  const repeats = repeatsIn(rows);
  return [
    {
      key: 'time',
      label: t('time'),
      kind: 'title',
      render: ({ received_at }) => (
        <Text size="sm" span style={{ whiteSpace: 'nowrap' }}>
          <ClockTime value={received_at} />
        </Text>
      ),
    },
    { key: 'from', label: t('from'), render: (message) => <From message={message} /> },
    { key: 'why', label: t('why'), render: (message) => <Why message={message} isRepeat={repeats.has(message.id)} /> },
    {
      key: 'excerpt',
      label: t('excerpt'),
      render: ({ excerpt }) => (excerpt ? <Code style={{ overflowWrap: 'anywhere' }}>{excerpt}</Code> : null),
    },
  ];
}

function From({ message }: { message: RejectedDto }) {
  const t = useTranslations('rejected');
  const { device_id, device_name: device, owner_name: owner, topic } = message;
  return (
    <Stack gap={2}>
      {device_id === null || device === null ? (
        <Text size="sm">{t('unknownDevice')}</Text>
      ) : (
        <Anchor component={Link} prefetch={false} href={devicePath(device_id, 'connection')} size="sm">
          {owner ? t('ofDevice', { device, owner }) : device}
        </Anchor>
      )}
      <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
        {topic}
      </Text>
    </Stack>
  );
}

function Why({ message: { code, reason }, isRepeat }: { message: RejectedDto; isRepeat: boolean }) {
  const t = useTranslations('rejected');
  const detail = useReasonDetail()(reason);
  return (
    <Stack gap={2} maw={420}>
      <Text size="sm" fw={500}>
        {t(`codes.${code}.title`)}
      </Text>
      {!isRepeat && <Text size="sm">{t(`codes.${code}.todo`)}</Text>}
      {detail && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {detail}
        </Text>
      )}
    </Stack>
  );
}
