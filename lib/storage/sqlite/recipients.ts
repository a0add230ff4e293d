import type { Channel, Geofence, NotificationPause, ToldKind, Way } from '@/lib/domain/model';
import { covers, type Escalation, type Recipient, type RecipientWay } from '@/lib/domain/notify/recipient';
import type { Connection } from './connection';
import { pausesOf } from './pause-store';
import { preferenceOf } from './preference-store';

const ZONE = 'SELECT user_id FROM zone_recipient WHERE geofence_id = ? ORDER BY created_at, user_id';
// The zone's own choice before the one of all zones.
const CHOICE = `SELECT ways FROM notification_choice WHERE user_id = ? AND kind = ? AND (geofence_id = ? OR geofence_id IS NULL)
  ORDER BY geofence_id IS NULL LIMIT 1`;
const TARGETS = `SELECT id, kind, paused_at FROM notification_target WHERE user_id = ? AND is_active = 1
  ORDER BY created_at, rowid`;
const MQTT = `SELECT 1 AS found FROM setting WHERE key = 'mqtt_publish' AND json_extract(value, '$.is_enabled') = 1
  AND (json_extract(value, '$.people') IS NULL OR ? IN (SELECT person.value FROM json_each(setting.value, '$.people') AS person))`;

type TargetRow = { id: string; kind: Extract<Channel, 'webhook' | 'push'>; paused_at: number | null };

/** What is the same for a person whatever is told. */
interface Person {
  ways: RecipientWay[];
  pauses: NotificationPause[];
  escalation: Escalation | null;
}

/** Whether what a person is told is published over MQTT: an admin decides whether anything is, and of whom. */
export function isMqttPublished(connection: Connection, user_id: number): boolean {
  return connection.prepare(MQTT).get(user_id) !== undefined;
}

/**
 * Who is told, and on which ways. It remembers what it read, so it must not live longer than the transaction in which what it
 * answers is used.
 */
export class RecipientReader {
  private readonly people = new Map<number, Person>();
  private readonly zones = new Map<string, number[]>();
  private readonly recipients = new Map<string, Recipient>();

  constructor(private readonly connection: Connection) {}

  /** The owner of a zone or group and all who are told of it besides. */
  ofZone({ id, owner_id }: Pick<Geofence, 'id' | 'owner_id'>, kind: ToldKind): Recipient[] {
    let others = this.zones.get(id);
    if (!others) {
      others = (this.connection.prepare(ZONE).all(id) as { user_id: number }[]).map(({ user_id }) => user_id);
      this.zones.set(id, others);
    }
    return [owner_id, ...others.filter((user_id) => user_id !== owner_id)].map((user_id) => this.of(user_id, id, kind));
  }

  /** One person, as of a zone or (null) of what is not about one. */
  of(user_id: number, geofence_id: string | null, kind: ToldKind): Recipient {
    const key = `${user_id}/${geofence_id ?? ''}/${kind}`;
    let recipient = this.recipients.get(key);
    if (!recipient) {
      const { ways, ...person } = this.person(user_id);
      recipient = { user_id, ways: this.chosen(ways, user_id, geofence_id, kind), ...person };
      this.recipients.set(key, recipient);
    }
    return recipient;
  }

  private chosen(ways: RecipientWay[], user_id: number, geofence_id: string | null, kind: ToldKind): RecipientWay[] {
    const row = this.connection.prepare(CHOICE).get(user_id, kind, geofence_id) as { ways: string } | undefined;
    if (!row) return ways;
    const chosen = JSON.parse(row.ways) as Way[];
    return ways.filter((way) => chosen.some((one) => covers(one, way)));
  }

  private person(user_id: number): Person {
    let person = this.people.get(user_id);
    if (!person) {
      const pauses = pausesOf(this.connection, user_id);
      person = { ways: this.waysOf(user_id), pauses, escalation: this.escalationOf(user_id) };
      this.people.set(user_id, person);
    }
    return person;
  }

  /** All that there are. */
  private waysOf(user_id: number): RecipientWay[] {
    const targets = (this.connection.prepare(TARGETS).all(user_id) as TargetRow[]).map(
      ({ id, kind, paused_at }): RecipientWay => ({
        channel: kind,
        target_id: id,
        held: paused_at === null ? null : 'target_paused',
      }),
    );
    const way = (channel: Channel): RecipientWay => ({ channel, target_id: null, held: null });
    return [way('inbox'), way('email'), ...targets, ...(isMqttPublished(this.connection, user_id) ? [way('mqtt')] : [])];
  }

  private escalationOf(user_id: number): Escalation | null {
    const preference = preferenceOf(this.connection, user_id);
    if (!preference || preference.escalate_after_minutes === null || preference.escalation.length === 0) return null;
    return { after_ms: preference.escalate_after_minutes * 60_000, order: preference.escalation };
  }
}

/** As `RecipientReader.of`, for one matter. */
export const recipientOf = (connection: Connection, user_id: number, geofence_id: string | null, kind: ToldKind): Recipient =>
  new RecipientReader(connection).of(user_id, geofence_id, kind);
