'use client';

import { Anchor, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowLeft, IconMapPin, IconPencil, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { api } from '@/components/common/api';
import { ConfirmButton } from '@/components/common/confirm';
import type { DeviceTab } from '@/components/common/device-path';
import { Page } from '@/components/common/page';
import { PageHeader } from '@/components/common/page-header';
import type { MapMedia } from '../../map/types';
import type { PhoneExtras } from '../phone/types';
import { RemoteControl } from '../remote/remote-control';
import type { CommandsDto } from '../remote/types';
import type { DeviceDto, RegionDto, RejectedDto, Viewer } from '../types';
import type { SyncDto } from '../zone-sync/types';
import { ZonesOnPhone } from '../zone-sync/zones-on-phone';
import type { InitialAlerts } from './alerts/types';
import { lastSignOfLife } from './condition';
import { ConnectionTab } from './connection-tab';
import { DataTab } from './data-tab';
import { DeviceAvatar } from './device-avatar';
import { DeviceLoss } from './device-loss';
import { DeviceTabs } from './device-tabs';
import { EditDevice } from './edit-device';
import { OverviewTab } from './overview-tab';
import { useDeviceTab } from './use-device-tab';
import { useDevice } from './use-devices';

interface Props {
  viewer: Viewer;
  initialDevice: DeviceDto;
  initialRegions: RegionDto[];
  initialRemote: { commands: CommandsDto; sync: SyncDto };
  initialRejected: RejectedDto[];
  initialPictures: MapMedia[];
  initialAlerts: InitialAlerts;
  initialExtras: PhoneExtras;
}

/** One device, in tabs: how it does, how to connect it, its zones, what it can be told, what it sent. */
export function DevicePage({ viewer, initialDevice, initialRemote, initialExtras, ...initial }: Props) {
  const t = useTranslations('devices');
  const { device, reload } = useDevice(initialDevice);
  const isInUse = lastSignOfLife(initialDevice) !== null;
  const [tab, openTab] = useDeviceTab(isInUse ? 'overview' : 'connection');
  const open = (next: DeviceTab) => {
    openTab(next);
    window.scrollTo({ top: 0 });
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
        actions={<Actions device={device} onSaved={reload} />}
      />
      <DeviceTabs
        deviceId={device.id}
        tab={tab}
        onOpen={openTab}
        panels={{
          overview: (
            <OverviewTab
              device={device}
              initialPictures={initial.initialPictures}
              initialAlerts={initial.initialAlerts}
              onOpen={open}
            />
          ),
          connection: (
            <ConnectionTab device={device} isInUse={isInUse} initialRejected={initial.initialRejected} onChanged={reload} />
          ),
          zones: <ZonesOnPhone deviceId={device.id} initial={initialRemote.sync} initialWords={initial.initialRegions} />,
          remote: <RemoteControl device={device} initial={initialRemote.commands} />,
          data: <DataTab device={device} initial={initialExtras} />,
        }}
      />
    </Page>
  );
}

function Actions({ device, onSaved }: { device: DeviceDto; onSaved: () => void }) {
  const t = useTranslations('devices');
  const router = useRouter();
  const [editing, edit] = useDisclosure(false);
  const remove = async () => {
    await api('DELETE', `/api/devices/${device.id}`);
    notifications.show({ message: t('delete.done', { name: device.name }) });
    router.push('/admin/devices');
    router.refresh();
  };
  return (
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
      <EditDevice device={device} opened={editing} onClose={edit.close} onSaved={onSaved} />
    </>
  );
}
