'use client';

import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { api } from '@/components/common/api';
import { useErrorText } from '@/components/common/use-error-text';
import { useServerData } from '../use-server-data';
import type { AlertDto, ExpectationDto } from './types';

const REFRESH_MS = 15_000;

/** The reader's expectations and their alerts, refreshed. */
export function useExpectations(initial: { expectations: ExpectationDto[]; alerts: AlertDto[] }) {
  const t = useTranslations('expectations');
  const errorText = useErrorText();
  const rules = useServerData('/api/expectations', { expectations: initial.expectations }, REFRESH_MS);
  const told = useServerData('/api/expectations/alerts', { alerts: initial.alerts }, REFRESH_MS);
  const reload = async () => {
    await Promise.all([rules.mutate(), told.mutate()]);
  };
  const setActive = async ({ id, name }: ExpectationDto, is_active: boolean) => {
    const { expectations } = rules.data;
    const switched = expectations.map((one) => (one.id === id ? { ...one, is_active } : one));
    try {
      await rules.mutate({ expectations: switched }, { revalidate: false });
      await api('PATCH', `/api/expectations/${id}`, { is_active });
    } catch (error) {
      notifications.show({ color: 'red', title: t('switch.failed', { name }), message: errorText(error) });
    }
    await rules.mutate();
  };
  const remove = async ({ id, name }: ExpectationDto) => {
    await api('DELETE', `/api/expectations/${id}`);
    notifications.show({ message: t('delete.done', { name }) });
    await reload();
  };
  return { expectations: rules.data.expectations, alerts: told.data.alerts, reload, setActive, remove };
}
