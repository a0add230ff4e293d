'use client';

import { SimpleGrid, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { CopyField } from '../common/copy-field';
import type { Provisioning } from './types';

interface Props {
  configuration: Provisioning['configuration'];
  topic: string;
}

/** What to type into OwnTracks by hand, in the order and under the names of its own settings. */
export function ManualValues({ configuration, topic }: Props) {
  const t = useTranslations('setup.device.values');
  const { host, port, url, username, password, deviceId } = configuration;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
      <CopyField label={t('mode')} value={url ? 'HTTP' : 'MQTT'} />
      {url ? <CopyField label={t('url')} value={url} /> : null}
      {host ? <CopyField label={t('host')} value={host} /> : null}
      {port ? <CopyField label={t('port')} value={String(port)} /> : null}
      {url ? null : <CopyField label={t('tls')} value={configuration.tls ? t('on') : t('off')} monospace={false} />}
      <CopyField label={t('username')} value={username} />
      {password ? (
        <CopyField label={t('password')} value={password} />
      ) : (
        <div>
          <Text size="sm" fw="var(--mantine-font-weight-medium)">
            {t('password')}
          </Text>
          <Text size="sm" c="dimmed">
            {t('passwordUsed')}
          </Text>
        </div>
      )}
      <CopyField label={t('deviceId')} value={deviceId} />
      <CopyField label={t('topic')} value={topic} description={t('topicHint')} />
    </SimpleGrid>
  );
}
