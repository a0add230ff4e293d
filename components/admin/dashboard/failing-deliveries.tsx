'use client';

import { Alert, Anchor, Text } from '@mantine/core';
import { IconMailX } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useServerData } from '../use-server-data';

export interface Failing {
  /** For good, in the last 24 hours. */
  failed: number;
  /** They wait after an attempt that did not work. */
  retrying: number;
}

/** That notifications do not arrive, with the way to see why; nothing while all is well. */
export function FailingDeliveries({ initial }: { initial: Failing }) {
  const t = useTranslations('dashboard.deliveries');
  const { failed, retrying } = useServerData('/api/deliveries/failing', initial, 30_000).data;
  if (failed === 0 && retrying === 0) return null;
  return (
    <Alert color={failed > 0 ? 'red' : 'yellow'} icon={<IconMailX aria-hidden />} mb="md">
      {failed > 0 && <Text size="sm">{t('failed', { count: failed })}</Text>}
      {retrying > 0 && <Text size="sm">{t('retrying', { count: retrying })}</Text>}
      <Anchor component={Link} href={`/admin/deliveries?state=${failed > 0 ? 'failed' : 'waiting'}`} size="sm">
        {t('see')}
      </Anchor>
    </Alert>
  );
}
