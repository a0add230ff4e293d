'use client';

import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { ConnectionSetup } from '@/components/provisioning/connection-setup';
import { useNewPassword } from '@/components/provisioning/new-password';
import { Encryption } from '../phone/encryption';
import { Section } from '../section';
import type { DeviceDto, RejectedDto } from '../types';
import { RejectedMessages } from './rejected-messages';

interface Props {
  device: DeviceDto;
  /** It has connected before the page was opened. */
  isInUse: boolean;
  initialRejected: RejectedDto[];
  onChanged: () => void;
}

/** How the phone gets its messages here, and which of them got stuck. */
export function ConnectionTab({ device, isInUse, initialRejected, onChanged }: Props) {
  const t = useTranslations('devices');
  const phone = useTranslations('phone');
  return (
    <>
      <Section title={t('connection.title')} action={<RotatePassword device={device} />}>
        <ConnectionSetup device={device} isInUse={isInUse} />
      </Section>
      <Section title={phone('encryption.title')}>
        <Encryption device={device} onChanged={onChanged} />
      </Section>
      <RejectedMessages deviceId={device.id} initial={initialRejected} />
    </>
  );
}

/** The new password then stands in the connection's values, until the phone has used it. */
function RotatePassword({ device }: { device: DeviceDto }) {
  const t = useTranslations('devices.rotate');
  const renew = useNewPassword(device);
  return (
    <Button onClick={renew} leftSection={<IconKey size={16} aria-hidden />} variant="default" size="compact-sm">
      {t('button')}
    </Button>
  );
}
