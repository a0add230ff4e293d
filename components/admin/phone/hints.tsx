'use client';

import { Badge, Group, List, Stack, Text } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { ClockTime } from '@/components/common/relative-time';
import type { HintSeverity } from '@/lib/domain/owntracks/phone-hints';
import type { DeviceDto, HintDto } from '../types';

const LOOKS: Record<HintSeverity, { color: string; Icon: typeof IconAlertCircle }> = {
  stops: { color: 'red', Icon: IconAlertCircle },
  limits: { color: 'orange', Icon: IconAlertTriangle },
  notes: { color: 'gray', Icon: IconInfoCircle },
};

/** Why the phone may not report as it should, by its own settings, and what to do about it. */
export function Hints({ device }: { device: DeviceDto }) {
  const t = useTranslations('phone.hints');
  if (device.status_at === null) return <Text c="dimmed">{t('none')}</Text>;
  return (
    <Stack gap="md">
      {device.hints.length === 0 ? (
        <Group gap={8} wrap="nowrap" align="flex-start">
          <IconCircleCheck size={20} color="var(--mantine-color-teal-text)" style={{ flex: 'none' }} aria-hidden />
          <Text>{t('fine')}</Text>
        </Group>
      ) : (
        <List listStyleType="none" spacing="md">
          {device.hints.map((hint) => (
            <Hint key={hint.code} hint={hint} />
          ))}
        </List>
      )}
      <Text size="sm" c="dimmed">
        <PhoneName device={device} /> {t('asOf')} <ClockTime value={device.status_at} />
      </Text>
    </Stack>
  );
}

function Hint({ hint: { code, severity } }: { hint: HintDto }) {
  const t = useTranslations('phone.hints');
  const { color, Icon } = LOOKS[severity];
  return (
    <List.Item>
      <Group gap={8} wrap="nowrap" align="flex-start">
        <Icon size={20} color={`var(--mantine-color-${color}-text)`} style={{ flex: 'none', marginTop: 2 }} aria-hidden />
        <div>
          <Group gap="xs">
            <Text fw={500}>{t(`${code}.title`)}</Text>
            <Badge color={color} variant="light">
              {t(`severity.${severity}`)}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {t(`${code}.todo`)}
          </Text>
        </div>
      </Group>
    </List.Item>
  );
}

function PhoneName({ device: { phone } }: { device: DeviceDto }) {
  const t = useTranslations('phone.hints');
  if (!phone) return null;
  const system = [phone.model, phone.system, phone.system_version].filter(Boolean).join(' ');
  return <>{phone.app_version ? t('app', { system, version: phone.app_version }) : system} ·</>;
}
