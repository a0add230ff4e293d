import { distance } from '@/lib/domain/geo';
import type { CommandState, Geofence, RegionSync } from '@/lib/domain/model';
import { type PhoneRegions, type ReportedRegion, reportedAs } from './phone-regions';
import { regionKey, regionName } from './region';
import { regionOfZone, type ZoneRegion } from './zone-regions';

/** A zone on a phone, with how far the command is that told of it last. */
export type SyncRow = RegionSync & { command_state: CommandState | null; command_sent_at: number | null };

/** How the phone's region differs from what it was told. `missing`: its list lacks it. `still_there`: it was to be removed. */
export type DriftKind = 'moved' | 'resized' | 'renamed' | 'missing' | 'still_there';

/**
 * `off`: not on the phone; `left_out`: it would be, but the phone can watch no more; `waiting`: told, without an answer yet;
 * `in_step`; `drift`; `removing`.
 */
export type SyncState = 'off' | 'left_out' | 'waiting' | 'in_step' | 'drift' | 'removing';

export interface ZoneOnPhone {
  zone: Geofence;
  state: SyncState;
  /** As the phone is, or would be, told. */
  region: ZoneRegion;
  row: SyncRow | null;
  /** As the phone tells. */
  reported: ReportedRegion | null;
  drift: DriftKind[];
}

/** Phones round: less is no difference. */
const SAME_PLACE_METERS = 5;
const SAME_RADIUS_METERS = 2;

/** What differs between a region as it was told and as the phone reports it. */
export function differences(told: Omit<ZoneRegion, 'is_enclosing'>, reported: ReportedRegion): DriftKind[] {
  const { latitude, longitude, radius_meters } = reported;
  const drift: DriftKind[] = [];
  const isAway = latitude === null || longitude === null || distance(told, { latitude, longitude }) > SAME_PLACE_METERS;
  if (isAway) drift.push('moved');
  if (Math.abs((radius_meters ?? 0) - told.radius_meters) > SAME_RADIUS_METERS) drift.push('resized');
  if (reported.name !== regionName(told.name)) drift.push('renamed');
  return drift;
}

/** Whether the phone's list of regions, made after it was told, has the last word on what it was told. */
function isListedSince({ command_state, command_sent_at, pushed_at }: SyncRow, listed_at: number | null): boolean {
  if (command_state === 'queued') return false;
  return listed_at !== null && listed_at > (command_sent_at ?? pushed_at);
}

/** Where one zone stands on a phone. */
export function zoneOnPhone(zone: Geofence, row: SyncRow | null, phone: PhoneRegions, isLeftOut: boolean): ZoneOnPhone {
  const region = regionOfZone(zone);
  const reported = row ? reportedAs(row, phone.regions) : null;
  const { state, drift } = standing(row, reported, phone.listed_at, isLeftOut);
  return { zone, state, region, row, reported, drift };
}

/** What became of a zone that the phone was told of. */
export function standing(
  row: SyncRow | null,
  reported: ReportedRegion | null,
  listed_at: number | null,
  isLeftOut = false,
): { state: SyncState; drift: DriftKind[] } {
  const none = { drift: [] };
  if (row === null || row.state === 'removed') return { state: isLeftOut ? 'left_out' : 'off', ...none };
  const isListed = isListedSince(row, listed_at);
  if (row.state === 'removing') {
    if (!isListed) return { state: 'removing', ...none };
    return reported ? { state: 'drift', drift: ['still_there'] } : { state: 'off', ...none };
  }
  const isNews =
    reported !== null && row.command_state !== 'queued' && reported.reported_at > (row.command_sent_at ?? row.pushed_at);
  if (reported && (isNews || row.state === 'confirmed')) {
    const drift = differences(row, reported);
    return { state: drift.length > 0 ? 'drift' : 'in_step', drift };
  }
  if (isListed) return { state: 'drift', drift: ['missing'] };
  return { state: 'waiting', ...none };
}

/** Regions that only the phone has, with the zone of the same name, if there is one. */
export interface RegionOnPhone extends ReportedRegion {
  zone: Pick<Geofence, 'id' | 'name'> | null;
}

export function regionsOnPhoneOnly(
  zones: readonly Geofence[],
  rows: readonly SyncRow[],
  { regions }: PhoneRegions,
): RegionOnPhone[] {
  const known = new Set(rows.filter(({ state }) => state !== 'removed').map((row) => reportedAs(row, regions)));
  const named = new Map(zones.map((zone) => [regionKey(zone.name), zone]));
  return regions
    .filter((region) => !known.has(region))
    .map((region) => {
      const zone = named.get(regionKey(region.name));
      return { ...region, zone: zone ? { id: zone.id, name: zone.name } : null };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}
