'use client';

import type { DeviceDto } from '../types';
import { useServerData } from '../use-server-data';

const REFRESH_MS = 15_000;

/** The reader's devices, then shared ones, refreshed: what a phone does wrong should show while one tries to set it right. */
export function useDevices(initial: DeviceDto[]) {
  const { data, mutate } = useServerData('/api/devices', { devices: initial }, REFRESH_MS);
  return { devices: data.devices, reload: () => mutate() };
}

/** One device, refreshed likewise. */
export function useDevice(initial: DeviceDto) {
  const { data, mutate } = useServerData(`/api/devices/${initial.id}`, { device: initial }, REFRESH_MS);
  return { device: data.device, reload: () => mutate() };
}
