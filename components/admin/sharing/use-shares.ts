'use client';

import { api } from '@/components/common/api';
import { useServerData } from '../use-server-data';
import type { ShareDto } from './types';

const REFRESH_MS = 15_000;

/** What the reader shares and is shared, refreshed: shares end by themselves. */
export function useShares(initial: ShareDto[]) {
  const { data, mutate } = useServerData('/api/shares', { shares: initial }, REFRESH_MS);
  const reload = async () => {
    await mutate();
  };
  const remove = async ({ id }: ShareDto) => {
    await api('DELETE', `/api/shares/${id}`);
    await reload();
  };
  return {
    given: data.shares.filter(({ direction }) => direction === 'given'),
    received: data.shares.filter(({ direction }) => direction === 'received'),
    reload,
    remove,
  };
}
