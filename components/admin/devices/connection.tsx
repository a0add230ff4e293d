'use client';

import { Alert, Anchor, Button, Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { IconDeviceMobile, IconKey } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import useSWR from 'swr';
import { fetcher } from '@/components/common/api';
import { CopyField } from '@/components/common/CopyField';
import { QrCode } from '@/components/common/qr-code';
import { useErrorText } from '@/components/common/useErrorText';
import type { DeviceDto } from '../types';

type Mode = 'mqtt' | 'http';

interface Provisioning {
  link: string;
  configuration: {
    host?: string;
    port?: number;
    tls?: boolean;
    ws?: boolean;
    url?: string;
    username: string;
    password?: string;
    deviceId: string;
  };
}

/** How to set up the phone: by QR code, by link, or by typing the values, for MQTT or HTTP. */
export function Connection({ device }: { device: DeviceDto }) {
  const t = useTranslations('devices.connection');
  const errorText = useErrorText();
  const [mode, setMode] = useState<Mode>('mqtt');
  const { data, error } = useSWR<Provisioning>(`/api/devices/${device.id}/provisioning?mode=${mode}`, fetcher, {
    keepPreviousData: true,
  });
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label={t('mode')}
        value={mode}
        onChange={(value) => setMode(value as Mode)}
        data={[
          { value: 'mqtt', label: t('mqtt') },
          { value: 'http', label: t('http') },
        ]}
        style={{ alignSelf: 'flex-start' }}
      />
      {error ? <Alert color="red">{errorText(error)}</Alert> : null}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        {data ? <Values device={device} configuration={data.configuration} /> : <Skeleton height={420} />}
        {data ? <ScanOrOpen provisioning={data} /> : <Skeleton height={300} />}
      </SimpleGrid>
    </Stack>
  );
}

function Values({ device, configuration }: { device: DeviceDto; configuration: Provisioning['configuration'] }) {
  const t = useTranslations('devices.connection');
  const { host, port, tls, ws, url, username, password, deviceId } = configuration;
  return (
    <Stack gap="sm">
      {url !== undefined && <CopyField label={t('url')} value={url} />}
      {host !== undefined && (
        <Group gap="sm" wrap="nowrap" align="flex-end" grow preventGrowOverflow={false}>
          <CopyField label={t('host')} value={host} />
          <CopyField label={t('port')} value={String(port ?? '')} />
        </Group>
      )}
      {host !== undefined && (
        <Text size="sm" c="dimmed">
          {t(tls ? 'tlsOn' : 'tlsOff')} {ws ? t('webSocket') : ''}
        </Text>
      )}
      <CopyField label={t('username')} value={username} />
      {password ? (
        <CopyField label={t('password')} value={password} description={t('passwordHint')} />
      ) : (
        <Alert color="gray" variant="light" icon={<IconKey size={18} />} title={t('password')}>
          {t('passwordUsed')}
        </Alert>
      )}
      <CopyField label={t('deviceId')} value={deviceId} />
      <CopyField label={t('topic')} value={device.topic} description={t('topicHint')} />
    </Stack>
  );
}

function ScanOrOpen({ provisioning }: { provisioning: Provisioning }) {
  const t = useTranslations('devices.connection');
  return (
    <Stack gap="sm" align="flex-start">
      <QrCode value={provisioning.link} label={t('qrLabel')} />
      <Text size="sm">{t('scan')}</Text>
      <Button component="a" href={provisioning.link} variant="light" leftSection={<IconDeviceMobile size={18} />}>
        {t('open')}
      </Button>
      <Text size="sm" c="dimmed">
        {t('refused')}
      </Text>
      {!provisioning.configuration.password && (
        <Text size="sm" c="dimmed">
          {t('withoutPassword')}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {t('app')}{' '}
        <Anchor href="https://owntracks.org" target="_blank" rel="noreferrer" size="sm">
          owntracks.org
        </Anchor>
      </Text>
    </Stack>
  );
}
