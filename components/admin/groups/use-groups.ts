'use client';

import { useTranslations } from 'next-intl';
import type { GroupDto } from '../types';
import { useAreas } from '../zones/use-areas';

/** The groups of the reader. */
export function useGroups(initial: GroupDto[]) {
  const t = useTranslations('groups');
  const { areas, ...rest } = useAreas('/api/groups', 'groups', initial, {
    switchFailed: (name) => t('switchFailed', { name }),
    deleted: (name) => t('deleted', { name }),
  });
  return { groups: areas, ...rest };
}
