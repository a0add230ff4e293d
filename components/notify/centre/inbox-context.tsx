'use client';

import { usePathname } from 'next/navigation';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useLive } from '@/components/map/use-live';
import { api } from '../../common/api';
import type { InboxMessage, Looked, NotificationPage } from './types';
import { useTitleCount } from './use-title-count';
import { useToasts } from './use-toasts';

/** A window out of sight has no live stream after a while. */
const HIDDEN_MS = 60_000;

interface Inbox {
  unread: number;
  /** Marks what was looked at as opened. @throws ApiError */
  open: (looked: Looked) => Promise<void>;
}

const Context = createContext<Inbox>({ unread: 0, open: async () => undefined });

/** How many notifications are unread, live, and the way to mark what was looked at. */
export const useInbox = (): Inbox => useContext(Context);

/** Keeps the counter of all pages and shows what comes while a page is open. */
export function InboxProvider({ unread: initial, children }: { unread: number; children: ReactNode }) {
  const [unread, setUnread] = useState(initial);
  const known = useRef(initial);
  const isCentre = usePathname() === '/notifications';

  const count = useCallback((now: number) => {
    known.current = now;
    setUnread(now);
  }, []);
  const open = useCallback(
    async (looked: Looked) => count((await api<{ unread: number }>('POST', '/api/notifications/opened', looked)).unread),
    [count],
  );
  const toast = useToasts((id) => void open({ ids: [id] }).catch(() => undefined));

  useLive<InboxMessage>({
    onNotification: ({ notification, unread: now }) => {
      if (notification && !isCentre) toast(notification, now, known.current);
      count(now);
    },
  });
  useHiddenCount(count);
  useHint(open);
  useTitleCount(unread);

  const inbox = useMemo(() => ({ unread, open }), [unread, open]);
  return <Context value={inbox}>{children}</Context>;
}

/** Asks now and then while the window is out of sight, so that its title stays right. */
function useHiddenCount(count: (unread: number) => void): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) return;
      api<NotificationPage>('GET', '/api/notifications?limit=1').then(
        ({ unread }) => count(unread),
        () => undefined,
      );
    }, HIDDEN_MS);
    return () => clearInterval(timer);
  }, [count]);
}

/** A link of a mail or a push says in `n` by which delivery its reader came. Whoever follows it has looked; fetching the page alone says nothing. */
function useHint(open: Inbox['open']): void {
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page may be reached by such a link.
  useEffect(() => {
    const address = new URL(window.location.href);
    const id = Number(address.searchParams.get('n'));
    if (!Number.isSafeInteger(id) || id < 1) return;
    open({ ids: [id] }).catch(() => undefined);
    address.searchParams.delete('n');
    window.history.replaceState(window.history.state, '', address);
  }, [pathname, open]);
}
