import type { PublishedDevice, PublishedFix, PublishedStatus, PublishedZone, PublishedZones } from './home-assistant-snapshot';
import { deviceTopics, type PublishNames } from './home-assistant-topics';

/** Where a device is that is in none of its zones. */
export const NOT_HOME = 'not_home';
export const INSIDE = 'ON';
export const OUTSIDE = 'OFF';

/** A retained message: what a topic says until it says something else. */
export type Retained = readonly [topic: string, payload: string];

type Place = { zone: PublishedZone; status: PublishedStatus };

/**
 * What holds for a device now. Nothing is said of what is not known: a device that never sent a fix has no state, and a zone that
 * never judged it none either.
 */
export function retainedOf(names: Pick<PublishNames, 'base'>, device: PublishedDevice, zones: PublishedZones): Retained[] {
  const topics = deviceTopics(names, device);
  const places = device.statuses.flatMap((status) => {
    const zone = zones.find(device, status.geofence_id);
    return zone ? [{ zone, status }] : [];
  });
  const announced = zones.of(device);
  const { fix, battery } = device;
  return [
    ...(fix ? [[topics.state, placeName(places)] as const, [topics.attributes, attributes(fix)] as const] : []),
    ...(battery === null ? [] : [[topics.battery, String(battery)] as const]),
    ...places
      .filter(({ zone }) => announced.includes(zone))
      .flatMap(({ zone, status }): Retained[] => [
        [topics.zone(zone.id), status.is_inside ? INSIDE : OUTSIDE],
        [topics.zoneAttributes(zone.id), zoneAttributes(zone, status)],
      ]),
  ];
}

/** The smallest zone that it is in, of equal ones the one it came to last. */
function placeName(places: readonly Place[]): string {
  const inside = places.filter(({ status }) => status.is_inside);
  inside.sort((a, b) => compare(a.zone.radius_meters, b.zone.radius_meters) || compare(b.status.since ?? 0, a.status.since ?? 0));
  return inside[0]?.zone.name ?? NOT_HOME;
}

/** Infinity less itself is no number. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

/** What is not known is left out: Home Assistant would take null for a place. */
function attributes({ accuracy, altitude, velocity, course, ...fix }: PublishedFix): string {
  const known = { gps_accuracy: accuracy, altitude, velocity, course };
  const given = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null));
  const { latitude, longitude, occurred_at } = fix;
  return JSON.stringify({ latitude, longitude, ...given, last_fix: new Date(occurred_at).toISOString() });
}

function zoneAttributes({ name }: PublishedZone, { since }: PublishedStatus): string {
  return JSON.stringify({ zone: name, ...(since === null ? {} : { since: new Date(since).toISOString() }) });
}
