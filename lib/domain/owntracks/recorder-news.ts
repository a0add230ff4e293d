import type { DeviceReport, PhoneTransition } from '@/lib/domain/model';
import { type Payload, secondsOf } from './payload';

/** A beacon as it was last seen by a phone. */
export interface BeaconNews {
  id: number;
  device_id: number;
  /** `uuid:major:minor`, as far as the phone says. */
  beacon: string;
  name: string | null;
  last_at: number;
  count: number;
  rssi: number | null;
  proximity: number | null;
  distance_meters: number | null;
}

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
export function beaconPayload(news: BeaconNews): Payload {
  const [uuid, major, minor] = news.beacon.split(':');
  const number = (text: string | undefined) => (text ? Number(text) : null);
  return known({
    _type: 'beacon',
    desc: news.name,
    uuid,
    major: number(major),
    minor: number(minor),
    tst: secondsOf(news.last_at),
    acc: news.distance_meters,
    rssi: news.rssi,
    prox: news.proximity,
  });
}
