'use client';

import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDatabaseImport, IconDeviceMobile, IconMailX, IconPlus, IconUserShare } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { EmptyState } from '@/components/common/empty-state';
import { LinkButton } from '@/components/common/link-button';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import { RelativeTime } from '@/components/common/relative-time';
import { useFormat } from '@/components/common/use-format';
import { useNow } from '@/components/common/use-now';
import type { Column } from '../table/responsive-table';
import type { SortValue } from '../table/sort';
import { SortedTable } from '../table/sorted-table';
import type { DeviceDto, Viewer } from '../types';
import { AddDevice, type Owner } from './add-device';
import { AlertBadge } from './alerts/alert-badge';
import { Battery } from './battery';
import { lastSignOfLife, problemsOf } from './condition';
import { DeviceAvatar } from './device-avatar';
import { ProblemList } from './problem-list';
import { pathToProblem } from './problem-path';
import { useDevices } from './use-devices';

type DeviceKey = 'name' | 'owner' | 'condition' | 'seen' | 'fix' | 'battery';

interface Props {
  viewer: Viewer;
  me: Owner;
  initialDevices: DeviceDto[];
  owners: readonly Owner[];
}

/** All devices of the reader and what they are doing, and those that others let the reader see. */
export function DevicesPage({ viewer, me, initialDevices, owners }: Props) {
  const t = useTranslations('devices');
  const history = useTranslations('imports.export');
  const now = useNow();
  const { devices, reload } = useDevices(initialDevices);
  const [adding, add] = useDisclosure(false);
  const sortValue = (device: DeviceDto, key: DeviceKey): SortValue => {
    if (key === 'owner') return device.owner_name;
    if (key === 'condition') return device.shared ? 1 : -problemsOf(device, now).length;
    if (key === 'seen') return at(lastSignOfLife(device));
    if (key === 'fix') return at(device.last_location?.occurred_at ?? null);
    if (key === 'battery') return device.last_location?.battery ?? null;
    return device.name;
  };
  const owner: Column<DeviceDto, DeviceKey> = {
    key: 'owner',
    label: t('columns.owner'),
    sortable: true,
    render: (device) => <Text size="sm">{device.owner_name}</Text>,
  };
  const columns: Column<DeviceDto, DeviceKey>[] = [
    { key: 'name', label: t('columns.name'), kind: 'title', sortable: true, render: (device) => <DeviceName device={device} /> },
    ...(viewer.role === 'admin' || devices.some(({ shared }) => shared) ? [owner] : []),
    { key: 'condition', label: t('columns.condition'), sortable: true, render: (device) => <Condition device={device} /> },
    { key: 'seen', label: t('columns.seen'), sortable: true, render: (device) => <LastSeen device={device} /> },
    { key: 'fix', label: t('columns.fix'), sortable: true, render: (device) => <LastFix device={device} /> },
    {
      key: 'battery',
      label: t('columns.battery'),
      sortable: true,
      render: (device) => <Battery location={device.last_location} />,
    },
  ];
  const addButton = (
    <Button leftSection={<IconPlus size={18} />} onClick={add.open}>
      {t('add.button')}
    </Button>
  );

  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <>
            <Button component={Link} href="/admin/rejected" variant="default" leftSection={<IconMailX size={18} />}>
              {t('rejected.title')}
            </Button>
            <LinkButton href="/admin/import" variant="default" leftSection={<IconDatabaseImport size={18} />}>
              {history('bring')}
            </LinkButton>
            {addButton}
          </>
        }
      />
      {devices.length === 0 ? (
        <EmptyState icon={<IconDeviceMobile size={28} />} title={t('empty.title')} action={addButton}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <SortedTable
          label={t('title')}
          columns={columns}
          rows={devices}
          idOf={({ id }) => id}
          cellOf={sortValue}
          sortedBy="name"
        />
      )}
      <AddDevice opened={adding} onClose={add.close} onAdded={reload} me={me} owners={owners} />
    </Page>
  );
}

/** Of somebody else's phone only that it is shared: to set it right is not the reader's. */
function Condition({ device }: { device: DeviceDto }) {
  const t = useTranslations('devices');
  if (!device.shared) {
    return (
      <Stack gap={4} align="flex-start">
        <ProblemList device={device} />
        <AlertBadge device={device} />
      </Stack>
    );
  }
  return (
    <Badge variant="light" color="gray" leftSection={<IconUserShare size={14} aria-hidden />}>
      {t('shared')}
    </Badge>
  );
}

function DeviceName({ device }: { device: DeviceDto }) {
  const now = useNow();
  const href = device.shared ? `/map?device=${device.id}` : pathToProblem(device, now);
  return (
    <Group gap="sm" wrap="nowrap" miw={0}>
      <DeviceAvatar device={device} />
      <div style={{ minWidth: 0 }}>
        <Anchor component={Link} prefetch={false} href={href} fw={600} size="sm" c="inherit">
          {device.name}
        </Anchor>
        <Text size="xs" c="dimmed" ff="monospace" fw={400} style={{ overflowWrap: 'anywhere' }}>
          {device.topic}
        </Text>
      </div>
    </Group>
  );
}

function LastSeen({ device }: { device: DeviceDto }) {
  const t = useTranslations('devices');
  const seen = lastSignOfLife(device);
  return (
    <Text size="sm" c={seen ? undefined : 'dimmed'} span style={{ whiteSpace: 'nowrap' }}>
      {seen ? <RelativeTime value={seen} /> : t('never')}
    </Text>
  );
}

function LastFix({ device }: { device: DeviceDto }) {
  const t = useTranslations('devices');
  const format = useFormat();
  const fix = device.last_location;
  if (!fix) {
    return (
      <Text size="sm" c="dimmed" span>
        {t('noFix')}
      </Text>
    );
  }
  return (
    <Group gap={6} wrap="nowrap" style={{ whiteSpace: 'nowrap' }}>
      <Anchor
        component={Link}
        prefetch={false}
        href={`/map?device=${device.id}`}
        size="sm"
        aria-label={t('onMapLabel', { name: device.name })}
      >
        <RelativeTime value={fix.occurred_at} />
      </Anchor>
      {fix.accuracy !== null && (
        <Text size="xs" c="dimmed" span>
          ± {format.distance(fix.accuracy)}
        </Text>
      )}
    </Group>
  );
}

function at(time: string | null): number | null {
  return time === null ? null : Date.parse(time);
}
