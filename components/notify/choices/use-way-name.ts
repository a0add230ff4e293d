'use client';

import { useTranslations } from 'next-intl';
import type { OfferedWay } from '@/lib/domain/notify/choice-view';

/** What people call a way. */
export function useWayName(): (way: Pick<OfferedWay, 'channel' | 'target_id' | 'name'>) => string {
  const t = useTranslations('notifyChoices.ways');
  return ({ channel, target_id, name }) => (target_id === null ? t(channel) : name);
}

/** As `useWayName`, and how the way is where nothing goes on it now. */
export function useWayLabel(): (way: OfferedWay) => string {
  const t = useTranslations('notifyChoices.wayStates');
  const nameOf = useWayName();
  return (way) => {
    const name = nameOf(way);
    if (way.state === 'active') return name;
    return t(way.channel === 'push' && way.state === 'off' ? 'none' : way.state, { name });
  };
}
