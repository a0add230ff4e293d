'use client';

import { Button, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '@/components/common/api';
import { RelativeTime } from '@/components/common/relative-time';
import { messageOr } from '../../common/message-or';
import { Section } from '../section';
import type { AuditDto } from '../types';
import { useServerData } from '../use-server-data';
import classes from './dashboard.module.css';

const RECENT_AUDIT = 8;
const OLDER = 50;

/** For admins: who changed what, and who looked at whose data. */
export function AuditWidget({ initial }: { initial: AuditDto[] }) {
  const t = useTranslations('dashboard.audit');
  const { entries: newest } = useServerData(`/api/audit?limit=${RECENT_AUDIT}`, { entries: initial }, 30_000).data;
  const [older, setOlder] = useState<AuditDto[]>([]);
  const [hasMore, setHasMore] = useState(initial.length === RECENT_AUDIT);
  const firstOlder = older[0]?.id ?? 0;
  const entries = [...newest.filter((entry) => entry.id > firstOlder), ...older];

  const loadOlder = async () => {
    const last = entries.at(-1);
    if (!last) return;
    const page = await api<{ entries: AuditDto[] }>('GET', `/api/audit?limit=${OLDER}&before_id=${last.id}`);
    // From now on the list no longer slides: what is shown stays, the newest come in above.
    setOlder([...entries, ...page.entries]);
    setHasMore(page.entries.length === OLDER);
  };

  return (
    <Section title={t('title')} className={classes.last}>
      {entries.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('none')}
        </Text>
      ) : (
        <ul className={classes.list}>
          {entries.map((entry) => (
            <AuditItem key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      {hasMore && (
        <Button variant="subtle" size="compact-sm" mt="sm" onClick={loadOlder}>
          {t('older')}
        </Button>
      )}
    </Section>
  );
}

function AuditItem({ entry }: { entry: AuditDto }) {
  const t = useTranslations('dashboard.audit');
  const subject = messageOr(t, `subject.${entry.subject_type}`, entry.subject_type);
  const action = messageOr(t, `action.${entry.action}`, entry.action);
  const actor = entry.actor_name ?? (entry.actor_user_id === null ? t('system') : t('removedUser', { id: entry.actor_user_id }));
  return (
    <li className={classes.item}>
      <Text size="sm" className={classes.grow}>
        <b>{actor}</b>: {subject} {action} {nameOf(entry)}
      </Text>
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        <RelativeTime value={entry.at} />
      </Text>
    </li>
  );
}

/** What the subject is called, as far as the entry says; else its number. */
function nameOf({ detail, subject_id }: AuditDto): string {
  const name = detail?.name ?? detail?.email ?? detail?.device;
  if (typeof name === 'string') return `(${name})`;
  return subject_id === '*' || subject_id.length > 12 ? '' : `(${subject_id})`;
}
