'use client';

import { Button, Group, Select, Stack, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { LinkButton } from '../common/link-button';
import { ConnectPhone } from './connect-phone';
import { NewDeviceForm } from './new-device-form';
import { stepHref } from './steps';
import type { SetupDevice } from './types';

interface Props {
  devices: SetupDevice[];
  /** The device to connect; null: a new one. */
  selected: SetupDevice | null;
  handle: string;
}

/** The second step: a device, then its phone. */
export function DeviceStep({ devices, selected, handle }: Props) {
  const t = useTranslations('setup.device');
  const router = useRouter();
  const [hasFix, setHasFix] = useState(Boolean(selected?.last_location));
  const arrived = () => {
    if (hasFix) return;
    setHasFix(true);
    // The list of steps above comes from the server.
    router.refresh();
  };
  const show = (id: number | 'new') => router.push(`/setup?step=device&device=${id}`);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-end" gap="md">
        <div style={{ flex: '1 1 260px' }}>
          <Title order={1} size="h2">
            {selected ? t('connectTitle', { name: selected.name }) : t('title')}
          </Title>
          <Text c="dimmed" mt={4}>
            {selected ? t('connectIntro') : t('intro')}
          </Text>
        </div>
        {devices.length > 1 && selected ? (
          <Select
            label={t('choose')}
            data={devices.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={String(selected.id)}
            onChange={(id) => id && show(Number(id))}
            allowDeselect={false}
            w={220}
          />
        ) : null}
      </Group>
      {selected ? (
        <ConnectPhone key={selected.id} device={selected} onArrived={arrived}>
          <Group justify="space-between" gap="sm">
            <LinkButton href={stepHref('zone', selected.id)} variant={hasFix ? 'filled' : 'default'}>
              {hasFix ? t('next') : t('skip')}
            </LinkButton>
            <Button variant="subtle" leftSection={<IconPlus size={16} />} onClick={() => show('new')}>
              {t('another')}
            </Button>
          </Group>
        </ConnectPhone>
      ) : (
        <NewDeviceForm
          handle={handle}
          onCreated={(device) => {
            router.replace(stepHref('device', device.id));
            router.refresh();
          }}
          otherwise={
            <LinkButton href={stepHref('zone')} variant="default">
              {t('skip')}
            </LinkButton>
          }
        />
      )}
    </Stack>
  );
}
