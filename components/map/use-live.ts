'use client';

import { useEffect, useRef, useState } from 'react';
import { type LiveConnection, type LiveEventName, liveSource } from './live-source';
import type { LiveActivity, LiveEvent, MapLocation } from './types';

export type { LiveConnection } from './live-source';

export interface LiveHandlers<N = unknown> {
  onLocation(location: MapLocation): void;
  onEvent(event: LiveEvent): void;
  onActivity(activity: LiveActivity): void;
  /** Other devices are shared with the reader than before. */
  onDevices(): void;
  /** Something is new in the reader's notification centre. */
  onNotification(news: N): void;
  /** The stream is back after a break that may have been longer than the server's memory: look at everything anew. */
  onResume(): void;
}

const HANDLER = {
  location: 'onLocation',
  geofence_event: 'onEvent',
  device: 'onActivity',
  devices: 'onDevices',
  notification: 'onNotification',
} as const satisfies Record<LiveEventName, keyof LiveHandlers>;

const isWide = ({ onLocation, onEvent, onActivity, onDevices }: Partial<LiveHandlers>): boolean =>
  [onLocation, onEvent, onActivity, onDevices].some((handler) => handler !== undefined);

/**
 * Listens to `/api/live` as long as the component lives. All components of a window share one stream; what they have
 * handlers for when they come decides how much it carries.
 */
export function useLive<N = unknown>(handlers: Partial<LiveHandlers<N>>): LiveConnection {
  const [connection, setConnection] = useState<LiveConnection>('connecting');
  const latest = useRef(handlers);
  latest.current = handlers;

  useEffect(
    () =>
      liveSource.listen({
        isWide: isWide(latest.current),
        onMessage: (name, data) => (latest.current[HANDLER[name]] as ((data: unknown) => void) | undefined)?.(data),
        onConnection: setConnection,
        onResume: () => latest.current.onResume?.(),
      }),
    [],
  );

  return connection;
}
