import { notFound } from 'next/navigation';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { DevicePage } from '@/components/admin/devices/device-page';
import { deviceDto, rejectedDto } from '@/lib/adapters/http/dto';
import { isServiceError } from '@/lib/adapters/http/errors';
import { regionDto } from '@/lib/adapters/http/region-dto';
import { viewerOf } from '../../viewer';

interface Props {
  params: Promise<{ id: string }>;
}

/** Somebody else's device and none at all look the same. */
async function load({ params }: Props) {
  const user = await requireUser();
  const id = Number((await params).id);
  if (!Number.isSafeInteger(id) || id < 1) notFound();
  const { devices, regions } = getServer().services;
  try {
    return {
      user,
      device: await devices.get(user, id),
      regions: await regions.of(user, id),
      rejected: await devices.rejected(user, { device_id: id }),
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
  const { user, device, regions, rejected } = await load(props);
  return (
    <DevicePage
      viewer={viewerOf(user)}
      initialDevice={deviceDto(device)}
      initialRegions={regions.map(regionDto)}
      initialRejected={rejected.map(rejectedDto)}
    />
  );
}
