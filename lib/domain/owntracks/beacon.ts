import type { NewBeaconSighting } from '@/lib/domain/model';
import { DAY_MS, integerWithin, type Members, numberWithin, textOf, timeOf } from './values';

/** Longer texts than beacons have. */
const MAX_PART = 64;
const MAX_NAME = 255;

/** One look at a beacon. @returns null when it does not say at which */
export function sightingOf(members: Members, deviceId: number, receivedAt: number): NewBeaconSighting | null {
  const uuid = textOf(members.uuid)?.slice(0, MAX_PART).toLowerCase();
  if (!uuid) return null;
  const [major, minor] = [members.major, members.minor].map((value) => integerWithin(value, 0, 65_535) ?? 0);
  const at = timeOf(members.tst, receivedAt + DAY_MS) ?? receivedAt;
  return {
    device_id: deviceId,
    beacon: `${uuid}:${major}:${minor}`,
    name: textOf(members.desc)?.slice(0, MAX_NAME) ?? null,
    first_at: at,
    last_at: at,
    count: 1,
    rssi: rssiOf(members),
    proximity: integerWithin(members.prox, 0, 3),
    distance_meters: numberWithin(members.acc, 0, Number.MAX_VALUE),
  };
}

/** A radio's strength is below 0 dBm; iOS says 0 when it could not measure. */
const rssiOf = (members: Members): number | null => integerWithin(members.rssi, -200, -1);

/** So long without a word of a beacon, and the next is another sighting. */
export const SIGHTING_GAP_MS = 5 * 60_000;

/** Whether both belong to one stay near the beacon. */
export function isSameSighting(
  one: Pick<NewBeaconSighting, 'first_at' | 'last_at'>,
  other: Pick<NewBeaconSighting, 'first_at' | 'last_at'>,
): boolean {
  return other.first_at <= one.last_at + SIGHTING_GAP_MS && other.last_at >= one.first_at - SIGHTING_GAP_MS;
}

/** Both as one; measurements are those of the newer. */
export function mergedSighting(known: NewBeaconSighting, other: NewBeaconSighting): NewBeaconSighting {
  const newer = other.last_at >= known.last_at ? other : known;
  return {
    ...newer,
    name: newer.name ?? known.name ?? other.name,
    first_at: Math.min(known.first_at, other.first_at),
    last_at: newer.last_at,
    count: known.count + other.count,
  };
}
