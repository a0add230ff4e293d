'use client';

import { Anchor, List, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ConnectionSetup } from '../provisioning/connection-setup';
import type { SetupDevice } from './types';

const STORES = {
  ios: 'https://apps.apple.com/app/owntracks/id692424691',
  android: 'https://play.google.com/store/apps/details?id=org.owntracks.android',
};

interface Props {
  device: SetupDevice;
  onArrived: () => void;
  /** What follows the first fix. */
  children: ReactNode;
}

/** Everything a new phone needs to report here: the app, its settings, and whether its first fix has come. */
export function ConnectPhone({ device, onArrived, children }: Props) {
  const t = useTranslations('setup.device');
  const store = (href: string) => (text: ReactNode) => (
    <Anchor href={href} target="_blank" rel="noreferrer">
      {text}
    </Anchor>
  );
  return (
    <Stack gap="xl">
      <List type="ordered" spacing="xs">
        <List.Item>{t.rich('install', { android: store(STORES.android), ios: store(STORES.ios) })}</List.Item>
        <List.Item>{t('scan')}</List.Item>
        <List.Item>{t('move')}</List.Item>
      </List>
      <ConnectionSetup device={device} awaitFix onArrived={onArrived}>
        {children}
      </ConnectionSetup>
    </Stack>
  );
}
