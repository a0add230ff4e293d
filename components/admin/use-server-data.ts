'use client';

import { useState } from 'react';
import useSWR, { type KeyedMutator } from 'swr';
import { fetcher } from '@/components/common/api';

let visits = 0;

/** A number of its own for each time a component is mounted, so that nothing cached by an earlier visit is shown. */
export function useVisit(): number {
  const [visit] = useState(() => ++visits);
  return visit;
}

/**
 * What the server rendered, read again once the page stands (the browser's back button brings old pages) and then
 * every `refreshMs`.
 * @param initial as the API answers at `path`
 */
export function useServerData<T>(path: string, initial: T, refreshMs = 0): { data: T; mutate: KeyedMutator<T> } {
  const visit = useVisit();
  const { data, mutate } = useSWR<T>([path, visit], ([address]: [string, number]) => fetcher<T>(address), {
    fallbackData: initial,
    refreshInterval: refreshMs,
  });
  return { data: data ?? initial, mutate };
}
