'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import useSWR from 'swr';
import { fetcher } from '../common/api';
import classes from './shell.module.css';

const SEEN_KEY = 'fencepost-events-seen';
const REFRESH_MS = 60_000;

/** How many events came since this browser last showed the list of events; nothing when there are none. */
export function NewEventsBadge({ seen }: { seen: boolean }) {
  const t = useTranslations('shell');
  const since = useSeenAt(seen);
  const query = since && !seen ? `/api/geofences/events?limit=1&startTime=${encodeURIComponent(since)}` : null;
  const { data } = useSWR<{ total: number }>(query, fetcher, { refreshInterval: REFRESH_MS, keepPreviousData: false });
  if (!data?.total || seen) return null;
  return (
    <span className={classes.badge}>
      <span aria-hidden>{data.total > 99 ? '99+' : data.total}</span>
      <span className="visually-hidden">{t('newEvents', { count: data.total })}</span>
    </span>
  );
}

/** When the list was last looked at (ISO 8601), kept in the browser; the first visit counts as having seen all. */
function useSeenAt(seen: boolean): string | null {
  const [since, setSince] = useState<string | null>(null);
  useEffect(() => {
    const now = new Date().toISOString();
    const mark = () => window.localStorage.setItem(SEEN_KEY, new Date().toISOString());
    const known = window.localStorage.getItem(SEEN_KEY);
    if (seen || !known) mark();
    setSince(seen || !known ? now : known);
    return seen ? mark : undefined;
  }, [seen]);
  return since;
}
