'use client';

import { Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { useErrorText } from '@/components/common/use-error-text';
import { Section } from '../section';
import type { DeviceDto } from '../types';
import { CommandList } from './command-list';
import { QuickCommands } from './quick-commands';
import { SettingsForm } from './settings-form';
import type { CommandsDto } from './types';
import { useCommands } from './use-commands';
import { WhatToCheck } from './what-to-check';

/** What a phone can be told from here, and what became of it. */
export function RemoteControl({ device, initial }: { device: Pick<DeviceDto, 'id' | 'connected'>; initial: CommandsDto }) {
  const t = useTranslations('remote');
  const errorText = useErrorText();
  const { commands, platform, request, withdraw } = useCommands(device.id, initial);

  const ask = async (body: object) => {
    await request(body);
    notifications.show({ message: t('queued') });
  };
  const orSay = (work: Promise<unknown>) =>
    work.catch((error) => notifications.show({ color: 'red', title: t('title'), message: errorText(error) }));

  return (
    <Section title={t('title')}>
      <Stack gap="lg">
        <Text size="sm" c="dimmed">
          {t('explained')}
        </Text>
        <QuickCommands platform={platform} onAsk={(body) => orSay(ask(body))} />
        <SettingsForm platform={platform} onSend={ask} />
        <WhatToCheck commands={commands} isConnected={device.connected} />
        <CommandList
          commands={commands}
          onWithdraw={(id) => orSay(withdraw(id).then(() => notifications.show({ message: t('list.withdrawn') })))}
        />
      </Stack>
    </Section>
  );
}
