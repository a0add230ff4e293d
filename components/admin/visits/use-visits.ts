'use client';

import { useTimeZone } from 'next-intl';
import { useState } from 'react';
import useSWR from 'swr';
import { fetcher } from '@/components/common/api';
import { useNow } from '@/components/common/use-now';
import { useVisit } from '../use-server-data';
import type { StatsDto, VisitPageDto } from './types';
import { apiQuery, PAGE_SIZE, type VisitsView, viewQuery } from './view';

const REFRESH_MS = 60_000;

export interface VisitsData {
  page: VisitPageDto;
  stats: StatsDto[];
}

/** The stays of a view and what they come to, for the list one page; what the server rendered is there at once. */
export function useVisits(initialView: VisitsView, initial: VisitsData) {
  const timeZone = useTimeZone() ?? 'UTC';
  const now = useNow();
  const visit = useVisit();
  const [view, setView] = useState(initialView);
  const query = apiQuery(view, now, timeZone).toString();
  const offset = (view.page - 1) * PAGE_SIZE;
  const read = async (): Promise<VisitsData> => {
    const [page, { stats }] = await Promise.all([
      fetcher<VisitPageDto>(`/api/geofences/visits?${query}&limit=${PAGE_SIZE}&offset=${offset}`),
      fetcher<{ stats: StatsDto[] }>(`/api/geofences/stats?${query}`),
    ]);
    return { page, stats };
  };
  const isInitial = viewQuery(view) === viewQuery(initialView);
  const swr = useSWR<VisitsData>(['visits', query, offset, visit], read, {
    refreshInterval: REFRESH_MS,
    keepPreviousData: true,
    fallbackData: isInitial ? initial : undefined,
  });

  /** Another filter begins at the newest. The address follows, so that the view can be shared. */
  const change = (part: Partial<VisitsView>) => {
    const next = { ...view, page: 1, ...part };
    setView(next);
    const search = viewQuery(next);
    window.history.replaceState(null, '', search ? `?${search}` : window.location.pathname);
  };

  return {
    view,
    change,
    query,
    data: swr.data ?? initial,
    error: swr.error as unknown,
    isLoading: swr.isLoading && !isInitial,
    reload: () => swr.mutate(),
  };
}
