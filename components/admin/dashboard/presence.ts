import type { GeofenceDto, StatusDto } from '../types';

/** A zone with who is in it. */
export interface Presence {
  zone: Pick<GeofenceDto, 'id' | 'name' | 'color'>;
  inside: Pick<StatusDto, 'device_id' | 'device_name' | 'since'>[];
}

/** The active zones that somebody is in, the fullest first, then by name; in each, the one who came last first. */
export function presenceIn(zones: readonly GeofenceDto[], statuses: readonly StatusDto[], language: string): Presence[] {
  const collator = new Intl.Collator(language, { numeric: true });
  return zones
    .filter((zone) => zone.is_active)
    .map((zone) => ({
      zone,
      inside: statuses.filter((status) => status.is_inside && status.geofence_id === zone.id).sort(latestFirst),
    }))
    .filter(({ inside }) => inside.length > 0)
    .sort((a, b) => b.inside.length - a.inside.length || collator.compare(a.zone.name, b.zone.name));
}

function latestFirst(a: StatusDto, b: StatusDto): number {
  return Date.parse(b.since ?? '') - Date.parse(a.since ?? '') || a.device_id - b.device_id;
}
