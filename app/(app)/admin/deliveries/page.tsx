import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { DeliveriesPage } from '@/components/admin/deliveries/deliveries-page';
import { type DeliveriesView, PAGE_SIZE, parseView, spanOf } from '@/components/admin/deliveries/view';
import { deliveryDto } from '@/lib/adapters/http/delivery-dto';
import { deliveryQuery } from '@/lib/adapters/http/delivery-input';
import type { DeliveryQuery } from '@/lib/services/delivery-log';
import { viewerOf } from '../viewer';

export async function generateMetadata() {
  return { title: (await getTranslations('deliveries'))('title') };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AdminDeliveriesPage({ searchParams }: Props) {
  const user = await requireUser();
  const { services, clock } = getServer();
  const pairs = Object.entries(await searchParams).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []));
  const view = parseView(new URLSearchParams(pairs));
  const now = clock();
  const [{ deliveries, total }, stats, recipients, zones, groups, devices] = await Promise.all([
    services.deliveries.list(user, filterOf(view, user.time_zone), PAGE_SIZE, (view.page - 1) * PAGE_SIZE),
    services.deliveries.stats(user, filterOf({ ...view, state: null, reason: null, from: null, to: null }, user.time_zone)),
    services.deliveries.recipients(user),
    services.zones.list(user),
    services.groups.list(user),
    services.devices.list(user),
  ]);
  return (
    <DeliveriesPage
      viewer={viewerOf(user)}
      recipients={recipients}
      devices={devices.map(({ id, name, owner_name, user_id, color }) => ({
        id: String(id),
        name: user_id === user.id ? name : `${name} (${owner_name})`,
        color,
      }))}
      zones={[...zones, ...groups].map(({ id, name, color }) => ({ id, name, color }))}
      initialView={view}
      initial={{ deliveries: deliveries.map(deliveryDto), total }}
      initialReadAt={now}
      initialStats={stats}
    />
  );
}

function filterOf(view: DeliveriesView, timeZone: string): DeliveryQuery {
  return deliveryQuery({
    state: view.state ?? undefined,
    reason: view.reason ?? undefined,
    kind: view.kind ?? undefined,
    channel: view.channel ?? undefined,
    recipient_id: view.recipient ?? undefined,
    device_id: view.device ?? undefined,
    geofence_id: view.zone ?? undefined,
    ...spanOf(view, timeZone),
  });
}
