'use client';

import useSWR from 'swr';
import { fetcher } from '@/components/common/api';
import type { DeviceDto } from '../types';

const REFRESH_MS = 15_000;

/** The reader's devices, refreshed: what a phone does wrong should show while one tries to set it right. */
export function useDevices(initial: DeviceDto[]) {
  const { data, mutate } = useSWR<{ devices: DeviceDto[] }>('/api/devices', fetcher, {
    fallbackData: { devices: initial },
    revalidateOnMount: false,
    refreshInterval: REFRESH_MS,
  });
  return { devices: data?.devices ?? initial, reload: () => mutate() };
}

/** One device, refreshed likewise. */
export function useDevice(initial: DeviceDto) {
  const { data, mutate } = useSWR<{ device: DeviceDto }>(`/api/devices/${initial.id}`, fetcher, {
    fallbackData: { device: initial },
    revalidateOnMount: false,
    refreshInterval: REFRESH_MS,
  });
  return { device: data?.device ?? initial, reload: () => mutate() };
}
