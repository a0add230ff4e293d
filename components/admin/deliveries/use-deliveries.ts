'use client';

import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import useSWR from 'swr';
import { fetcher } from '@/components/common/api';
import { useQueryString } from '@/components/common/use-query-string';
import { isBeingRead } from '../events/use-events';
import { useVisit } from '../use-server-data';
import type { DeliveryPageDto, DeliveryStatsDto } from './types';
import { type DeliveriesView, newerLink, pageLink, parseView, statsLink, viewQuery } from './view';

const REFRESH_MS = 10_000;
const STATS_REFRESH_MS = 60_000;

/** The view as the address has it, and the way to change it. */
export function useDeliveriesView(): [DeliveriesView, (change: Partial<DeliveriesView>) => void] {
  const [query, go] = useQueryString();
  const view = useMemo(() => parseView(new URLSearchParams(query)), [query]);
  const change = useCallback(
    (part: Partial<DeliveriesView>) => {
      const current = parseView(new URLSearchParams(window.location.search));
      const next = viewQuery({ ...current, page: 1, ...part });
      if (next !== viewQuery(current)) go(next);
    },
    [go],
  );
  return [view, change];
}

interface Options {
  view: DeliveriesView;
  timeZone: string;
  initialView: DeliveriesView;
  initial: DeliveryPageDto;
  /** When the server read `initial`, epoch ms. */
  initialReadAt: number;
  /** The element that holds the rows. */
  list: RefObject<HTMLElement | null>;
}

/**
 * The deliveries of a view, each kept up to date where it stands. New ones show by themselves at the top of the newest
 * page; anywhere else they are counted in `held` until `showNewest`, so that nothing moves under the reader.
 */
export function useDeliveries({ view, timeZone, initialView, initial, initialReadAt, list }: Options) {
  const visit = useVisit();
  const [anchor, setAnchor] = useState(initialReadAt);
  const isFirst = anchor === initialReadAt && viewQuery(view) === viewQuery(initialView);
  const read = ([link]: [string, number]) => fetcher<DeliveryPageDto>(link);
  const page = useSWR<DeliveryPageDto>([pageLink(view, timeZone, anchor), visit], read, {
    refreshInterval: REFRESH_MS,
    keepPreviousData: true,
    fallbackData: isFirst ? initial : undefined,
  });
  const newer = useSWR<DeliveryPageDto>([newerLink(view, timeZone, anchor), visit], read, { refreshInterval: REFRESH_MS });
  const newest = newer.data?.deliveries[0]?.created_at;

  const showNewest = useCallback(() => {
    if (newest !== undefined) setAnchor(Date.parse(newest));
  }, [newest]);
  useEffect(() => {
    if (view.page === 1 && !isBeingRead(list.current)) showNewest();
  }, [view.page, list, showNewest]);

  // Other rows are on their way only where another view was asked for; the same ones, newly read, don't fade.
  const shown = useRef(viewQuery(initialView));
  useEffect(() => {
    if (!page.isLoading) shown.current = viewQuery(view);
  }, [page.isLoading, view]);

  return {
    ...(page.data ?? initial),
    error: page.error as unknown,
    isLoading: page.isLoading && shown.current !== viewQuery(view),
    held: newer.data?.total ?? 0,
    showNewest,
    reload: () => page.mutate(),
  };
}

/** The statistics beside the list; keeps the last ones while others are read. */
export function useDeliveryStats(view: DeliveriesView, initialView: DeliveriesView, initial: DeliveryStatsDto) {
  const link = statsLink(view);
  const { data, mutate } = useSWR<DeliveryStatsDto>(link, fetcher, {
    refreshInterval: STATS_REFRESH_MS,
    keepPreviousData: true,
    fallbackData: link === statsLink(initialView) ? initial : undefined,
  });
  return { stats: data ?? initial, reload: mutate };
}
