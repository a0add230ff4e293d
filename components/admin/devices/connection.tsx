'use client';

import { Alert, Button, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { IconDeviceMobile } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import useSWR from 'swr';
import { fetcher } from '@/components/common/api';
import { useErrorText } from '@/components/common/use-error-text';
import { FirstFix } from '../../setup/first-fix';
import { ManualValues } from '../../setup/manual-values';
import { QrCode } from '../../setup/qr-code';
import type { Provisioning } from '../../setup/types';
import type { DeviceDto } from '../types';
import classes from './connection.module.css';

type Mode = 'mqtt' | 'http';

interface Props {
  device: DeviceDto;
  /** Watches for the first fix and names what holds it up. */
  awaitFix?: boolean;
}

/** How to set up the phone: by typing the values, by QR code or by link, for MQTT or HTTP. */
export function Connection({ device, awaitFix = false }: Props) {
  const t = useTranslations('devices.connection');
  const errorText = useErrorText();
  const [mode, setMode] = useState<Mode>('mqtt');
  const { data, error } = useSWR<Provisioning>(`/api/devices/${device.id}/provisioning?mode=${mode}`, fetcher, {
    keepPreviousData: true,
  });
  const { host, port, url } = data?.configuration ?? {};
  return (
    <Stack gap="lg">
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
      <div className={classes.columns}>
        {data ? <ManualValues configuration={data.configuration} topic={device.topic} /> : <Skeleton height={360} />}
        {data ? <ScanOrOpen provisioning={data} /> : <Skeleton height={360} />}
      </div>
      {awaitFix && <FirstFix deviceId={device.id} address={url ?? `${host ?? '…'}:${port ?? '…'}`} topic={device.topic} />}
    </Stack>
  );
}

function ScanOrOpen({ provisioning }: { provisioning: Provisioning }) {
  const t = useTranslations('devices.connection');
  return (
    <Stack gap="sm" align="flex-start">
      <QrCode text={provisioning.link} label={t('qrLabel')} />
      <Text size="sm">{t('scan')}</Text>
      <Button component="a" href={provisioning.link} variant="light" leftSection={<IconDeviceMobile size={18} />}>
        {t('open')}
      </Button>
      <Text size="sm" c="dimmed">
        {t('refused')} {provisioning.configuration.password ? '' : t('withoutPassword')}
      </Text>
    </Stack>
  );
}
