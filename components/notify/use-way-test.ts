'use client';

import { useEffect, useRef, useState } from 'react';
import type { Way } from '@/lib/domain/model';
import { api } from '../common/api';

/** As the server answers (lib/adapters/http/target-dto.ts). */
export interface WayTestState extends Way {
  id: number;
  state: 'pending' | 'sending' | 'sent' | 'failed' | 'suppressed';
  reason: string | null;
  attempts: { at: string; outcome: 'sent' | 'transient' | 'permanent'; response: string }[];
}

export type WayTestPhase =
  | { phase: 'idle' }
  | { phase: 'running'; isSlow: boolean }
  | { phase: 'done'; test: WayTestState }
  /** It has not gone within a minute; it still may. */
  | { phase: 'late' }
  | { phase: 'broken'; error: unknown };

export interface WayTest {
  now: WayTestPhase;
  start(): void;
}

const PATH = '/api/notifications/test';
const EVERY_MS = 700;
const SLOW_AFTER_MS = 4_000;
const GIVE_UP_AFTER_MS = 60_000;

const pause = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, EVERY_MS);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });

/** Sends a test over a way and follows it until it is known how it ended. */
export function useWayTest(way: Way): WayTest {
  const [now, setNow] = useState<WayTestPhase>({ phase: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const follow = async (signal: AbortSignal) => {
    const began = Date.now();
    let { test } = await api<{ test: WayTestState }>('POST', PATH, way, signal);
    while (test.state === 'pending' || test.state === 'sending') {
      const waited = Date.now() - began;
      if (waited > GIVE_UP_AFTER_MS) return setNow({ phase: 'late' });
      setNow({ phase: 'running', isSlow: waited > SLOW_AFTER_MS });
      await pause(signal);
      ({ test } = await api<{ test: WayTestState }>('GET', `${PATH}/${test.id}`, undefined, signal));
    }
    setNow({ phase: 'done', test });
  };

  const start = () => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setNow({ phase: 'running', isSlow: false });
    follow(controller.signal).catch((error) => {
      if (!controller.signal.aborted) setNow({ phase: 'broken', error });
    });
  };

  return { now, start };
}
