'use client';

import { Stack, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { ClockTime } from '@/components/common/relative-time';
import { QuietLine } from '../quiet-line';
import { Section } from '../section';
import type { DeviceDto, SettingsDto } from '../types';
import { useServerData } from '../use-server-data';
import { Hints } from './hints';
import { Settings } from './settings';

/** The app, what it says of the phone, and its settings, if it was asked for them. What stops reports is said at the top. */
export function PhoneItself({ device, initialSettings }: { device: DeviceDto; initialSettings: SettingsDto | null }) {
  const t = useTranslations('phone.hints');
  const path = `/api/devices/${device.id}/settings`;
  const { configuration } = useServerData(path, { configuration: initialSettings }, 30_000).data;
  if (device.status_at === null && configuration === null) return <QuietLine>{t('none')}</QuietLine>;
  return (
    <Section title={t('title')}>
      <Stack gap="md">
        {device.status_at !== null && (
          <>
            {device.hints.length === 0 && <Text>{t('fine')}</Text>}
            <Hints hints={device.hints.filter(({ severity }) => severity === 'notes')} />
            <Text size="sm" c="dimmed">
              <PhoneName device={device} /> {t('asOf')} <ClockTime value={device.status_at} />
            </Text>
          </>
        )}
        {configuration && <Settings configuration={configuration} />}
      </Stack>
    </Section>
  );
}

function PhoneName({ device: { phone } }: { device: DeviceDto }) {
  const t = useTranslations('phone.hints');
  if (!phone) return null;
  const system = [phone.model, phone.system, phone.system_version].filter(Boolean).join(' ');
  return <>{phone.app_version ? t('app', { system, version: phone.app_version }) : system} ·</>;
}
