'use client';

import { Button, Group, List, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBellCog, IconCircleCheck } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormat } from '@/components/common/use-format';
import { MarkOpened } from '@/components/notify/centre/mark-opened';
import { Section } from '../../section';
import { useServerData } from '../../use-server-data';
import { AlertLine } from './alert-line';
import { AlertSettings } from './alert-settings';
import { ALERTS_READ, type AlertSettingsDto, type DeviceAlertDto, type InitialAlerts } from './types';

const REFRESH_MS = 15_000;
/** Past ones that are shown at first. */
const PAST_SHOWN = 3;

/** What is and was wrong with the phone, how often it usually speaks, and what its owner wants to be told. */
export function DeviceAlerts({ deviceId, initial }: { deviceId: number; initial: InitialAlerts }) {
  const t = useTranslations('deviceAlerts');
  const [editing, edit] = useDisclosure(false);
  const path = `/api/device-alerts?device_id=${deviceId}&limit=${ALERTS_READ}`;
  const { alerts } = useServerData(path, { alerts: initial.alerts }, REFRESH_MS).data;
  const { data: view, mutate } = useServerData(`/api/devices/${deviceId}/alert-settings`, initial.view);
  return (
    <Section
      title={t('title')}
      action={
        <Button variant="default" size="compact-sm" leftSection={<IconBellCog size={16} aria-hidden />} onClick={edit.open}>
          {t('settings.button')}
        </Button>
      }
    >
      <Stack gap="md">
        <Now alerts={alerts.filter(({ resolved_at }) => resolved_at === null)} isEnabled={view.settings.is_enabled} />
        <RhythmLine view={view} />
        <Past alerts={alerts.filter(({ resolved_at }) => resolved_at !== null)} />
      </Stack>
      <AlertSettings
        deviceId={deviceId}
        view={view}
        opened={editing}
        onClose={edit.close}
        onSaved={(saved) => mutate(saved, { revalidate: false })}
      />
    </Section>
  );
}

function Now({ alerts, isEnabled }: { alerts: readonly DeviceAlertDto[]; isEnabled: boolean }) {
  const t = useTranslations('deviceAlerts');
  if (alerts.length > 0)
    return (
      <>
        {alerts.map(({ id }) => (
          <MarkOpened key={id} deviceAlertId={id} />
        ))}
        <Alerts alerts={alerts} label={t('openLabel')} />
      </>
    );
  if (!isEnabled) return <Text size="sm">{t('off')}</Text>;
  return (
    <Group gap={6} wrap="nowrap">
      <IconCircleCheck size={16} color="var(--mantine-color-teal-text)" style={{ flex: 'none' }} aria-hidden />
      <Text size="sm">{t('none')}</Text>
    </Group>
  );
}

/** How long the phone is usually silent, or how far that is known. */
function RhythmLine({ view: { settings, rhythm } }: { view: AlertSettingsDto }) {
  const t = useTranslations('deviceAlerts.rhythm');
  const format = useFormat();
  if (!settings.is_enabled) return null;
  const { rest, moving } = rhythm.usual_seconds;
  const words = (seconds: number) => format.duration(seconds);
  const text =
    rest === null || moving === null
      ? t('learning', { days: rhythm.days, needed: rhythm.days_needed })
      : rest === moving
        ? t('known', { duration: words(rest) })
        : t('knownApart', { rest: words(rest), moving: words(moving) });
  return (
    <Text size="sm" c="dimmed">
      {text} {t('battery', { percent: format.percent(settings.battery_percent) })}
    </Text>
  );
}

function Past({ alerts }: { alerts: readonly DeviceAlertDto[] }) {
  const t = useTranslations('deviceAlerts');
  const [showsAll, showAll] = useState(false);
  if (alerts.length === 0) return null;
  return (
    <Stack gap="sm">
      <Text size="sm" fw={600}>
        {t('past')}
      </Text>
      <Alerts alerts={showsAll ? alerts : alerts.slice(0, PAST_SHOWN)} label={t('past')} />
      {!showsAll && alerts.length > PAST_SHOWN && (
        <div>
          <Button variant="default" size="compact-sm" onClick={() => showAll(true)}>
            {t('older', { count: alerts.length - PAST_SHOWN })}
          </Button>
        </div>
      )}
    </Stack>
  );
}

function Alerts({ alerts, label }: { alerts: readonly DeviceAlertDto[]; label: string }) {
  return (
    <List
      listStyleType="none"
      spacing="md"
      aria-label={label}
      styles={{ itemWrapper: { width: '100%' }, itemLabel: { width: '100%' } }}
    >
      {alerts.map((alert) => (
        <AlertLine key={alert.id} alert={alert} />
      ))}
    </List>
  );
}
