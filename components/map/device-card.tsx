'use client';

import { Anchor, Box, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconClockPause, IconUserShare } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { devicePath } from '@/components/common/device-path';
import { useFormat } from '@/components/common/use-format';
import { useNow } from '@/components/common/use-now';
import { Battery } from './battery';
import type { Condition } from './condition';
import classes from './device-card.module.css';
import { DeviceDetails } from './device-details';
import { FixAge } from './fix-age';
import { InitialsBadge } from './initials-badge';
import type { MapDevice } from './types';

interface DeviceCardProps {
  device: MapDevice;
  /** "at Home since 17:42" */
  whereabouts: string;
  condition: Condition;
  /** It is somebody else's. */
  showOwner: boolean;
  selected: boolean;
  onSelect: () => void;
  /** Below the details of the selected device. */
  children?: ReactNode;
}

/** What keeps a device from being where it is shown, in words; nothing when all is well. */
export function ConditionText({ condition }: { condition: Condition }) {
  const t = useTranslations('map');
  const format = useFormat();
  const { problem, stale, silentSeconds } = condition;
  const duration = format.duration(silentSeconds ?? 0);
  if (!problem && !stale) return null;
  const text = problem
    ? t(`problem.${problem.kind}`, { topic: problem.detail ?? '?', percent: format.percent(Number(problem.detail)), duration })
    : t('device.silentFor', { duration });
  const Icon = problem ? IconAlertTriangle : IconClockPause;
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" c={problem?.severity === 'error' ? 'var(--mantine-color-error)' : undefined}>
      <Icon size={18} stroke={1.8} aria-hidden style={{ flex: 'none' }} />
      <Text span size="sm" fw={500}>
        {text}
      </Text>
    </Group>
  );
}

/** What of somebody else's device the reader may see, and until when. */
function SharedNote({ device }: { device: MapDevice }) {
  const t = useTranslations('map.device');
  const format = useFormat();
  const now = useNow();
  const { owner_name: name, with_history, shared_until } = device;
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" c="dimmed">
      <IconUserShare size={18} stroke={1.8} aria-hidden style={{ flex: 'none' }} />
      <Text span size="sm">
        {t(with_history ? 'sharedWithPast' : 'sharedLive', { name })}
        {shared_until && ` ${t('sharedUntil', { time: format.when(shared_until, now) })}`}
      </Text>
    </Group>
  );
}

/** A device in the list: who, where, how fresh; selected it shows all it said, and its track. */
export function DeviceCard({ device, whereabouts, condition, showOwner, selected, onSelect, children }: DeviceCardProps) {
  const t = useTranslations('map');
  const details = useId();
  const head = useRef<HTMLButtonElement>(null);
  // Chosen on the map it may be far down the list; chosen here, the one that closes above it moves it away.
  useEffect(() => {
    if (selected) head.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const location = device.last_location;
  const isMisled = condition.problem?.kind === 'wrong_password' || condition.problem?.kind === 'wrong_topic';
  const needsSetup = !device.shared && (!location || isMisled);
  return (
    <Box component="li" className={classes.card} data-selected={selected || undefined}>
      <UnstyledButton ref={head} className={classes.head} onClick={onSelect} aria-expanded={selected} aria-controls={details}>
        <InitialsBadge name={device.name} color={device.color} faceId={device.face_id} />
        <Stack gap={2} flex={1} miw={0}>
          <Group gap={8} justify="space-between" wrap="nowrap">
            <Text span fw={600} truncate>
              {device.name}
            </Text>
            {location && !device.last_location_imported && <Battery location={location} />}
          </Group>
          {showOwner && (
            <Text span size="sm" c="dimmed" truncate>
              {t('device.owner', { name: device.owner_name })}
            </Text>
          )}
          <Text span size="sm">
            {whereabouts}
          </Text>
          <FixAge device={device} />
          <ConditionText condition={condition} />
        </Stack>
      </UnstyledButton>
      <div id={details}>
        {selected && (
          <Stack gap="sm" px={12} pb={12} pt={4}>
            {location && <DeviceDetails location={location} />}
            {needsSetup && (
              <Anchor component={Link} href={devicePath(device.id, 'connection')} size="sm">
                {t('device.setUp')}
              </Anchor>
            )}
            {device.shared && <SharedNote device={device} />}
            {device.with_history && children}
          </Stack>
        )}
      </div>
    </Box>
  );
}
