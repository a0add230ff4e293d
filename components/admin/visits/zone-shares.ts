import type { StatsDto } from './types';

/** A zone's part of the time in all zones. */
export interface ZoneShare {
  id: string;
  name: string;
  color: string;
  total_seconds: number;
  visits: number;
  /** 0–1 */
  share: number;
}

/** The zones by the time spent in them, most first; devices together. */
export function sharesOf(stats: readonly StatsDto[]): ZoneShare[] {
  const zones = new Map<string, ZoneShare>();
  for (const { geofence_id: id, geofence_name: name, geofence_color: color, total_seconds, visits } of stats) {
    const known = zones.get(id) ?? { id, name, color, total_seconds: 0, visits: 0, share: 0 };
    zones.set(id, { ...known, total_seconds: known.total_seconds + total_seconds, visits: known.visits + visits });
  }
  const all = [...zones.values()].reduce((sum, zone) => sum + zone.total_seconds, 0);
  return [...zones.values()]
    .map((zone) => ({ ...zone, share: all > 0 ? zone.total_seconds / all : 0 }))
    .sort((a, b) => b.total_seconds - a.total_seconds);
}
