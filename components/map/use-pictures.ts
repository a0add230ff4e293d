'use client';

import useSWR from 'swr';
import { fetcher } from '@/components/common/api';
import type { MapMedia } from './types';
import type { Span } from './use-track';

const NONE: MapMedia[] = [];
/** As many as one answer holds. */
const LIMIT = 500;

/**
 * The pictures of a device's places in a time span; none without a span.
 * @param news another number when there may be new ones
 */
export function usePictures(device_id: number | null, span: Span | null, news: number): MapMedia[] {
  const query = new URLSearchParams({ kind: 'poi', limit: String(LIMIT) });
  if (span) query.set('from', new Date(span.from).toISOString());
  if (span?.to) query.set('to', new Date(span.to).toISOString());
  const key = device_id === null || !span ? null : ([`/api/devices/${device_id}/media?${query}`, news] as const);
  const { data } = useSWR(key, ([path]) => fetcher<{ media: MapMedia[] }>(path));
  return data?.media ?? NONE;
}
