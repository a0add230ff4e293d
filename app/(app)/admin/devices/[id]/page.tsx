import { notFound } from 'next/navigation';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { ALERTS_READ } from '@/components/admin/devices/alerts/types';
import { DevicePage } from '@/components/admin/devices/device-page';
import { commandDto } from '@/lib/adapters/http/command-dto';
import { deviceAlertDto } from '@/lib/adapters/http/device-alert-dto';
import { deviceDto } from '@/lib/adapters/http/dto';
import { isServiceError } from '@/lib/adapters/http/errors';
import { rejectedDto, settingsDto, sightingDto } from '@/lib/adapters/http/extras-dto';
import { mediaDto } from '@/lib/adapters/http/media-dto';
import { regionDto } from '@/lib/adapters/http/region-dto';
import { syncDto } from '@/lib/adapters/http/sync-dto';
import { viewerOf } from '../../viewer';

interface Props {
  params: Promise<{ id: string }>;
}

/** As many as the API answers by itself. */
const REJECTED_READ = 200;
const STEP_DAYS = 14;
const BEACONS_READ = 20;
/** One more than the page shows at first. */
const PICTURES_READ = 13;

/** Somebody else's device and none at all look the same. */
async function load({ params }: Props) {
  const user = await requireUser();
  const id = Number((await params).id);
  if (!Number.isSafeInteger(id) || id < 1) notFound();
  const { commands, deviceAlerts, devices, extras, media, regions, rejected, zoneSync } = getServer().services;
  try {
    return {
      user,
      device: await devices.get(user, id),
      regions: await regions.of(user, id),
      commands: await commands.list(user, id),
      sync: await zoneSync.view(user, id),
      steps: (await extras.steps(user, id, STEP_DAYS)).days,
      beacons: await extras.beacons(user, id, BEACONS_READ),
      settings: settingsDto(await extras.settings(user, id)),
      alerts: {
        alerts: (await deviceAlerts.list(user, { device_id: id }, ALERTS_READ)).map(deviceAlertDto),
        view: await deviceAlerts.view(user, id),
      },
      pictures: await media.list(user, { device_id: id, kind: 'poi', limit: PICTURES_READ }),
      rejected: (await rejected.page(user, { device_id: id }, REJECTED_READ)).rejected,
    };
  } catch (error) {
    if (isServiceError(error)) notFound();
    throw error;
  }
}

export async function generateMetadata(props: Props) {
  return { title: (await load(props)).device.name };
}

export default async function DeviceDetailPage(props: Props) {
  const { user, device, regions, rejected, pictures, steps, beacons, settings, commands, sync, alerts } = await load(props);
  return (
    <DevicePage
      viewer={viewerOf(user)}
      initialDevice={deviceDto(device)}
      initialRegions={regions.map(regionDto)}
      initialRemote={{ commands: { ...commands, commands: commands.commands.map(commandDto) }, sync: syncDto(sync) }}
      initialRejected={rejected.map(rejectedDto)}
      initialAlerts={alerts}
      initialPictures={pictures.map(mediaDto)}
      initialExtras={{ steps, settings, beacons: beacons.map(sightingDto) }}
    />
  );
}
