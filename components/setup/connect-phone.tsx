'use client';

import { Accordion, Alert, Anchor, Button, List, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconDeviceMobile, IconRefresh } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import useSWR from 'swr';
import { api, fetcher } from '../common/api';
import { useConfirm } from '../common/confirm';
import { useErrorText } from '../common/use-error-text';
import { FirstFix } from './first-fix';
import { ManualValues } from './manual-values';
import { QrCode } from './qr-code';
import classes from './setup.module.css';
import type { Provisioning, SetupDevice } from './types';

const STORES = {
  ios: 'https://apps.apple.com/app/owntracks/id692424691',
  android: 'https://play.google.com/store/apps/details?id=org.owntracks.android',
};
const LOCAL_HOST = /^(localhost|127\.|\[?::1)/;

interface Props {
  device: SetupDevice;
  onArrived: () => void;
  /** What follows, between the first fix and the values by hand. */
  children: ReactNode;
}

/** Everything a phone needs to report here: QR code, link, the values by hand, and whether its first fix has come. */
export function ConnectPhone({ device, onArrived, children }: Props) {
  const t = useTranslations('setup.device');
  const errorText = useErrorText();
  const [mode, setMode] = useState<'mqtt' | 'http'>('mqtt');
  const { data, error, mutate } = useSWR<Provisioning>(`/api/devices/${device.id}/provisioning?mode=${mode}`, fetcher, {
    revalidateOnFocus: false,
    keepPreviousData: true,
  });
  if (error) return <Alert color="red">{errorText(error)}</Alert>;
  const configuration = data?.configuration;
  const address = configuration ? (configuration.url ?? `${configuration.host}:${configuration.port}`) : '…';
  const host = configuration?.url ? new URL(configuration.url).hostname : configuration?.host;

  return (
    <Stack gap="xl">
      <div className={classes.columns}>
        <Stack gap="md">
          <List type="ordered" spacing="sm">
            <List.Item>
              {t.rich('install', {
                android: (text) => (
                  <Anchor href={STORES.android} target="_blank" rel="noreferrer">
                    {text}
                  </Anchor>
                ),
                ios: (text) => (
                  <Anchor href={STORES.ios} target="_blank" rel="noreferrer">
                    {text}
                  </Anchor>
                ),
              })}
            </List.Item>
            <List.Item>{t.rich('allow', { b: (text) => <b>{text}</b> })}</List.Item>
            <List.Item>{t('scan')}</List.Item>
            <List.Item>{t('move')}</List.Item>
          </List>
          {host && LOCAL_HOST.test(host) ? (
            <Alert color="yellow" icon={<IconAlertTriangle />} title={t('localTitle')}>
              {t('local')}
            </Alert>
          ) : null}
        </Stack>
        <Stack gap="sm">
          {data && configuration?.password ? (
            <>
              <QrCode text={data.link} label={t('qrLabel')} />
              <Button component="a" href={data.link} variant="light" leftSection={<IconDeviceMobile size={18} />} maw={320}>
                {t('openLink')}
              </Button>
            </>
          ) : null}
          {data && !configuration?.password ? <PasswordUsed device={device} onNew={() => mutate()} /> : null}
          {data ? null : <Skeleton className={classes.qr} />}
        </Stack>
      </div>
      <FirstFix deviceId={device.id} address={address} topic={device.topic} onArrived={onArrived} />
      {children}
      <Accordion variant="separated">
        <Accordion.Item value="manual">
          <Accordion.Control>{t('manual')}</Accordion.Control>
          <Accordion.Panel>
            <Stack gap="md">
              <SegmentedControl
                aria-label={t('mode')}
                value={mode}
                onChange={(value) => setMode(value as 'mqtt' | 'http')}
                data={[
                  { value: 'mqtt', label: t('modes.mqtt') },
                  { value: 'http', label: t('modes.http') },
                ]}
              />
              <Text size="sm" c="dimmed">
                {t(`modeHint.${mode}`)}
              </Text>
              {configuration ? <ManualValues configuration={configuration} topic={device.topic} /> : <Skeleton h={260} />}
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </Stack>
  );
}

/** The password isn't known any more; a new one can be made, which the present phone then needs too. */
function PasswordUsed({ device, onNew }: { device: SetupDevice; onNew: () => void }) {
  const t = useTranslations('setup.device');
  const confirm = useConfirm();
  const renew = () =>
    confirm({
      title: t('renewTitle'),
      lost: t('renewLost', { name: device.name }),
      action: t('renew'),
      onConfirm: async () => {
        await api('POST', `/api/devices/${device.id}/password`);
        onNew();
      },
    });
  return (
    <Alert color="gray" title={t('usedTitle')}>
      <Stack gap="sm" align="flex-start">
        {t('used')}
        <Button variant="default" size="sm" leftSection={<IconRefresh size={16} />} onClick={renew}>
          {t('renew')}
        </Button>
      </Stack>
    </Alert>
  );
}
