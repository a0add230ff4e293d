import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { DevicesPage } from '@/components/admin/devices/devices-page';
import { seenDeviceDto } from '@/lib/adapters/http/dto';
import type { User } from '@/lib/domain/model';
import { viewerOf } from '../viewer';

export async function generateMetadata() {
  return { title: (await getTranslations('devices'))('title') };
}

export default async function DevicesListPage() {
  const user = await requireUser();
  const { services } = getServer();
  const [devices, owners] = await Promise.all([
    services.access.visibleDevices(user),
    user.role === 'admin' ? services.users.list(user) : [user],
  ]);
  return (
    <DevicesPage
      viewer={viewerOf(user)}
      me={ownerOf(user)}
      initialDevices={devices.map(seenDeviceDto)}
      owners={owners.map(ownerOf)}
    />
  );
}

function ownerOf({ id, name, handle }: User) {
  return { id, name, handle };
}
