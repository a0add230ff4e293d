import type { NewLocation } from '@/lib/domain/model';
import { sightingOf } from './beacon';
import { membersOfCsv } from './csv';
import { locationOf } from './location';
import type { CountedType, OwnTracksMessage } from './message';
import { imageOf } from './picture';
import { cardOf, dumpOf, newestOf, transitionOf, waypointOf, waypointsOf } from './report';
import { excerptOf } from './secrets';
import { stepsOf } from './steps';
import { type Members, textOf } from './values';

const COUNTED = new Set<string>(['request', 'cmd', 'configuration']);

const decoder = new TextDecoder();

function decode(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return membersOfCsv(text) ?? undefined;
  }
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

/** OwnTracks needs three; a database's JSON functions give up at a thousand. */
const MAX_DEPTH = 32;

function isDeeperThan(limit: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  for (const name in value) if (isDeeperThan(limit - 1, (value as Members)[name])) return true;
  return false;
}

/** The fix counts whatever is wrong with its picture. */
function withImage(location: NewLocation, members: Members): OwnTracksMessage {
  const picture = imageOf(members);
  if (picture === null) return { kind: 'location', location };
  if (typeof picture === 'string') location.extra = { ...location.extra, image_error: picture };
  return { kind: 'location', location, picture };
}

/** What a message with a `_type` says, or the reason as text why it says nothing. */
function interpret(members: Members, deviceId: number, receivedAt: number): OwnTracksMessage | string {
  const type = members._type;
  if (type === 'location') {
    if (members._demo) return { kind: 'counted', type: 'demo' };
    const location = locationOf(members, deviceId, receivedAt);
    if (typeof location === 'string') return location;
    return members.image === undefined ? { kind: 'location', location } : withImage(location, members);
  }
  switch (type) {
    case 'transition':
      return transitionOf(members, deviceId, receivedAt);
    case 'waypoint':
      return waypointOf(members, deviceId, receivedAt);
    case 'waypoints':
      return waypointsOf(members, deviceId, receivedAt);
    case 'card':
      return cardOf(members, deviceId, receivedAt);
    case 'lwt':
    case 'status':
      return newestOf(type, members, deviceId, receivedAt);
    case 'dump':
      return dumpOf(members, deviceId, receivedAt);
    case 'steps':
      return { kind: 'steps', steps: stepsOf(members, deviceId, receivedAt) };
    case 'beacon':
      return { kind: 'beacon', sighting: sightingOf(members, deviceId, receivedAt) };
    case 'encrypted':
      return { kind: 'encrypted', data: textOf(members.data) ?? '' };
  }
  if (typeof type !== 'string') return 'no _type';
  if (COUNTED.has(type)) return { kind: 'counted', type: type as CountedType };
  return `unknown _type ${JSON.stringify(type.slice(0, 40))}`;
}

/**
 * One message of a device. Never throws: what can't be understood is `rejected` with a reason and an excerpt. The message's own
 * `_type` decides, not its topic: by HTTP, and in some apps by MQTT, everything arrives at the base topic.
 * @param receivedAt epoch milliseconds
 */
export function parseMessage(payload: Uint8Array, deviceId: number, receivedAt: number): OwnTracksMessage {
  if (payload.length === 0) return { kind: 'empty' };
  const text = decoder.decode(payload);
  const value = decode(text);
  if (value === undefined) {
    if (text.trim() === '') return { kind: 'empty' };
    return { kind: 'rejected', reason: 'neither JSON nor a CSV line', excerpt: excerptOf(payload) };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'rejected', reason: `${nameOf(value)}, not a JSON object`, excerpt: excerptOf(payload) };
  }
  const members = value as Members;
  const isTooDeep = isDeeperThan(MAX_DEPTH, members);
  const message = isTooDeep ? `members nested deeper than ${MAX_DEPTH} levels` : interpret(members, deviceId, receivedAt);
  if (typeof message !== 'string') return message;
  return { kind: 'rejected', reason: message, excerpt: excerptOf(payload, members) };
}
