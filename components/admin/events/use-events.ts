'use client';

import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import useSWR from 'swr';
import { fetcher } from '@/components/common/api';
import { useLive } from '@/components/map/use-live';
import type { EventPage } from '../types';
import { useVisit } from '../use-server-data';
import { type EventsView, PAGE_SIZE, pageLink, parseView, viewQuery } from './filter';
import { type KeptPage, newIds, placeOf, readKeepingPlace } from './keep-place';

const REFRESH_MS = 30_000;

export interface EventList extends KeptPage {
  /** When the rows were read, epoch ms; 0 for those the server rendered, until the browser has read them. */
  readAt: number;
  /** Rows that came in with the last refresh. */
  fresh: ReadonlySet<number>;
}

interface Options {
  view: EventsView;
  timeZone: string;
  initialView: EventsView;
  initial: EventPage;
  /** When the server read `initial`, epoch ms. */
  initialReadAt: number;
  /** The element that holds the rows: while the reader is within it, nothing moves. */
  list: RefObject<HTMLElement | null>;
}

/**
 * The events of a view, refreshed every 30 seconds. On the newest page, read from its top, new events show by
 * themselves; anywhere else they are held back (`place.held`) until `showNewest`, so that nothing moves under the reader.
 */
export function useEvents({ view, timeZone, initialView, initial, initialReadAt, list }: Options) {
  const filter = viewQuery({ ...view, page: 1 });
  const key = viewQuery(view);
  const visit = useVisit();
  const held = useRef<{ filter: string; count: number }>({ filter, count: 0 });
  if (held.current.filter !== filter) held.current = { filter, count: 0 };
  const shown = useRef<{ key: string; list: EventList } | null>(null);
  const [epoch, setEpoch] = useState(0);

  // By the key it is asked for, not by the view of this rendering, which may be another one by the time it runs.
  const read = async ([, asked]: [string, string, number, number]): Promise<EventList> => {
    const askedView = parseView(new URLSearchParams(asked));
    const offset = (askedView.page - 1) * PAGE_SIZE;
    const ask = (from: number) => fetcher<EventPage>(pageLink(askedView, timeZone, from));
    const before = shown.current?.key === asked ? shown.current.list : null;
    const stay = askedView.page > 1 || (before !== null && isBeingRead(list.current));
    if (!stay) held.current.count = 0;
    const place = before?.place ?? { held: held.current.count, firstId: null, total: 0 };
    const page = stay ? await readKeepingPlace(ask, offset, place) : await ask(offset);
    const answer = 'place' in page ? (page as KeptPage) : { ...page, place: placeOf(page) };
    held.current.count = answer.place.held;
    return { ...answer, readAt: Date.now(), fresh: new Set(before ? newIds(before.events, answer.events) : []) };
  };

  const first = { ...initial, place: placeOf(initial), readAt: initialReadAt, fresh: new Set<number>() };
  const swr = useSWR<EventList>(['events', key, epoch, visit], read, {
    refreshInterval: REFRESH_MS,
    keepPreviousData: true,
    fallbackData: key === viewQuery(initialView) && epoch === 0 ? first : undefined,
    dedupingInterval: 0,
  });

  // An event that is taken back or changed while it is on the screen changes there at once.
  const isShown = (id: number) => shown.current?.list.events.some((event) => event.id === id) ?? false;
  useLive({
    onEvent: ({ id }) => {
      if (isShown(id)) swr.mutate();
    },
  });

  useEffect(() => {
    if (swr.data && !swr.isLoading) shown.current = { key, list: swr.data };
  }, [key, swr.data, swr.isLoading]);

  /** Lets the held back events in; the caller goes to the first page. */
  const showNewest = useCallback(() => {
    held.current.count = 0;
    shown.current = null;
    setEpoch((count) => count + 1);
  }, []);

  return {
    list: swr.data ?? first,
    error: swr.error as unknown,
    isLoading: swr.isLoading,
    reload: () => swr.mutate(),
    showNewest,
  };
}

/** Whether moving rows would disturb: the top of the list is scrolled out of sight, or the focus is in it. */
export function isBeingRead(list: HTMLElement | null): boolean {
  if (!list) return false;
  return list.getBoundingClientRect().top < 0 || list.contains(document.activeElement);
}
