import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { ZoneEditor } from '@/components/geofence/zone-editor';
import { isServiceError } from '@/lib/adapters/http/errors';
import { geofenceDto } from '@/lib/adapters/http/zone-dto';
import type { User } from '@/lib/domain/model';
import type { ZoneView } from '@/lib/services/zones';
import { loadEditor } from '../editor-data';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('editor'))('editTitle') };
}

/** Somebody else's zone is as good as none. */
async function findZone(actor: User, id: string): Promise<ZoneView> {
  try {
    return await getServer().services.zones.get(actor, id);
  } catch (error) {
    if (!isServiceError(error)) throw error;
  }
  // Events name zones and groups alike; a group has its form on its own page.
  const groups = await getServer().services.groups.list(actor);
  if (groups.some((group) => group.id === id.toLowerCase())) redirect(`/admin/geofences/groups?group=${id}`);
  notFound();
}

export default async function ZonePage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requireUser();
  const zone = await findZone(actor, (await params).id);
  const { zones, ...data } = await loadEditor(actor);
  return (
    <ZoneEditor
      key={zone.id}
      {...data}
      zone={geofenceDto(zone)}
      otherZones={zones.filter(({ id }) => id !== zone.id)}
      limitReached={null}
    />
  );
}
