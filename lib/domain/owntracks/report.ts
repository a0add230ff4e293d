import type { DeviceReport } from '@/lib/domain/model';
import { locationOf } from './location';
import type { NewPhoneTransition, OwnTracksMessage } from './message';
import { faceOf } from './picture';
import { regionName } from './region';
import { withoutSecrets } from './secrets';
import { DAY_MS, type Members, numberOf, textOf, timeOf } from './values';

const LEAKED = new Set(['_type', '_id', 'topic', 'qos', 'retained', '__proto__']);

function payloadOf(members: Members): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !LEAKED.has(name)));
}

/** When the phone made the message, as far as it says. */
function madeAt(members: Members, receivedAt: number): number {
  return timeOf(members.created_at, receivedAt + DAY_MS) ?? receivedAt;
}

function report(
  kind: DeviceReport['kind'],
  key: string,
  members: Members,
  deviceId: number,
  receivedAt: number,
  occurredAt = madeAt(members, receivedAt),
): DeviceReport {
  return { device_id: deviceId, kind, key, occurred_at: occurredAt, received_at: receivedAt, payload: payloadOf(members) };
}

/** What stays the same when a region is edited: its creation time, else its id, else its name. */
function regionKey(created: unknown, id: unknown, description: unknown): string {
  const time = timeOf(created, Number.MAX_SAFE_INTEGER);
  if (time !== null) return `tst:${Math.floor(time / 1000)}`;
  const rid = textOf(id);
  if (rid !== null) return `rid:${rid}`;
  return `desc:${regionName(textOf(description) ?? '')}`;
}

/** Beacons report transitions at 0/0, which is no place. */
function hasPlace(members: Members): boolean {
  const latitude = numberOf(members.lat);
  const longitude = numberOf(members.lon);
  return latitude !== null && longitude !== null && (latitude !== 0 || longitude !== 0);
}

/**
 * A transition: always the phone's word and a report, and a fix where the phone says where it was.
 * @returns the reason as text when it says neither enter nor leave
 */
export function transitionOf(members: Members, deviceId: number, receivedAt: number): OwnTracksMessage | string {
  if (members.event !== 'enter' && members.event !== 'leave') {
    return `transition with event ${JSON.stringify(members.event) ?? 'missing'}; it must be enter or leave`;
  }
  const placed = hasPlace(members) ? locationOf(members, deviceId, receivedAt) : '';
  const location = typeof placed === 'string' ? null : placed;
  const occurredAt = timeOf(members.tst, receivedAt + DAY_MS) ?? madeAt(members, receivedAt);
  const key = regionKey(members.wtst, members.rid, members.desc);
  return {
    kind: 'transition',
    location,
    transition: {
      ...wordOf(members, members.event),
      ...{ device_id: deviceId, occurred_at: occurredAt, received_at: receivedAt },
      ...{ latitude: location?.latitude ?? null, longitude: location?.longitude ?? null, accuracy: location?.accuracy ?? null },
    },
    reports: [report('transition', key, members, deviceId, receivedAt, occurredAt)],
  };
}

type Word = Pick<NewPhoneTransition, 'event' | 'region' | 'region_created_at' | 'region_id' | 'trigger'>;

/** Of which region it speaks, as far as the phone says: a user may keep its name to himself. */
function wordOf(members: Members, event: 'enter' | 'leave'): Word {
  return {
    event,
    region: regionName(textOf(members.desc) ?? ''),
    region_created_at: timeOf(members.wtst, Number.MAX_SAFE_INTEGER),
    region_id: textOf(members.rid),
    trigger: textOf(members.t),
  };
}

function waypointReport(members: Members, deviceId: number, receivedAt: number): DeviceReport | null {
  if (textOf(members.desc) === null) return null;
  return report('waypoint', regionKey(members.tst, members.rid, members.desc), members, deviceId, receivedAt);
}

/** One region as the phone knows it. @returns the reason as text when it has no name */
export function waypointOf(members: Members, deviceId: number, receivedAt: number): OwnTracksMessage | string {
  const waypoint = waypointReport(members, deviceId, receivedAt);
  return waypoint ? { kind: 'waypoint', reports: [waypoint] } : 'waypoint without a desc';
}

/** More regions than a phone can watch by far. */
const MAX_WAYPOINTS = 1000;

/**
 * The list of all regions; nameless ones are left out. That there was one is kept, too: what it lacks is gone.
 * @returns the reason as text when there is no list
 */
export function waypointsOf(members: Members, deviceId: number, receivedAt: number): OwnTracksMessage | string {
  if (!Array.isArray(members.waypoints)) return 'waypoints without a list of waypoints';
  const reports = members.waypoints
    .slice(0, MAX_WAYPOINTS)
    .filter((item): item is Members => typeof item === 'object' && item !== null)
    .map((item) => waypointReport(item, deviceId, receivedAt))
    .filter((item) => item !== null);
  const list = report('waypoints', '', { count: reports.length, created_at: members.created_at }, deviceId, receivedAt);
  return { kind: 'waypoints', reports: [...reports, list] };
}

/** A message of which only the newest counts. A last will's `tst` is the time of the log-in, so it is dated by its arrival. */
export function newestOf(kind: 'status' | 'lwt', members: Members, deviceId: number, receivedAt: number): OwnTracksMessage {
  const occurredAt = kind === 'lwt' ? receivedAt : madeAt(members, receivedAt);
  return { kind, reports: [report(kind, '', members, deviceId, receivedAt, occurredAt)] };
}

/** Who the phone's owner wants to be for friends. The face is taken out of what is kept of the card as a report. */
export function cardOf({ face, ...members }: Members, deviceId: number, receivedAt: number): OwnTracksMessage {
  return { kind: 'card', reports: [report('card', '', members, deviceId, receivedAt)], picture: faceOf({ face }) };
}

/** More than any app's settings; only a list of very many regions is longer. */
const MAX_DUMP_LENGTH = 65_536;

/** The phone's settings, without what is secret in them. */
export function dumpOf(members: Members, deviceId: number, receivedAt: number): OwnTracksMessage {
  const { configuration, waypoints: _listedApart, ...others } = members;
  const settings = typeof configuration === 'object' && configuration !== null ? (configuration as Members) : others;
  const { waypoints: _regions, ...shown } = withoutSecrets(settings);
  const kept = JSON.stringify(shown).length <= MAX_DUMP_LENGTH ? shown : {};
  return { kind: 'dump', reports: [report('dump', '', kept, deviceId, receivedAt, madeAt(members, receivedAt))] };
}
