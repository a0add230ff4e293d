'use client';

import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import useSWR from 'swr';
import { ApiError, api, fetcher } from '@/components/common/api';
import { messageOr } from '@/components/common/message-or';
import { useErrorText } from '@/components/common/use-error-text';

/** Somebody besides the owner who is told of a zone. */
export interface ToldPerson {
  user_id: number;
  name: string;
  email: string;
}

interface Answer {
  recipients: ToldPerson[];
}

/** Who is told of a zone or group, and the ways to change that; each change holds at once. */
export function useTold(zoneId: string) {
  const t = useTranslations('notifyChoices.told');
  const validation = useTranslations('common.validation');
  const errorText = useErrorText();
  const path = `/api/geofences/${zoneId}/recipients`;
  const { data, error, mutate } = useSWR<Answer>(path, fetcher);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const wordsFor = (failure: unknown): string => {
    const details = failure instanceof ApiError ? failure.details : {};
    if ('limit' in details) return t('reasons.limit', { limit: Number(details.limit) });
    return messageOr(t, `reasons.${details.reason}`, 'email' in details ? validation('email') : errorText(failure));
  };

  /** @returns whether the person is told from now on */
  const add = async (email: string): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      const { recipient } = await api<{ recipient: ToldPerson }>('POST', path, { email });
      await mutate();
      notifications.show({ color: 'fence', message: t('added', { name: recipient.name }) });
      return true;
    } catch (failure) {
      setProblem(wordsFor(failure));
      return false;
    } finally {
      setBusy(false);
    }
  };

  const remove = async ({ user_id }: ToldPerson) => {
    await api('DELETE', `${path}/${user_id}`);
    await mutate();
  };

  return {
    /** Null: not known yet. */
    people: data?.recipients ?? null,
    failure: data || !error ? null : errorText(error),
    busy,
    /** Why the last address could not be added. */
    problem,
    clearProblem: () => setProblem(null),
    add,
    remove,
  };
}
