import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { ZoneEditor } from '@/components/geofence/zone-editor';
import { loadEditor } from '../editor-data';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('editor'))('newTitle') };
}

export default async function NewZonePage() {
  const actor = await requireUser();
  const [{ zones, ...data }, quota] = await Promise.all([loadEditor(actor), getServer().services.zones.quota(actor)]);
  const limitReached = quota.limit !== null && quota.zones >= quota.limit ? quota.limit : null;
  return <ZoneEditor {...data} zone={null} otherZones={zones} limitReached={limitReached} />;
}
