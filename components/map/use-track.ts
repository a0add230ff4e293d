'use client';

import { useCallback, useEffect, useState } from 'react';
import { api } from '@/components/common/api';
import { addFixes, type TrackFix, toTrackFix } from './track';
import type { MapLocation } from './types';

/** Epoch ms; `to` null: until now, and on. */
export interface Span {
  from: number;
  to: number | null;
}

export interface LoadedTrack {
  fixes: TrackFix[];
  state: 'loading' | 'done' | 'failed';
  /** There is more than is shown. */
  truncated: boolean;
}

const PAGE_SIZE = 5000;
/** Beyond this a browser does no better with more; a shorter span shows all. */
export const MOST_POINTS = 100_000;
const NOTHING: LoadedTrack = { fixes: [], state: 'loading', truncated: false };

interface Page {
  locations: MapLocation[];
  next_cursor: string | null;
}

function pagePath(device_id: number, span: Span, cursor: string | null): string {
  const query = new URLSearchParams({
    device_id: String(device_id),
    from: new Date(span.from).toISOString(),
    limit: String(PAGE_SIZE),
  });
  if (span.to !== null) query.set('to', new Date(span.to).toISOString());
  if (cursor) query.set('cursor', cursor);
  return `/api/locations?${query}`;
}

/** Loads a device's fixes of a time span page by page; `add` appends one that has just come in. Null: no track. */
export function useTrack(device_id: number | null, span: Span | null) {
  const [track, setTrack] = useState<LoadedTrack>(NOTHING);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt loads the same anew
  useEffect(() => {
    setTrack(NOTHING);
    if (device_id === null || !span) return;
    const abort = new AbortController();
    const load = async () => {
      let cursor: string | null = null;
      let count = 0;
      do {
        const page: Page = await api<Page>('GET', pagePath(device_id, span, cursor), undefined, abort.signal);
        if (abort.signal.aborted) return;
        const added = page.locations.map(toTrackFix);
        count += added.length;
        cursor = page.next_cursor;
        setTrack((known) => ({ ...known, fixes: addFixes(known.fixes, added) }));
      } while (cursor && count < MOST_POINTS);
      setTrack((known) => ({ ...known, state: 'done', truncated: cursor !== null }));
    };
    load().catch(() => {
      if (!abort.signal.aborted) setTrack((known) => ({ ...known, state: 'failed' }));
    });
    return () => abort.abort();
  }, [device_id, span, attempt]);

  const add = useCallback(
    (location: MapLocation) => {
      if (location.device_id !== device_id || !span || span.to !== null) return;
      const fix = toTrackFix(location);
      if (fix.at >= span.from) setTrack((known) => ({ ...known, fixes: addFixes(known.fixes, [fix]) }));
    },
    [device_id, span],
  );
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { ...track, add, retry };
}
