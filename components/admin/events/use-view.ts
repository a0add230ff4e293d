'use client';

import { useCallback, useMemo } from 'react';
import { useQueryString } from '@/components/common/use-query-string';
import { type EventsView, parseView, viewQuery } from './filter';

/** The view as the address has it, and the way to change it; the list reads its rows from the API itself. */
export function useView(): [EventsView, (change: Partial<EventsView>) => void] {
  const [query, go] = useQueryString();
  const view = useMemo(() => parseView(new URLSearchParams(query)), [query]);
  const change = useCallback(
    (part: Partial<EventsView>) => {
      const current = parseView(new URLSearchParams(window.location.search));
      const next = viewQuery({ ...current, page: 1, ...part });
      if (next !== viewQuery(current)) go(next);
    },
    [go],
  );
  return [view, change];
}
