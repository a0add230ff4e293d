import type { FoldEvent } from '@/lib/domain/geofence';
import { ZoneSet } from '@/lib/domain/geofence';
import { type DeviceHistory, foldDevice } from '@/lib/domain/geofence/fold-device';
import type { Fix, Geofence, PhoneTransition } from '@/lib/domain/model';
import { destination, fix } from './zones';

export const HOME = { latitude: 48.137, longitude: 11.575 };
export const START = 1_767_000_000_000;
export const MINUTE = 60_000;

/** A fix so many metres east of home, so many minutes after the start; ids follow the time. */
export function fixAt(minutes: number, meters: number, fields: Partial<Fix> = {}): Fix {
  const { latitude, longitude } = destination(HOME, meters < 0 ? 270 : 90, Math.abs(meters));
  const occurred_at = START + minutes * MINUTE;
  return fix(latitude, longitude, { id: Math.round(minutes * 100) + 1, occurred_at, received_at: occurred_at, ...fields });
}

/** The phone's word for a region, without a place, as a beacon's is. */
export function word(
  minutes: number,
  event: PhoneTransition['event'],
  region = 'Home',
  fields: Partial<PhoneTransition> = {},
): PhoneTransition {
  const occurred_at = START + minutes * MINUTE;
  const nothing = { region_created_at: null, region_id: null, trigger: 'b', latitude: null, longitude: null, accuracy: null };
  const id = Math.round(minutes * 100) + 1;
  return { id, device_id: 1, event, region, ...nothing, occurred_at, received_at: occurred_at, ...fields };
}

export const DEVICE = { id: 1, owner_id: 1 };

/** Fixes and words in the order of their time. */
export function historyOf(items: readonly (Fix | PhoneTransition)[]): DeviceHistory {
  const byTime = [...items].sort((a, b) => a.occurred_at - b.occurred_at || a.id - b.id);
  return {
    fixes: byTime.filter((item): item is Fix => !('region' in item)),
    transitions: byTime.filter((item): item is PhoneTransition => 'region' in item),
  };
}

export function foldOf(zones: Geofence[], items: readonly (Fix | PhoneTransition)[], until?: number) {
  return foldDevice(new ZoneSet(zones), DEVICE, historyOf(items), until === undefined ? undefined : START + until * MINUTE);
}

/** `type at-minute witnesses` of each event that holds. */
export function told(zones: Geofence[], items: readonly (Fix | PhoneTransition)[], until?: number): string[] {
  return foldOf(zones, items, until).events.map(inShort);
}

export function inShort({ event_type, occurred_at, witnesses }: FoldEvent): string {
  return `${event_type} ${(occurred_at - START) / MINUTE} ${witnesses.join('+')}`;
}
