'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { type EventsView, parseView, viewQuery } from './filter';

const CHANGED = 'fencepost:view';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(CHANGED, listener);
  };
}

/**
 * The view as the URL has it, and the way to change it. Each change is a step of the browser's history; the URL is
 * set without asking the server for the page again, because the list reads its rows from the API itself. The address
 * bar is read directly, because the router tells of such changes only when it has time.
 */
export function useView(): [EventsView, (change: Partial<EventsView>) => void] {
  const pathname = usePathname();
  const routed = useSearchParams().toString();
  const query = useSyncExternalStore(
    subscribe,
    // While the router is on its way here, the address bar is still that of the page before.
    () => (window.location.pathname === pathname ? window.location.search.slice(1) : routed),
    () => routed,
  );
  const view = useMemo(() => parseView(new URLSearchParams(query)), [query]);
  const change = useCallback(
    (part: Partial<EventsView>) => {
      const current = parseView(new URLSearchParams(window.location.search));
      const next = viewQuery({ ...current, page: 1, ...part });
      if (next === viewQuery(current)) return;
      window.history.pushState(null, '', next ? `${pathname}?${next}` : pathname);
      window.dispatchEvent(new Event(CHANGED));
    },
    [pathname],
  );
  return [view, change];
}
