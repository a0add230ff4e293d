'use client';

import { ActionIcon, Badge, Box, Button, Group, Stack, Switch, Title, Tooltip } from '@mantine/core';
import { IconDeviceMobilePlus, IconFocusCentered, IconPlugConnectedX, IconPointFilled } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EmptyState } from '@/components/common/empty-state';
import { useNow } from '@/components/common/use-now';
import { conditionOf } from './condition';
import { DeviceCard } from './device-card';
import type { LiveState } from './live-state';
import type { MapZone } from './types';
import type { LiveConnection } from './use-live';
import { useWhereabouts } from './use-whereabouts';

interface DevicePanelProps {
  state: LiveState;
  zones: readonly MapZone[];
  connection: LiveConnection;
  viewerId: number;
  selected: number | null;
  showZones: boolean;
  onSelect: (device_id: number) => void;
  onShowZones: (show: boolean) => void;
  onShowAll: () => void;
  /** Shown in the card of the selected device. */
  children: ReactNode;
}

function ConnectionBadge({ connection }: { connection: LiveConnection }) {
  const t = useTranslations('map.live');
  const isLive = connection === 'live';
  const Icon = isLive ? IconPointFilled : IconPlugConnectedX;
  return (
    <Badge role="status" color={isLive ? 'fence' : 'gray'} leftSection={<Icon size={14} aria-hidden />}>
      {t(connection)}
    </Badge>
  );
}

/** The list beside the map: every device as a card, and what the map shows. */
export function DevicePanel(props: DevicePanelProps) {
  const { state, zones, connection, viewerId, selected, showZones } = props;
  const t = useTranslations('map');
  const whereaboutsOf = useWhereabouts();
  const now = useNow();
  return (
    <Stack gap={4} p={8}>
      <Box px={8} pt={6}>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Title order={1} size="h4">
            {t('devices')}
          </Title>
          <ConnectionBadge connection={connection} />
        </Group>
        {state.devices.length + zones.length > 0 && (
          <Group justify="space-between" wrap="nowrap" mt={6} mih={34}>
            <Switch
              label={t('showZones')}
              title={t('showZonesHint')}
              checked={showZones}
              onChange={(event) => props.onShowZones(event.currentTarget.checked)}
            />
            {state.devices.some((device) => device.last_location) && (
              <Tooltip label={t('showAll')}>
                <ActionIcon size="lg" onClick={props.onShowAll} aria-label={t('showAll')}>
                  <IconFocusCentered size={20} />
                </ActionIcon>
              </Tooltip>
            )}
          </Group>
        )}
      </Box>
      {state.devices.length === 0 && (
        // Closer than on a page of its own: on a phone it shares the window with the map.
        <Box my={-28}>
          <EmptyState
            icon={<IconDeviceMobilePlus size={30} aria-hidden />}
            title={t('empty.title')}
            action={
              <Button component={Link} href="/setup">
                {t('empty.action')}
              </Button>
            }
          >
            {t('empty.text')}
          </EmptyState>
        </Box>
      )}
      <Box component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('devices')}>
        {state.devices.map((device) => (
          <DeviceCard
            key={device.id}
            device={device}
            whereabouts={whereaboutsOf(device, state.statuses, zones, now)}
            condition={conditionOf(device, now)}
            showOwner={device.user_id !== viewerId}
            selected={device.id === selected}
            onSelect={() => props.onSelect(device.id)}
          >
            {device.id === selected ? props.children : null}
          </DeviceCard>
        ))}
      </Box>
    </Stack>
  );
}
