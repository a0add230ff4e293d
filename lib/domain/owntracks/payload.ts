import type { Location } from '@/lib/domain/model';

/** A message as OwnTracks writes it; what is unknown is absent, never null. */
export type Payload = Record<string, unknown>;

/** Members of our own record of a fix under their OwnTracks names. */
const MEMBERS: readonly (readonly [keyof Location, string])[] = [
  ['tid', 'tid'],
  ['latitude', 'lat'],
  ['longitude', 'lon'],
  ['accuracy', 'acc'],
  ['altitude', 'alt'],
  ['vertical_accuracy', 'vac'],
  ['velocity', 'vel'],
  ['course', 'cog'],
  ['battery', 'batt'],
  ['battery_status', 'bs'],
  ['trigger', 't'],
  ['monitoring_mode', 'm'],
  ['connection', 'conn'],
  ['ssid', 'SSID'],
  ['bssid', 'BSSID'],
  ['pressure', 'p'],
  ['in_regions', 'inregions'],
  ['tag', 'tag'],
  ['poi', 'poi'],
];

/** Epoch seconds, as OwnTracks counts. */
export const secondsOf = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/**
 * A stored fix as the location message that it was: members with a field of ours win over what is among the others, times are
 * epoch seconds.
 */
export function payloadOf(location: Location): Payload {
  const payload: Payload = { _type: 'location' };
  for (const [field, member] of MEMBERS) {
    const value = location[field];
    if (value !== null) payload[member] = value;
  }
  payload.tst = secondsOf(location.occurred_at);
  if (location.created_at !== null) payload.created_at = secondsOf(location.created_at);
  for (const name in location.extra) {
    const value = location.extra[name];
    if (value !== null && !(name in payload)) payload[name] = value;
  }
  return payload;
}
