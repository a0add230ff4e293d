import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { PAGE_SIZE, parseView, spanOf } from '@/components/admin/visits/view';
import { VisitsPage } from '@/components/admin/visits/visits-page';
import { visitDto, visitStatsDto } from '@/lib/adapters/http/visit-dto';
import { geofenceDto } from '@/lib/adapters/http/zone-dto';
import { endOfDay, startOfDay } from '@/lib/domain/time/zoned-day';

export async function generateMetadata() {
  return { title: (await getTranslations('visits'))('title') };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function GeofenceVisitsPage({ searchParams }: Props) {
  const user = await requireUser();
  const { services, config, clock } = getServer();
  const pairs = Object.entries(await searchParams).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  const view = parseView(new URLSearchParams(pairs));
  const [zones, groups, devices] = await Promise.all([
    services.zones.list(user),
    services.groups.list(user),
    services.devices.list(user),
  ]);
  const choices = [...zones, ...groups].map(({ id, name, color }) => ({ id, name, color }));
  const [from, to] = spanOf(view, clock(), user.time_zone);
  const filter = {
    // One that is gone or somebody else's is no filter: a mistyped link shows more, never an error.
    geofence_id: choices.find(({ id }) => id === view.zone?.toLowerCase())?.id,
    device_id: view.device ?? undefined,
    start: startOfDay(from, user.time_zone),
    end: endOfDay(to, user.time_zone),
  };
  const [page, stats] = await Promise.all([
    services.visits.list(user, filter, PAGE_SIZE, (view.page - 1) * PAGE_SIZE),
    services.visits.stats(user, filter),
  ]);
  return (
    <VisitsPage
      devices={devices.map(({ id, name, owner_name, user_id, color }) => ({
        id: String(id),
        name: user_id === user.id ? name : `${name} (${owner_name})`,
        color,
      }))}
      choices={choices}
      zones={zones.map(geofenceDto)}
      tiles={{ url: config.tileUrl, attribution: config.tileAttribution }}
      initialView={{ ...view, zone: filter.geofence_id ?? null }}
      initial={{ page: { ...page, visits: page.visits.map(visitDto) }, stats: stats.map(visitStatsDto) }}
    />
  );
}
