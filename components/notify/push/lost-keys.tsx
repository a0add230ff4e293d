'use client';

import { Alert, Stack, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { api } from '../../common/api';
import { ConfirmButton } from '../../common/confirm';
import { PUSH_PATH } from './subscription';

/** The keys of the installation can't be read; an admin may make new ones. */
export function LostKeys({ isAdmin, onChange }: { isAdmin: boolean; onChange: () => Promise<unknown> }) {
  const t = useTranslations('notifyPush.lostKeys');
  const renew = async () => {
    await api('POST', `${PUSH_PATH}/keys`);
    await onChange();
  };
  return (
    <Alert color="red" icon={<IconAlertCircle />} title={t('title')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{isAdmin ? t('forAdmins') : t('forOthers')}</Text>
        {isAdmin && (
          <ConfirmButton size="sm" title={t('renewTitle')} lost={t('renewLost')} action={t('renew')} onConfirm={renew}>
            {t('renew')}
          </ConfirmButton>
        )}
      </Stack>
    </Alert>
  );
}
