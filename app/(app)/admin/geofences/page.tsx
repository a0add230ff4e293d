import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { ZonesPage } from '@/components/admin/zones/zones-page';
import { geofenceDto } from '@/lib/adapters/http/zone-dto';
import { viewerOf } from '../viewer';

export async function generateMetadata() {
  return { title: (await getTranslations('zones'))('title') };
}

export default async function GeofencesPage() {
  const user = await requireUser();
  const { zones } = getServer().services;
  const [list, { limit }] = await Promise.all([zones.list(user), zones.quota(user)]);
  return <ZonesPage viewer={viewerOf(user)} initialZones={list.map(geofenceDto)} limit={limit} />;
}
