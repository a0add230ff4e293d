import type { NewLocation } from '@/lib/domain/model';
import { DAY_MS, integerWithin, type Members, numberOf, numberWithin, textOf, textsOf, timeOf } from './values';

/** Members that have a field of their own, and those that say nothing about the fix (some apps leak their internals). */
const NOT_EXTRA = new Set([
  ...['_type', '_id', 'topic', 'qos', 'retained', '__proto__'],
  ...['lat', 'lon', 'acc', 'alt', 'vac', 'vel', 'cog', 'batt', 'bs', 't', 'm', 'conn', 'p', 'tid', 'tst', 'created_at'],
  ...['ssid', 'SSID', 'bssid', 'BSSID', 'inregions', 'tag', 'poi', 'image', 'imagename'],
]);

/**
 * A coordinate. Android from 2.5.7 leaves out members that equal their default, so a message with its mark (`_id`) that has
 * the one coordinate and lacks the other was measured at exactly 0.0. Without that mark a missing coordinate is missing.
 */
function coordinateOf(members: Members, name: 'lat' | 'lon', other: 'lat' | 'lon'): number | null {
  const value = members[name];
  if (value === undefined && typeof members._id === 'string' && numberOf(members[other])) return 0;
  return numberOf(value);
}

/** What is wrong with the message's place, or null. */
function faultOf(latitude: number | null, longitude: number | null): string | null {
  if (latitude === null || longitude === null) {
    const missing = latitude === null ? (longitude === null ? 'lat and lon' : 'lat') : 'lon';
    return `location without a usable ${missing}`;
  }
  if (latitude < -90 || latitude > 90) return `lat is ${latitude}; it must be -90–90`;
  if (longitude < -180 || longitude > 180) return `lon is ${longitude}; it must be -180–180`;
  return null;
}

function extraOf(members: Members): Record<string, unknown> | null {
  let extra: Record<string, unknown> | null = null;
  for (const name in members) {
    if (NOT_EXTRA.has(name)) continue;
    extra ??= {};
    extra[name] = members[name];
  }
  return extra;
}

/** The times that could not be used, as the phone gave them, under their own names. */
function withRawTimes(extra: Record<string, unknown> | null, members: Members, fixTime: number | null, createdAt: number | null) {
  const raw: Record<string, unknown> = {};
  if (fixTime === null && members.tst != null) raw.tst = members.tst;
  if (createdAt === null && members.created_at != null) raw.created_at = members.created_at;
  return Object.keys(raw).length > 0 ? { ...extra, ...raw } : extra;
}

/**
 * A location message as a fix. The time is `tst` (seconds or milliseconds); one that is missing, not positive or more than a
 * day after `receivedAt` gives way to `created_at`, else to `receivedAt`. Unknown is null: `acc` 0 and −1, negative speeds,
 * a battery outside 0–100.
 * @param receivedAt epoch milliseconds
 * @returns the reason as text when the message holds no usable place
 */
export function locationOf(members: Members, deviceId: number, receivedAt: number): NewLocation | string {
  const latitude = coordinateOf(members, 'lat', 'lon');
  const longitude = coordinateOf(members, 'lon', 'lat');
  const fault = faultOf(latitude, longitude);
  if (fault !== null) return fault;
  const latest = receivedAt + DAY_MS;
  const fixTime = timeOf(members.tst, latest);
  const createdAt = timeOf(members.created_at, latest);
  const accuracy = numberOf(members.acc);
  const extra = extraOf(members);
  return {
    device_id: deviceId,
    latitude: latitude as number,
    longitude: longitude as number,
    accuracy: accuracy !== null && accuracy > 0 ? accuracy : null,
    altitude: numberOf(members.alt),
    vertical_accuracy: numberWithin(members.vac, 0, Number.MAX_VALUE),
    velocity: numberWithin(members.vel, 0, Number.MAX_VALUE),
    course: numberWithin(members.cog, 0, 360),
    battery: integerWithin(members.batt, 0, 100),
    battery_status: integerWithin(members.bs, 0, 3),
    trigger: textOf(members.t),
    monitoring_mode: integerWithin(members.m, -1, 2),
    connection: textOf(members.conn),
    ssid: textOf(members.SSID) ?? textOf(members.ssid),
    bssid: textOf(members.BSSID) ?? textOf(members.bssid),
    pressure: numberWithin(members.p, 0, Number.MAX_VALUE),
    tid: textOf(members.tid),
    in_regions: textsOf(members.inregions),
    tag: textOf(members.tag),
    poi: textOf(members.poi),
    occurred_at: fixTime ?? createdAt ?? receivedAt,
    created_at: createdAt,
    received_at: receivedAt,
    extra: fixTime !== null && createdAt !== null ? extra : withRawTimes(extra, members, fixTime, createdAt),
  };
}
