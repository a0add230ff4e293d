'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type EventsView, parseView, viewQuery } from './filter';

/**
 * The view as the URL has it, and the way to change it. Each change is a step of the browser's history; the URL is
 * set without asking the server for the page again, because the list reads its rows from the API itself.
 */
export function useView(): [EventsView, (change: Partial<EventsView>) => void] {
  const pathname = usePathname();
  const query = useSearchParams().toString();
  const view = useMemo(() => parseView(new URLSearchParams(query)), [query]);
  const change = useCallback(
    (part: Partial<EventsView>) => {
      const next = viewQuery({ ...view, page: 1, ...part });
      if (next !== viewQuery(view)) window.history.pushState(null, '', next ? `${pathname}?${next}` : pathname);
    },
    [pathname, view],
  );
  return [view, change];
}
