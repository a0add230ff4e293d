'use client';

import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '@/components/common/api';
import { useErrorText } from '@/components/common/use-error-text';
import { useServerData } from '../use-server-data';
import type { SyncDto } from './types';

/** While the phone is being told something the state is read often. */
const LIVE_MS = 3_000;
const CALM_MS = 30_000;

const isUnderWay = ({ zones }: SyncDto) => zones.some(({ state }) => state === 'waiting' || state === 'removing');

export type SyncAction =
  | { action: 'push' | 'remove' | 'keep_phone' | 'keep_zone'; geofence_id: string }
  | { action: 'import'; key: string }
  | { action: 'follow' | 'unfollow' | 'refresh' };

export interface Sync {
  data: SyncDto;
  isBusy: boolean;
  /** Does it and says so; an error is shown. */
  act: (action: SyncAction, done: string) => Promise<void>;
}

/** Zones and regions of a phone, kept up to date. */
export function useSync(deviceId: number, initial: SyncDto): Sync {
  const path = `/api/devices/${deviceId}/sync`;
  const t = useTranslations('sync');
  const errorText = useErrorText();
  const [isLive, setLive] = useState(isUnderWay(initial));
  const [isBusy, setBusy] = useState(false);
  const { data, mutate } = useServerData(path, initial, isLive ? LIVE_MS : CALM_MS);
  const live = isUnderWay(data);
  if (live !== isLive) setLive(live);

  const act = async (action: SyncAction, done: string) => {
    setBusy(true);
    try {
      await mutate(await api<SyncDto>('POST', path, action), { revalidate: false });
      notifications.show({ message: done });
    } catch (error) {
      notifications.show({ color: 'red', title: t('title'), message: errorText(error) });
    }
    setBusy(false);
  };
  return { data, isBusy, act };
}
