'use client';

import useSWRInfinite from 'swr/infinite';
import { useVisit } from '@/components/admin/use-server-data';
import { fetcher } from '@/components/common/api';
import { useLive } from '@/components/map/use-live';
import { PAGE_SIZE } from './page-size';
import type { NotificationDto, NotificationPage } from './types';

function pathOf(isUnread: boolean, before: number | undefined): string {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
  if (isUnread) query.set('unread', '1');
  if (before !== undefined) query.set('before', String(before));
  return `/api/notifications?${query}`;
}

interface Options {
  isUnread: boolean;
  /** What the server rendered, and for which of the two lists. */
  initial: NotificationPage;
  isInitialUnread: boolean;
}

/** The list, page by page, kept current: what comes, what is opened elsewhere, and what is taken back. */
export function useNotifications({ isUnread, initial, isInitialUnread }: Options) {
  const visit = useVisit();
  const swr = useSWRInfinite<NotificationPage>(
    (index: number, previous: NotificationPage | null) => {
      const last = previous?.notifications.at(-1);
      if (index > 0 && (!last || (previous?.notifications.length ?? 0) < PAGE_SIZE)) return null;
      return [pathOf(isUnread, index === 0 ? undefined : last?.id), visit];
    },
    ([path]: [string, number]) => fetcher<NotificationPage>(path),
    {
      fallbackData: isUnread === isInitialUnread ? [initial] : undefined,
      keepPreviousData: true,
      revalidateFirstPage: true,
      persistSize: false,
      dedupingInterval: 0,
    },
  );
  useLive({ onNotification: () => void swr.mutate(), onResume: () => void swr.mutate() });

  const pages = swr.data ?? [initial];
  const all = new Map(pages.flatMap(({ notifications }) => notifications).map((one) => [one.id, one]));
  const markLocally = (isMarked: (one: NotificationDto) => boolean) => {
    const opened_at = new Date().toISOString();
    const mark = (one: NotificationDto) => (one.opened_at === null && isMarked(one) ? { ...one, opened_at } : one);
    const marked = pages.map((page) => ({ ...page, notifications: page.notifications.map(mark) }));
    void swr.mutate(marked, { revalidate: false });
  };

  return {
    notifications: [...all.values()],
    hasMore: pages.at(-1)?.notifications.length === PAGE_SIZE,
    isLoadingMore: swr.isLoading || (swr.size > 1 && swr.data !== undefined && swr.data.length < swr.size),
    error: swr.error as unknown,
    showMore: () => void swr.setSize((size) => size + 1),
    markLocally,
    reload: () => void swr.mutate(),
  };
}
