'use client';

import { Button } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { leave } from '../shell/user-menu';

export function SignOutButton() {
  const t = useTranslations('account.session');
  return (
    <Button variant="default" leftSection={<IconLogout size={18} />} onClick={leave}>
      {t('signOut')}
    </Button>
  );
}
