import type { BeaconSighting, DeviceReport, PhoneTransition } from '@/lib/domain/model';
import { type Payload, secondsOf } from './payload';

/** Without the members that nothing is known of. */
function known(members: Record<string, unknown>): Payload {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined && value !== ''));
}

/** What a phone said of one of its regions, as the message that it was. */
export function transitionPayload(transition: PhoneTransition): Payload {
  const { event, region, region_created_at, region_id, trigger, latitude, longitude, accuracy, occurred_at } = transition;
  return known({
    _type: 'transition',
    event,
    desc: region,
    wtst: region_created_at === null ? null : secondsOf(region_created_at),
    rid: region_id,
    t: trigger,
    lat: latitude,
    lon: longitude,
    acc: accuracy,
    tst: secondsOf(occurred_at),
  });
}

/** A region of a phone, as it was sent. */
export const waypointPayload = ({ payload }: DeviceReport): Payload => ({ ...known(payload), _type: 'waypoint' });

/** A beacon that a phone saw. */
export function beaconPayload(sighting: BeaconSighting): Payload {
  const [uuid, major, minor] = sighting.beacon.split(':');
  const number = (text: string | undefined) => (text ? Number(text) : null);
  return known({
    _type: 'beacon',
    desc: sighting.name,
    uuid,
    major: number(major),
    minor: number(minor),
    tst: secondsOf(sighting.last_at),
    acc: sighting.distance_meters,
    rssi: sighting.rssi,
    prox: sighting.proximity,
  });
}
