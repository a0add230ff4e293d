'use client';

import { Button, Group, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { api } from '@/components/common/api';
import { useConfirm } from '@/components/common/confirm';
import { useErrorText } from '@/components/common/use-error-text';
import classes from './backtest.module.css';

interface PastVisitsProps {
  zone: { id: string; name: string };
  /** The shape on the map is not saved yet; the past would be that of the saved one. */
  changed?: boolean;
}

/** Gives a saved zone the visits from before it was drawn, or takes them back. */
export function PastVisits({ zone, changed = false }: PastVisitsProps) {
  const t = useTranslations('backtest.past');
  const errorText = useErrorText();
  const confirm = useConfirm();
  const [working, setWorking] = useState(false);
  const path = `/api/geofences/${zone.id}/reconstruct`;

  const add = async () => {
    setWorking(true);
    try {
      const { reconstructed } = await api<{ reconstructed: { visits: number; events: number } }>('POST', path, {});
      notifications.show({ message: t('added', { ...reconstructed, name: zone.name }) });
    } catch (error) {
      notifications.show({ color: 'red', title: t('failed'), message: errorText(error) });
    }
    setWorking(false);
  };
  const askToAdd = () =>
    modals.openConfirmModal({
      title: t('addTitle', { name: zone.name }),
      children: <Text>{t('addText')}</Text>,
      labels: { confirm: t('add'), cancel: t('cancel') },
      onConfirm: add,
    });
  const askToRemove = () =>
    confirm({
      title: t('removeTitle', { name: zone.name }),
      lost: t('removeText'),
      action: t('remove'),
      onConfirm: async () => {
        const { reconstructed } = await api<{ reconstructed: { removed: number } }>('DELETE', path);
        notifications.show({ message: t('removed', { count: reconstructed.removed }) });
      },
    });

  return (
    <div className={classes.past}>
      <Text size="sm" c="dimmed">
        {changed ? t('saveFirst') : t('text')}
      </Text>
      <Group gap="xs" mt="xs">
        <Button size="xs" variant="default" loading={working} disabled={changed} onClick={askToAdd}>
          {t('add')}
        </Button>
        <Button size="xs" variant="subtle" onClick={askToRemove}>
          {t('remove')}
        </Button>
      </Group>
    </div>
  );
}
