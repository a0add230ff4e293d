'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useSyncExternalStore } from 'react';

const CHANGED = 'fencepost:query';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(CHANGED, listener);
  };
}

/**
 * The query of the address (without `?`), and the way to change it. Each change is a step of the browser's history; it is
 * set without asking the server for the page again. The address bar is read directly, because the router tells of such
 * changes only when it has time.
 */
export function useQueryString(): [string, (next: string) => void] {
  const pathname = usePathname();
  const routed = useSearchParams().toString();
  const query = useSyncExternalStore(
    subscribe,
    // While the router is on its way here, the address bar is still that of the page before.
    () => (window.location.pathname === pathname ? window.location.search.slice(1) : routed),
    () => routed,
  );
  const go = useCallback(
    (next: string) => {
      window.history.pushState(null, '', next ? `${pathname}?${next}` : pathname);
      window.dispatchEvent(new Event(CHANGED));
    },
    [pathname],
  );
  return [query, go];
}
