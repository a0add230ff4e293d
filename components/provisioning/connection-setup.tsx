'use client';

import { Alert, Button, Checkbox, Skeleton, Stack } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import useSWR from 'swr';
import { fetcher } from '../common/api';
import { useErrorText } from '../common/use-error-text';
import { FirstFix } from '../setup/first-fix';
import { ConnectionState } from './connection-state';
import { PasswordUsed } from './new-password';
import classes from './provisioning.module.css';
import { Transfer } from './transfer';
import type { Choices, Mode, PhoneDevice, Provisioning } from './types';
import { WayPicker } from './way-picker';

/** A key is asked for once: each time it is shown stands in the audit log. */
const ONCE = { revalidateOnFocus: false, revalidateOnReconnect: false, revalidateIfStale: false };

interface Props {
  device: PhoneDevice;
  /** Watches for the first fix and names what holds it up, step by step. */
  awaitFix?: boolean;
  onArrived?: () => void;
  /** The phone reports already: its settings are a click away, unless it waits for a new password. */
  isInUse?: boolean;
  /** What follows the watch for the first fix. */
  children?: ReactNode;
}

/** Everything a phone needs to report here: the way it sends, how to bring that to the phone, and whether it worked. */
export function ConnectionSetup({ device, awaitFix = false, onArrived, isInUse = false, children }: Props) {
  const t = useTranslations('provisioning');
  const errorText = useErrorText();
  const [chosen, choose] = useState<Mode | null>(null);
  const [withKey, setWithKey] = useState(false);
  const [wished, setOpen] = useState<boolean | null>(null);
  const base = `/api/devices/${device.id}/provisioning`;
  const choices = useSWR<Choices>(`${base}/ways`, fetcher, { revalidateOnFocus: false });
  const mode = chosen ?? choices.data?.recommended ?? null;
  const address = `${base}?mode=${mode}${withKey ? '&encryption=1' : ''}`;
  const options = withKey ? ONCE : { revalidateOnFocus: false };
  const provisioning = useSWR<Provisioning>(mode && address, fetcher, { ...options, keepPreviousData: true });
  const error = choices.error ?? provisioning.error;
  const configuration = provisioning.data?.configuration;
  const where = configuration ? (configuration.url ?? `${configuration.host}:${configuration.port}`) : '…';
  const hasNewPassword = configuration?.password !== undefined;
  const isOpen = wished ?? (!isInUse || hasNewPassword);
  return (
    <Stack gap="lg">
      {awaitFix ? null : <ConnectionState deviceId={device.id} hasNewPassword={hasNewPassword} />}
      {error ? <Alert color="red">{errorText(error)}</Alert> : null}
      {isInUse ? (
        <Button variant="default" size="sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className={classes.settings}>
          {t(isOpen ? 'settings.hide' : 'settings.show')}
        </Button>
      ) : null}
      {isOpen ? (
        <>
          {choices.data && mode ? <WayPicker choices={choices.data} value={mode} onChange={choose} /> : <Skeleton h={52} />}
          {configuration && !hasNewPassword ? <PasswordUsed device={device} /> : null}
          <Transfer provisioning={provisioning.data ?? null} fileHref={`${address}&format=otrc`} topic={device.topic} />
          {choices.data?.is_encrypted ? (
            <KeyChoice mayInclude={choices.data.may_include_key} checked={withKey} onChange={setWithKey} />
          ) : null}
        </>
      ) : null}
      {awaitFix ? <FirstFix deviceId={device.id} address={where} topic={device.topic} onArrived={onArrived} /> : null}
      {children}
    </Stack>
  );
}

interface KeyProps {
  mayInclude: boolean;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function KeyChoice({ mayInclude, checked, onChange }: KeyProps) {
  const t = useTranslations('provisioning.key');
  return (
    <Checkbox
      label={t('label')}
      description={t(mayInclude ? 'description' : 'ownerOnly')}
      disabled={!mayInclude}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
