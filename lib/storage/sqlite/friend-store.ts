import type { PhoneTransition } from '@/lib/domain/model';
import type { FriendFix } from '@/lib/domain/owntracks/friend';
import type { FriendProfile, FriendStore } from '@/lib/storage/ports';
import type { Connection } from './connection';

const FIX = `SELECT id, device_id, latitude, longitude, accuracy, altitude, vertical_accuracy, velocity, course, battery, occurred_at
  FROM location WHERE origin IS NULL`;
const NEWEST = `${FIX} AND device_id = ? ORDER BY occurred_at DESC, id DESC LIMIT 1`;
const GIVEN = 'IN (SELECT value FROM json_each(?))';
// The plus keeps SQLite to the short range of ids.
const BETWEEN = `${FIX} AND id > ? AND id <= ? AND +device_id ${GIVEN} ORDER BY id`;
const NEWEST_IDS = `SELECT coalesce((SELECT max(id) FROM location), 0) AS location,
  coalesce((SELECT max(id) FROM phone_transition), 0) AS transition`;
const TRANSITIONS = `
  SELECT id, device_id, event, region, region_created_at, region_id, trigger, latitude, longitude, accuracy, occurred_at, received_at
  FROM phone_transition WHERE id > ? AND id <= ? AND +device_id ${GIVEN} ORDER BY id`;
const PROFILES = `
  SELECT d.id AS device_id, d.name AS device_name, u.id AS owner_id, u.name AS owner_name,
    (SELECT payload FROM device_report WHERE device_id = d.id AND kind = 'card' AND key = '') AS card,
    (SELECT sha256 FROM media WHERE device_id = d.id AND kind = 'face' LIMIT 1) AS face
  FROM device d JOIN user u ON u.id = d.user_id WHERE d.id ${GIVEN}`;

/** An index step for each device is cheaper than a range of more ids than this for each. */
const IDS_PER_STEP = 4;

function nameOn(card: string | null): string | null {
  const { name } = card === null ? { name: null } : (JSON.parse(card) as { name?: unknown });
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : null;
}

/** What friends' phones are told, from SQLite. */
export class SqliteFriendStore implements FriendStore {
  constructor(private readonly connection: Connection) {}

  newestIds(): { location: number; transition: number } {
    return this.connection.prepare(NEWEST_IDS).get() as { location: number; transition: number };
  }

  newestFixes(device_ids: readonly number[]): FriendFix[] {
    const newest = this.connection.prepare(NEWEST);
    return device_ids.flatMap((id) => (newest.get(id) as FriendFix | undefined) ?? []);
  }

  fixesSince(after: number, up_to: number, device_ids: readonly number[]): FriendFix[] {
    if (up_to - after > device_ids.length * IDS_PER_STEP) return this.newestFixes(device_ids);
    return this.connection.prepare(BETWEEN).all(after, up_to, JSON.stringify(device_ids)) as FriendFix[];
  }

  transitionsBetween(after: number, up_to: number, device_ids: readonly number[]): PhoneTransition[] {
    return this.connection.prepare(TRANSITIONS).all(after, up_to, JSON.stringify(device_ids)) as PhoneTransition[];
  }

  profiles(device_ids: readonly number[]): FriendProfile[] {
    const rows = this.connection.prepare(PROFILES).all(JSON.stringify(device_ids)) as (Omit<FriendProfile, 'card_name'> & {
      card: string | null;
    })[];
    return rows.map(({ card, ...row }) => ({ ...row, card_name: nameOn(card) }));
  }
}
