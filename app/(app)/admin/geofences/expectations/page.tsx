import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { ExpectationsPage } from '@/components/admin/expectations/expectations-page';
import { alertDto, expectationDto } from '@/lib/adapters/http/expectation-dto';
import { viewerOf } from '../../viewer';

const ALERTS = 100;

export async function generateMetadata() {
  return { title: (await getTranslations('expectations'))('title') };
}

export default async function GeofenceExpectationsPage() {
  const user = await requireUser();
  const { services } = getServer();
  const [expectations, alerts, zones, groups, devices] = await Promise.all([
    services.expectations.list(user),
    services.expectations.alerts(user, {}, ALERTS),
    services.zones.list(user),
    services.groups.list(user),
    services.devices.list(user),
  ]);
  const areas = [...zones.map((zone) => areaOf(zone, false)), ...groups.map((group) => areaOf(group, true))];
  return (
    <ExpectationsPage
      viewer={viewerOf(user)}
      choices={{ areas, devices: devices.map(({ id, name, user_id }) => ({ id, name, user_id })) }}
      initialExpectations={expectations.map(expectationDto)}
      initialAlerts={alerts.map(alertDto)}
    />
  );
}

function areaOf(area: { id: string; name: string; owner_id: number; device_id: number | null }, is_group: boolean) {
  const { id, name, owner_id, device_id } = area;
  return { id, name, owner_id, device_id, is_group };
}
