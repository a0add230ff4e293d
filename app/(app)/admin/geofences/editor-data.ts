import { getServer } from '@/app/server';
import { deviceDto } from '@/lib/adapters/http/dto';
import { geofenceDto } from '@/lib/adapters/http/zone-dto';
import type { User } from '@/lib/domain/model';

/** What the zone editor shows around the zone itself, and whom an admin may give it to. */
export async function loadEditor(actor: User) {
  const { config, services } = getServer();
  const [zones, devices, users] = await Promise.all([
    services.zones.list(actor),
    services.devices.list(actor),
    actor.role === 'admin' ? services.users.list(actor) : null,
  ]);
  return {
    zones: zones.map(geofenceDto),
    devices: devices.map(deviceDto),
    owners: users?.map(({ id, name }) => ({ id, name })) ?? null,
    viewerId: actor.id,
    tiles: { url: config.tileUrl, attribution: config.tileAttribution },
  };
}
