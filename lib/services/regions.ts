import type { DeviceReport, User } from '@/lib/domain/model';
import { withoutGone } from '@/lib/domain/owntracks/phone-regions';
import { regionKey } from '@/lib/domain/owntracks/region';
import { type PhoneRegion, regionsOf } from '@/lib/domain/owntracks/regions';
import type { DeviceStore, GeofenceRow, GeofenceStore } from '@/lib/storage/ports';
import type { RegionStore, ZoneByKey } from '@/lib/storage/ports/regions';
import type { DeviceService } from './devices';

/** A region of the phone with the zone that its word counts for. */
export interface MatchedRegion extends PhoneRegion {
  /** Null: no zone that watches this device has this name. */
  zone: Pick<GeofenceRow, 'id' | 'name' | 'is_active'> | null;
}

/** The regions that a phone watches by itself, and what they mean here. */
export class RegionService {
  constructor(
    private readonly devices: Pick<DeviceService, 'get'>,
    private readonly reports: Pick<DeviceStore, 'reports'>,
    private readonly regions: RegionStore,
    private readonly zones: Pick<GeofenceStore<unknown>, 'list'>,
  ) {}

  /** By name. @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's device */
  async of(actor: User, device_id: number): Promise<MatchedRegion[]> {
    const device = await this.devices.get(actor, device_id);
    const [reports, synced, transitions, listings, zones] = await Promise.all([
      this.reports.reports(device_id),
      this.regions.zonesByKey(device_id),
      this.regions.newestTransitions(device_id),
      this.regions.newestListings(device_id),
      this.zones.list({ device_id }),
    ]);
    const listed = device.last_location_imported ? null : (device.last_location?.in_regions ?? null);
    const known = regionsOf({ reports: namedByKey(withoutGone(reports), synced), transitions, listed, listings });
    return known.map((region) => ({ ...region, zone: zoneOf(region.name, zones) }));
  }
}

/** A region that is a zone of ours bears the zone's name, whatever the phone calls it. */
function namedByKey(reports: readonly DeviceReport[], synced: readonly ZoneByKey[]): DeviceReport[] {
  const names = new Map<string, string>(
    synced.flatMap((zone) => [
      [`tst:${zone.region_created_at}`, zone.zone_name] as const,
      [`rid:${zone.region_id}`, zone.zone_name] as const,
    ]),
  );
  return reports.map((report) => {
    const desc = names.get(report.key);
    return desc === undefined ? report : { ...report, payload: { ...report.payload, desc } };
  });
}

/** The one that is judged, if there are several of the name. */
function zoneOf(name: string, zones: readonly GeofenceRow[]): MatchedRegion['zone'] {
  const key = regionKey(name);
  if (key === '') return null;
  const named = zones.filter((zone) => regionKey(zone.name) === key);
  const zone = named.find(({ is_active }) => is_active) ?? named[0];
  return zone ? { id: zone.id, name: zone.name, is_active: zone.is_active } : null;
}
