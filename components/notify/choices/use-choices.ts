'use client';

import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import useSWR from 'swr';
import { api, fetcher } from '@/components/common/api';
import { useErrorText } from '@/components/common/use-error-text';
import type { ChoicesView } from '@/lib/domain/notify/choice-view';
import type { ToldKind, Way } from '@/lib/domain/notify/records';
import { withOwn } from './choices';

const PATH = '/api/notifications/choices';

/**
 * The person's choices for all zones (`geofenceId` null) or for one. What is changed shows at once, goes to the server one after
 * the other, and is taken back where the server did not take it.
 * @param initial as the server rendered it
 */
export function useChoices(geofenceId: string | null, initial?: ChoicesView) {
  const t = useTranslations('notifyChoices.matrix');
  const errorText = useErrorText();
  const path = geofenceId === null ? PATH : `${PATH}?geofence_id=${geofenceId}`;
  const { data, error, mutate } = useSWR<ChoicesView>(path, fetcher, initial && { fallbackData: initial });
  const before = useRef<Promise<unknown>>(Promise.resolve());

  /** @param ways null: the usual again */
  const choose = async (kind: ToldKind, ways: Way[] | null) => {
    const send = () => api<ChoicesView>('PUT', path, { choices: [{ kind, ways }] });
    const sent = before.current.then(send);
    before.current = sent.catch(() => undefined);
    const optimisticData = (shown?: ChoicesView, saved?: ChoicesView) => {
      const view = shown ?? saved ?? { choices: [], ways: [] };
      return ways === null ? view : withOwn(view, kind, ways);
    };
    try {
      await mutate(sent, { optimisticData, rollbackOnError: true, revalidate: false });
    } catch (failure) {
      notifications.show({ color: 'red', title: t('failed'), message: errorText(failure) });
    }
  };

  return { view: data ?? null, error: data ? null : error, choose };
}
