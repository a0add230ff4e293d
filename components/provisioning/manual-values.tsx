'use client';

import { SimpleGrid, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { CopyField } from '../common/copy-field';
import type { Configuration } from './types';

interface Props {
  configuration: Configuration;
  topic: string;
}

/** What to type into OwnTracks by hand, in the order and under the names of its own settings. */
export function ManualValues({ configuration, topic }: Props) {
  const t = useTranslations('provisioning.values');
  const { url, username, deviceId, tid, encryptionKey } = configuration;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
      <CopyField label={t('mode')} value={url ? 'HTTP' : 'MQTT'} />
      {url ? <CopyField label={t('url')} value={url} /> : <BrokerValues configuration={configuration} />}
      <CopyField label={t('username')} value={username} />
      <Password value={configuration.password} />
      <CopyField label={t('deviceId')} value={deviceId} />
      <CopyField label={t('tid')} value={tid} />
      {encryptionKey ? <CopyField label={t('encryptionKey')} value={encryptionKey} /> : null}
      <CopyField label={t('topic')} value={topic} description={t('topicHint')} />
    </SimpleGrid>
  );
}

function BrokerValues({ configuration: { host, port, tls, ws } }: { configuration: Configuration }) {
  const t = useTranslations('provisioning.values');
  const switched = (on: boolean | undefined) => (on ? t('on') : t('off'));
  return (
    <>
      <CopyField label={t('host')} value={host ?? ''} />
      <CopyField label={t('port')} value={String(port ?? '')} />
      <CopyField label={t('tls')} value={switched(tls)} monospace={false} />
      <CopyField label={t('ws')} value={switched(ws)} monospace={false} />
      <CopyField label={t('protocol')} value="4" description={t('protocolHint')} />
    </>
  );
}

function Password({ value }: { value: string | undefined }) {
  const t = useTranslations('provisioning.values');
  if (value) return <CopyField label={t('password')} value={value} />;
  return (
    <div>
      <Text size="sm" fw="var(--mantine-font-weight-medium)">
        {t('password')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('passwordUsed')}
      </Text>
    </div>
  );
}
