'use client';

import { useEffect, useRef, useState } from 'react';
import type { LiveActivity, LiveEvent, MapLocation } from './types';

export type LiveConnection = 'connecting' | 'live' | 'reconnecting';

export interface LiveHandlers {
  onLocation(location: MapLocation): void;
  onEvent(event: LiveEvent): void;
  onActivity(activity: LiveActivity): void;
  /** Other devices are shared with the reader than before. */
  onDevices(): void;
  /** The stream is back after a break that may have been longer than the server's memory: look at everything anew. */
  onResume(): void;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Listens to `/api/live` as long as the component lives. The browser resumes a broken stream by itself with the id of
 * the last message; where it gives up (the server answered with an error), a new stream is opened after a growing pause.
 */
export function useLive(handlers: Partial<LiveHandlers>): LiveConnection {
  const [connection, setConnection] = useState<LiveConnection>('connecting');
  const latest = useRef(handlers);
  latest.current = handlers;

  useEffect(() => {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = FIRST_PAUSE_MS;
    let wasOpen = false;

    const open = () => {
      clearTimeout(timer);
      source?.close();
      source = new EventSource('/api/live');
      source.onopen = () => {
        if (wasOpen) latest.current.onResume?.();
        wasOpen = true;
        pause = FIRST_PAUSE_MS;
        setConnection('live');
      };
      source.onerror = () => {
        setConnection('reconnecting');
        if (source?.readyState !== EventSource.CLOSED) return;
        timer = setTimeout(open, pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      };
      const on = <T>(name: string, handle: (data: T) => void) =>
        source?.addEventListener(name, (message) => handle(JSON.parse((message as MessageEvent<string>).data) as T));
      on<MapLocation>('location', (location) => latest.current.onLocation?.(location));
      on<LiveEvent>('geofence_event', (event) => latest.current.onEvent?.(event));
      on<LiveActivity>('device', (activity) => latest.current.onActivity?.(activity));
      on('devices', () => latest.current.onDevices?.());
    };

    const backOnline = () => {
      if (source?.readyState !== EventSource.OPEN) open();
    };
    open();
    window.addEventListener('online', backOnline);
    return () => {
      window.removeEventListener('online', backOnline);
      clearTimeout(timer);
      source?.close();
    };
  }, []);

  return connection;
}
