'use client';

import { useNow as useRenderTime } from 'next-intl';
import { useSyncExternalStore } from 'react';

const TICK_MS = 10_000;
const listeners = new Set<() => void>();
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) {
    timer = setInterval(tick, TICK_MS);
    document.addEventListener('visibilitychange', tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    document.removeEventListener('visibilitychange', tick);
  };
}

/** Without a timer the stored time may be old; a read then sets it, and it stays the same until the next tick. */
function read(): number {
  if (!timer && Date.now() - now > TICK_MS) now = Date.now();
  if (now === 0) now = Date.now();
  return now;
}

/**
 * The present time in epoch ms, renewed every ten seconds by one timer for the whole page. While React hydrates it is
 * the time at which the server rendered, so that both render the same.
 */
export function useNow(): number {
  const renderedAt = useRenderTime().getTime();
  return useSyncExternalStore(subscribe, read, () => renderedAt);
}
