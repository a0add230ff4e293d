'use client';

import { Alert, Button, Stack } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useSWRConfig } from 'swr';
import { api } from '../common/api';
import { useConfirm } from '../common/confirm';

/** Gives the device a new password, after a question; whatever shows the old one is fetched again. */
export function useNewPassword(device: { id: number; name: string }): () => void {
  const t = useTranslations('provisioning.renew');
  const confirm = useConfirm();
  const { mutate } = useSWRConfig();
  const renew = async () => {
    await api('POST', `/api/devices/${device.id}/password`);
    await mutate((key) => typeof key === 'string' && key.startsWith(`/api/devices/${device.id}`));
  };
  return () => confirm({ title: t('title'), lost: t('lost', { name: device.name }), action: t('action'), onConfirm: renew });
}

/** The password is not known here any more: what that means, and how to get another. */
export function PasswordUsed({ device }: { device: { id: number; name: string } }) {
  const t = useTranslations('provisioning.renew');
  const renew = useNewPassword(device);
  return (
    <Alert color="gray" title={t('usedTitle')}>
      <Stack gap="sm" align="flex-start">
        {t('used')}
        <Button variant="default" size="sm" leftSection={<IconKey size={16} />} onClick={renew}>
          {t('button')}
        </Button>
      </Stack>
    </Alert>
  );
}
