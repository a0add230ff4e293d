'use client';

import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import useSWR from 'swr';
import type { PauseSpan } from '@/lib/domain/notify/pause';
import { api, fetcher } from '../common/api';
import { useErrorText } from '../common/use-error-text';

const PATH = '/api/pauses';

/** Times are ISO 8601. */
export interface PauseDto {
  id: string;
  /** Null: all mails. */
  geofence_id: string | null;
  geofence_name: string | null;
  geofence_color: string | null;
  /** Null: for good. */
  until: string | null;
  created_at: string;
}

/**
 * What the person has paused, and the ways to change that. A failure is shown as a notification.
 * @param initial as the page was made; without it they come later
 */
export function usePauses(initial?: PauseDto[]) {
  const t = useTranslations('pauses');
  const errorText = useErrorText();
  const { data, mutate } = useSWR<{ pauses: PauseDto[] }>(PATH, fetcher, initial && { fallbackData: { pauses: initial } });
  const [busy, setBusy] = useState(false);

  const change = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
      await mutate();
    } catch (error) {
      notifications.show({ color: 'red', title: t('failed'), message: errorText(error) });
    } finally {
      setBusy(false);
    }
  };

  return {
    /** Null: not known yet. */
    pauses: data?.pauses ?? null,
    busy,
    pause: (geofence_id: string | null, span: PauseSpan) => change(() => api('POST', PATH, { geofence_id, span })),
    resume: ({ id }: PauseDto) => change(() => api('DELETE', `${PATH}/${id}`)),
  };
}
