'use client';

import { Anchor, Button, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowLeft, IconKey, IconMapPin, IconPencil, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { api } from '@/components/common/api';
import { ConfirmButton } from '@/components/common/confirm';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import { RelativeTime } from '@/components/common/relative-time';
import { ConnectionSetup } from '@/components/provisioning/connection-setup';
import { useNewPassword } from '@/components/provisioning/new-password';
import { Pictures } from '../media/pictures';
import { PhoneCounts, type PhoneExtras, PhoneHealth } from '../phone/sections';
import { RemoteControl } from '../remote/remote-control';
import type { CommandsDto } from '../remote/types';
import { Section } from '../section';
import type { DeviceDto, RegionDto, RejectedDto, Viewer } from '../types';
import type { SyncDto } from '../zone-sync/types';
import { ZonesOnPhone } from '../zone-sync/zones-on-phone';
import { Battery } from './battery';
import { lastSignOfLife } from './condition';
import { DeviceAvatar } from './device-avatar';
import { DeviceLoss } from './device-loss';
import { EditDevice } from './edit-device';
import { ExportHistory } from './export-history';
import { ProblemList } from './problem-list';
import { RecentFixes } from './recent-fixes';
import { Regions } from './regions';
import { RejectedMessages } from './rejected-messages';
import { useDevice } from './use-devices';

interface Props {
  viewer: Viewer;
  initialDevice: DeviceDto;
  initialRegions: RegionDto[];
  initialRemote: { commands: CommandsDto; sync: SyncDto };
  initialRejected: RejectedDto[];
  initialExtras: PhoneExtras;
}

/** One device: how it does, how to connect it, what it sent. */
export function DevicePage({ viewer, initialDevice, initialRegions, initialRemote, initialRejected, initialExtras }: Props) {
  const t = useTranslations('devices');
  const pictures = useTranslations('media');
  const history = useTranslations('imports.export');
  const router = useRouter();
  const { device, reload } = useDevice(initialDevice);
  const [editing, edit] = useDisclosure(false);

  const remove = async () => {
    await api('DELETE', `/api/devices/${device.id}`);
    notifications.show({ message: t('delete.done', { name: device.name }) });
    router.push('/admin/devices');
    router.refresh();
  };

  return (
    <Page>
      <Anchor
        component={Link}
        href="/admin/devices"
        size="sm"
        mb="sm"
        display="inline-flex"
        style={{ alignItems: 'center', gap: 4 }}
      >
        <IconArrowLeft size={16} aria-hidden />
        {t('title')}
      </Anchor>
      <PageHeader
        title={device.name}
        aside={<DeviceAvatar device={device} />}
        description={
          device.user_id === viewer.id ? device.topic : `${device.topic} · ${t('ownedBy', { name: device.owner_name })}`
        }
        actions={
          <>
            <Button component={Link} href={`/map?device=${device.id}`} leftSection={<IconMapPin size={18} />}>
              {t('showTrack')}
            </Button>
            <Button variant="default" leftSection={<IconPencil size={18} />} onClick={edit.open}>
              {t('edit.button')}
            </Button>
            <ConfirmButton
              title={t('delete.title', { name: device.name })}
              lost={<DeviceLoss device={device} />}
              action={t('delete.action')}
              onConfirm={remove}
              leftSection={<IconTrash size={18} />}
            >
              {t('delete.button')}
            </ConfirmButton>
          </>
        }
      />
      <Stack gap="lg">
        <Facts device={device} />
        <PhoneHealth device={device} initialSettings={initialExtras.settings} onChanged={reload} />
        <Section title={t('connection.title')} action={<RotatePassword device={device} />}>
          <ConnectionSetup device={device} isInUse={lastSignOfLife(initialDevice) !== null} />
        </Section>
        <Section
          title={t('fixes.title')}
          action={
            <Anchor component={Link} href={`/admin/geofences/why?device=${device.id}`} size="sm">
              {t('why')}
            </Anchor>
          }
        >
          <RecentFixes device={device} />
        </Section>
        <Section title={history('title')}>
          <ExportHistory deviceId={device.id} />
        </Section>
        <Section title={pictures('title')}>
          <Pictures deviceId={device.id} />
        </Section>
        <RemoteControl device={device} initial={initialRemote.commands} />
        <ZonesOnPhone deviceId={device.id} initial={initialRemote.sync}>
          <Regions deviceId={device.id} initial={initialRegions} />
        </ZonesOnPhone>
        <PhoneCounts deviceId={device.id} initial={initialExtras} />
        <Section title={t('rejected.title')}>
          <RejectedMessages deviceId={device.id} initial={initialRejected} />
        </Section>
      </Stack>
      <EditDevice device={device} opened={editing} onClose={edit.close} onSaved={reload} />
    </Page>
  );
}

function Facts({ device }: { device: DeviceDto }) {
  const t = useTranslations('devices');
  const seen = lastSignOfLife(device);
  const fix = device.last_location;
  return (
    <Section title={t('columns.condition')}>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="lg">
        <Fact label={t('now')}>
          <ProblemList device={device} />
        </Fact>
        <Fact label={t('columns.seen')}>
          <Text size="sm">{seen ? <RelativeTime value={seen} /> : t('never')}</Text>
        </Fact>
        <Fact label={t('columns.fix')}>
          <Text size="sm">{fix ? <RelativeTime value={fix.occurred_at} /> : t('noFix')}</Text>
        </Fact>
        <Fact label={t('columns.battery')}>
          <Battery location={fix} />
        </Fact>
      </SimpleGrid>
    </Section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" c="dimmed" mb={2}>
        {label}
      </Text>
      {children}
    </div>
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
