import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { LiveMap } from '@/components/map/live-map';
import { readMapLink } from '@/components/map/map-link';
import { seenDeviceDto } from '@/lib/adapters/http/dto';
import { geofenceDto, statusDto } from '@/lib/adapters/http/zone-dto';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('map'))('title') };
}

interface MapPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function MapPage({ searchParams }: MapPageProps) {
  const actor = await requireUser();
  const { config, services } = getServer();
  const [query, devices, zones, statuses] = await Promise.all([
    searchParams,
    services.access.visibleDevices(actor),
    services.zones.list(actor),
    services.zones.statuses(actor),
  ]);
  return (
    <LiveMap
      start={{ devices: devices.map(seenDeviceDto), zones: zones.map(geofenceDto), statuses: statuses.map(statusDto) }}
      tiles={{ url: config.tileUrl, attribution: config.tileAttribution }}
      viewerId={actor.id}
      link={readMapLink(query)}
    />
  );
}
