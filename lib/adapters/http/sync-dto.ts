import type { ReportedRegion } from '@/lib/domain/owntracks/phone-regions';
import type { RegionOnPhone, ZoneOnPhone } from '@/lib/domain/owntracks/sync-view';
import type { PhoneSync } from '@/lib/services/zone-sync';
import { iso } from './dto';

const reportedDto = ({ region_created_at: _key, region_id: _id, ...region }: ReportedRegion) => ({
  ...region,
  reported_at: iso(region.reported_at),
});

const zoneDto = ({ zone, row, reported, ...rest }: ZoneOnPhone) => ({
  geofence_id: zone.id,
  name: zone.name,
  color: zone.color,
  shape_type: zone.shape_type,
  is_active: zone.is_active,
  ...rest,
  reported: reported && reportedDto(reported),
  /** What the phone was told last. */
  told: row && { name: row.name, latitude: row.latitude, longitude: row.longitude, radius_meters: row.radius_meters },
  pushed_at: iso(row?.pushed_at ?? null),
  confirmed_at: iso(row?.confirmed_at ?? null),
  /** How far the command is that told the phone last. */
  command_state: row?.command_state ?? null,
});

const regionDto = ({ zone, ...region }: RegionOnPhone) => ({
  ...reportedDto(region as ReportedRegion),
  can_be_zone: region.kind === 'circle' && zone === null,
  geofence_id: zone?.id ?? null,
  geofence_name: zone?.name ?? null,
});

/** `zones`: what is, or could be, on the phone; `regions`: what only the phone has; `drift`: what differs, kind by kind. */
export const syncDto = ({ zones, regions, listed_at, ...sync }: PhoneSync) => {
  const shown = zones.map(zoneDto);
  return {
    ...sync,
    listed_at: iso(listed_at),
    zones: shown,
    regions: regions.map(regionDto),
    drift: shown.flatMap(({ geofence_id, name, drift }) => drift.map((kind) => ({ geofence_id, name, kind }))),
  };
};
export type SyncDto = ReturnType<typeof syncDto>;
