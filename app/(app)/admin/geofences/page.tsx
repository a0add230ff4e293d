import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { ZonesPage } from '@/components/admin/zones/zones-page';
import { geofenceDto, groupDto } from '@/lib/adapters/http/zone-dto';
import { viewerOf } from '../viewer';

export async function generateMetadata() {
  return { title: (await getTranslations('zones'))('title') };
}

export default async function GeofencesPage() {
  const user = await requireUser();
  const { zones, groups, users } = getServer().services;
  const [list, { limit }, groupList, people] = await Promise.all([
    zones.list(user),
    zones.quota(user),
    groups.list(user),
    user.role === 'admin' ? users.list(user) : null,
  ]);
  return (
    <ZonesPage
      viewer={viewerOf(user)}
      initialZones={list.map(geofenceDto)}
      limit={limit}
      initialGroups={groupList.map(groupDto)}
      owners={people?.map(({ id, name }) => ({ id, name })) ?? null}
    />
  );
}
