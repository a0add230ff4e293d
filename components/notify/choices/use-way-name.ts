'use client';

import { useTranslations } from 'next-intl';
import type { WayView } from './choices';

/** What people call a way, and how it is where it does not work now. */
export function useWayName(): (way: Pick<WayView, 'channel' | 'target_id' | 'name' | 'state'>) => string {
  const t = useTranslations('notifyChoices');
  return ({ channel, target_id, name, state }) => {
    const said = target_id === null ? t(`ways.${channel}`) : name;
    if (state === 'active') return said;
    return t(`wayStates.${channel === 'push' && state === 'off' ? 'none' : state}`, { name: said });
  };
}
