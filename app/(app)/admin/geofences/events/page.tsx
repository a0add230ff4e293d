import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { EventsPage } from '@/components/admin/events/events-page';
import { type EventsView, PAGE_SIZE, parseView } from '@/components/admin/events/filter';
import { eventDto } from '@/lib/adapters/http/zone-dto';
import type { User } from '@/lib/domain/model';
import { endOfDay, startOfDay } from '@/lib/domain/time/zoned-day';
import type { EventQuery } from '@/lib/services/events';
import { viewerOf } from '../../viewer';

export async function generateMetadata() {
  return { title: (await getTranslations('events'))('title') };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function GeofenceEventsPage({ searchParams }: Props) {
  const user = await requireUser();
  const { services, config, clock } = getServer();
  const view = parseView(queryOf(await searchParams));
  const [{ events, total }, zones, groups, devices] = await Promise.all([
    services.events.list(user, filterOf(view, user), PAGE_SIZE, (view.page - 1) * PAGE_SIZE),
    services.zones.list(user),
    services.groups.list(user),
    services.devices.list(user),
  ]);
  return (
    <EventsPage
      viewer={viewerOf(user)}
      devices={devices.map((device) => ({ id: String(device.id), name: nameFor(user, device), color: device.color }))}
      zones={[...zones, ...groups].map(({ id, name, color }) => ({ id, name, color }))}
      initialView={view}
      initial={{ events: events.map(eventDto), total }}
      initialReadAt={clock()}
      retentionDays={config.eventRetentionDays}
    />
  );
}

function queryOf(params: Awaited<Props['searchParams']>): URLSearchParams {
  const pairs = Object.entries(params).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []));
  return new URLSearchParams(pairs);
}

function filterOf(view: EventsView, user: User): EventQuery {
  return {
    device_id: view.device ?? undefined,
    geofence_id: view.zone?.toLowerCase() ?? undefined,
    event_type: view.type ?? undefined,
    retracted: view.retracted ?? undefined,
    start: view.from ? startOfDay(view.from, user.time_zone) : undefined,
    end: view.to ? endOfDay(view.to, user.time_zone) : undefined,
  };
}

/** An admin sees devices of many people, who may all have a "Phone". */
function nameFor(user: User, device: { name: string; owner_name: string; user_id: number }): string {
  return device.user_id === user.id ? device.name : `${device.name} (${device.owner_name})`;
}
