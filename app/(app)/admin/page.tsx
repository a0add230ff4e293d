import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { Dashboard } from '@/components/admin/dashboard/dashboard';
import { auditDto, deviceDto } from '@/lib/adapters/http/dto';
import { alertDto } from '@/lib/adapters/http/expectation-dto';
import { eventDto, geofenceDto, statusDto } from '@/lib/adapters/http/zone-dto';
import { viewerOf } from './viewer';

const RECENT = 8;
const OPEN_ALERTS = 5;

export async function generateMetadata() {
  return { title: (await getTranslations('dashboard'))('title') };
}

export default async function DashboardPage() {
  const user = await requireUser();
  const { services } = getServer();
  const [zones, statuses, stats, devices, { events, total }, alerts, failing, audit, mail] = await Promise.all([
    services.zones.list(user),
    services.zones.statuses(user),
    services.events.stats(user),
    services.devices.list(user),
    services.events.list(user, {}, RECENT, 0),
    services.expectations.alerts(user, { open: true }, OPEN_ALERTS),
    services.deliveries.failing(user),
    user.role === 'admin' ? services.audit.list(user, RECENT) : null,
    services.mailSettings.source(),
  ]);
  return (
    <Dashboard
      viewer={viewerOf(user)}
      zones={{ zones: zones.map(geofenceDto), statuses: statuses.map(statusDto), stats }}
      devices={devices.map(deviceDto)}
      health={{ ...services.health.report(), mail }}
      events={{ events: events.map(eventDto), total }}
      alerts={alerts.map(alertDto)}
      failing={failing}
      audit={audit?.map(auditDto) ?? null}
    />
  );
}
