'use client';

import { useCallback, useEffect, useReducer } from 'react';
import useSWR from 'swr';
import { api, fetcher } from '@/components/common/api';
import { type LiveState, liveReducer } from './live-state';
import type { MapDevice, MapLocation, MapZone, ZoneStatus } from './types';
import { useLive } from './use-live';

const REFRESH_MS = 60_000;

/** What the page was rendered with. */
export interface LiveStart extends LiveState {
  zones: MapZone[];
}

/**
 * Devices, their places in zones, and the zones, kept current: by the live stream, and by looking at everything anew
 * after a break and once a minute (a new zone or device has no message of its own).
 */
export function useLiveState(start: LiveStart, onLocation: (location: MapLocation) => void) {
  const [state, dispatch] = useReducer(liveReducer, start);
  const zones = useSWR<{ geofences: MapZone[] }>('/api/geofences', fetcher, {
    fallbackData: { geofences: start.zones },
    revalidateOnMount: false,
    refreshInterval: REFRESH_MS,
  });

  const refresh = useCallback(async () => {
    try {
      const [{ devices }, { status }] = await Promise.all([
        api<{ devices: MapDevice[] }>('GET', '/api/devices'),
        api<{ status: ZoneStatus[] }>('GET', '/api/geofences/status'),
      ]);
      dispatch({ type: 'snapshot', devices, statuses: status });
    } catch {
      // The badge already says that the connection is gone; the next turn tries again.
    }
  }, []);

  useEffect(() => {
    const timer = setInterval(refresh, REFRESH_MS);
    return () => clearInterval(timer);
  }, [refresh]);

  const connection = useLive({
    onLocation: (location) => {
      if (!state.devices.some((device) => device.id === location.device_id)) refresh();
      dispatch({ type: 'location', location });
      onLocation(location);
    },
    onEvent: (event) => {
      // Where the device was before an event that did not happen, only the server knows.
      if (event.retracted_at) refresh();
      dispatch({ type: 'event', event });
    },
    onActivity: (activity) => dispatch({ type: 'activity', activity, now: new Date().toISOString() }),
    onDevices: refresh,
    onResume: () => {
      refresh();
      zones.mutate();
    },
  });

  return { state, zones: zones.data?.geofences ?? start.zones, connection };
}
