'use client';

import { useState } from 'react';
import { api } from '@/components/common/api';
import { useServerData } from '../use-server-data';
import type { CommandDto, CommandsDto } from './types';

/** While something is under way the list is read often. */
const LIVE_MS = 1_500;
const CALM_MS = 20_000;

const isUnderWay = ({ state, is_answered }: CommandDto) => state === 'queued' || (state === 'sent' && is_answered);

/** The commands of a device, kept up to date. */
export function useCommands(deviceId: number, initial: CommandsDto) {
  const path = `/api/devices/${deviceId}/commands`;
  const [isLive, setLive] = useState(initial.commands.some(isUnderWay));
  const { data, mutate } = useServerData(path, initial, isLive ? LIVE_MS : CALM_MS);
  const live = data.commands.some(isUnderWay);
  if (live !== isLive) setLive(live);
  return {
    ...data,
    /** @throws ApiError */
    request: async (body: object) => {
      await api('POST', path, body);
      await mutate();
    },
    /** @throws ApiError */
    withdraw: async (id: number) => {
      await api('DELETE', `${path}/${id}`);
      await mutate();
    },
  };
}
