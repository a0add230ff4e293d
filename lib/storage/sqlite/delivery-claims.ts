import type { Channel, User } from '@/lib/domain/model';
import { ESCALATION } from '@/lib/domain/notify/reasons';
import { HOLD_REASONS, holdOf, isHeld, speaksToPeople } from '@/lib/domain/notify/timing';
import type { ClaimedMessage } from '@/lib/storage/ports';
import { readMessage } from './claimed-message';
import type { Connection } from './connection';
import { heldBack, type Matter, readMatter } from './delivery-matter';
import { suppressDelivery } from './notification-status';
import { preferenceOf } from './preference-store';

/** Deliveries that go as one message at most; what is more follows in the next. */
export const LARGEST_BUNDLE = 500;
/** Deliveries that one claim looks at for the first of a message: others want to write, too. */
const MOST_HEADS = 500;

const OPEN = "state IN ('pending','sending')";
const NOT_TRIED = [...HOLD_REASONS, 'waiting', 'escalation'].map((reason) => `'${reason}'`).join();
const HELD = HOLD_REASONS.map((reason) => `'${reason}'`).join();
/** Deliveries of one person on one way. */
const GROUP = 'channel = ? AND user_id = ? AND target_id IS ?';

const UNDER_WAY = `SELECT DISTINCT user_id, target_id FROM delivery WHERE ${OPEN} AND state = 'sending' AND channel = ?
  AND next_attempt_at > ?`;
const ANY_DUE = `SELECT 1 FROM delivery WHERE ${OPEN} AND channel = ? AND next_attempt_at <= ? LIMIT 1`;
/** Named, because the index of all that waits would do as well, and is thousands of times as long after an outage. */
const TRIED = `SELECT id, state, next_attempt_at, bundle_id FROM delivery INDEXED BY delivery_tried
  WHERE ${OPEN} AND attempts > 0 AND ${GROUP} AND is_test = 0
    AND (state = 'sending' OR coalesce(reason, '') NOT IN (${NOT_TRIED})) ORDER BY id LIMIT ?`;
/** All that is due by itself; the head of it is looked at first. */
const DUE_BESIDE = `${OPEN} AND ${GROUP} AND state = 'pending' AND is_test = 0 AND bundle_id IS NULL AND resent_at IS NULL
  AND attempts = 0 AND reason IS NULL AND next_attempt_at <= ?`;
const JOIN = `UPDATE delivery SET next_attempt_at = ? WHERE ${DUE_BESIDE}`;
/** Of events only: what else there is to tell is little. */
const HOLD_ALL = `UPDATE delivery SET next_attempt_at = ?, reason = ? WHERE ${DUE_BESIDE} AND event_id IN
  (SELECT event.id FROM geofence_event AS event JOIN geofence ON geofence.id = event.geofence_id
    WHERE event.id = delivery.event_id AND geofence.is_important = 0)`;
const COLLECTION = `SELECT min(next_attempt_at) AS at FROM delivery WHERE ${OPEN} AND ${GROUP} AND state = 'pending'
  AND reason = 'digest'`;
const SENT_SINCE = `SELECT count(DISTINCT coalesce(bundle_id, -id)) AS messages FROM delivery WHERE ${GROUP} AND state = 'sent' AND channel <> 'inbox'
  AND is_test = 0 AND finished_at >= ?`;
const PUT_OFF = 'UPDATE delivery SET next_attempt_at = ?, reason = ? WHERE id = ?';
const MEMBERS = `SELECT id FROM delivery WHERE ${OPEN} AND ${GROUP} AND state = 'pending' AND is_test = 0 AND bundle_id IS NULL
  AND (next_attempt_at <= ? OR reason IN (${HELD})) AND id <> ? ORDER BY id LIMIT ?`;
const BUNDLE = `SELECT id FROM delivery WHERE bundle_id = ? AND ${OPEN} AND channel = ? ORDER BY id`;
const NEXT_BUNDLE = 'SELECT coalesce(max(bundle_id), 0) + 1 AS id FROM delivery WHERE bundle_id IS NOT NULL';
/** What was held back for its reader keeps that reason while it goes: the message says it. */
const TAKE = `UPDATE delivery SET state = 'sending', claimed_until = ?, next_attempt_at = ?, attempts = attempts + 1, bundle_id = ?,
  reason = CASE WHEN reason = 'escalation' THEN NULL ELSE reason END WHERE id = ?`;
const TIME_ZONE = 'SELECT time_zone FROM user WHERE id = ?';
const TARGET = 'SELECT coalesces FROM notification_target WHERE id = ?';

type Group = Pick<Matter, 'user_id' | 'target_id'>;
type Tried = Pick<Matter, 'id' | 'state' | 'next_attempt_at' | 'bundle_id'>;

/** One claim of a channel: what is due becomes messages. All inside the caller's transaction. */
export class DeliveryClaims {
  private readonly busy: Group[];
  private heads = 0;

  constructor(
    private readonly connection: Connection,
    private readonly channel: Channel,
    private readonly now: number,
    private readonly lease_ms: number,
  ) {
    this.busy = connection.prepare(UNDER_WAY).all(channel, now) as Group[];
  }

  static isAnyDue(connection: Connection, channel: Channel, now: number): boolean {
    return connection.prepare(ANY_DUE).get(channel, now) !== undefined;
  }

  /** The next message; null: nothing more is due, or enough was looked at. What is looked at is taken, put off or ended. */
  next(): ClaimedMessage | null {
    for (let head = this.due(); head !== null && this.heads++ < MOST_HEADS; head = this.due()) {
      const message = this.messageOf(head);
      if (message !== null) return message;
    }
    return null;
  }

  /** Of a person's way only one message is under way, so that they come in order; a test waits for nobody. */
  private due(): Matter | null {
    const others = this.busy.map(() => ' AND NOT (user_id = ? AND target_id IS ?)').join('');
    const sql = `SELECT id FROM delivery WHERE ${OPEN} AND channel = ? AND next_attempt_at <= ? AND (is_test = 1 OR (1${others}))
      ORDER BY next_attempt_at, id LIMIT 1`;
    const values = this.busy.flatMap(({ user_id, target_id }) => [user_id, target_id]);
    const row = this.connection.prepare(sql).get(this.channel, this.now, ...values) as { id: number } | undefined;
    return row ? readMatter(this.connection, row.id) : null;
  }

  private messageOf(head: Matter): ClaimedMessage | null {
    if (head.is_test === 1) return this.take([head], this.newBundle());
    // What perhaps went already goes again just as it was, so that the receiver knows the copy.
    if (head.bundle_id !== null) return this.again(head.bundle_id);
    if (this.endIfHeldBack(head)) return null;
    const isAskedFor = head.resent_at !== null && head.resent_at === head.next_attempt_at;
    if (isAskedFor || head.state === 'sending') return this.take([head], this.newBundle());
    const tried = this.triedBefore(head);
    const copy = tried.find(({ bundle_id, next_attempt_at }) => bundle_id !== null && next_attempt_at <= this.now);
    if (copy?.bundle_id) return this.again(copy.bundle_id);
    if (this.joinsBackOff(head, tried)) return null;
    if (!speaksToPeople(this.channel, this.targetOf(head))) return this.take([this.elderOf(head, tried)], this.newBundle());
    if (head.is_important === 0 && this.isPutOff(head)) return null;
    return this.take(
      [head, ...this.companionsOf(head)].sort((a, b) => a.id - b.id),
      this.newBundle(),
    );
  }

  /** What did not work before on the same way, in the order in which it was recorded. */
  private triedBefore(head: Matter): Tried[] {
    return this.connection.prepare(TRIED).all(...this.group(head), LARGEST_BUNDLE) as Tried[];
  }

  /** Where an earlier one waits because the other side does not answer, all wait with it, and go with it. */
  private joinsBackOff(head: Matter, tried: readonly Tried[]): boolean {
    const earlier = tried.find(({ state, next_attempt_at }) => state === 'pending' && next_attempt_at > this.now);
    if (!earlier) return false;
    // It still is not to go once the person has looked.
    const reason = head.reason === ESCALATION ? ESCALATION : null;
    this.connection.prepare(PUT_OFF).run(earlier.next_attempt_at, reason, head.id);
    this.connection.prepare(JOIN).run(earlier.next_attempt_at, ...this.group(head), this.now);
    return true;
  }

  /** Where each goes by itself, the one that was recorded first goes first, however long it waited for its next attempt. */
  private elderOf(head: Matter, [first]: readonly Tried[]): Matter {
    const elder = first && first.id < head.id ? readMatter(this.connection, first.id) : null;
    return elder && !this.endIfHeldBack(elder) ? elder : head;
  }

  private isPutOff(head: Matter): boolean {
    const hold = holdOf(preferenceOf(this.connection, head.user_id), {
      now: this.now,
      time_zone: this.timeZoneOf(head.user_id),
      is_fresh: head.attempts === 0 && !isHeld(head.reason),
      collection_ends: this.collectionEnds(head),
      sentSince: (at) => this.sentSince(head, at),
    });
    if (hold === null) return false;
    this.connection.prepare(PUT_OFF).run(hold.until, hold.reason, head.id);
    const isFresh = head.attempts === 0 && head.reason === null;
    if (isFresh) this.connection.prepare(HOLD_ALL).run(hold.until, hold.reason, ...this.group(head), this.now);
    return true;
  }

  /** What goes together with it. What is important does not let out what shall wait. */
  private companionsOf(head: Matter): Matter[] {
    const rows = this.connection.prepare(MEMBERS).all(...this.group(head), this.now, head.id, LARGEST_BUNDLE - 1) as {
      id: number;
    }[];
    return rows.flatMap(({ id }) => {
      const member = readMatter(this.connection, id);
      if (!member || (head.is_important === 1 && member.is_important === 0)) return [];
      return this.endIfHeldBack(member) ? [] : [member];
    });
  }

  private again(bundle_id: number): ClaimedMessage | null {
    const rows = this.connection.prepare(BUNDLE).all(bundle_id, this.channel) as { id: number }[];
    const members = rows.flatMap(({ id }) => readMatter(this.connection, id) ?? []);
    const left = members.filter((member) => !this.endIfHeldBack(member));
    return left.length > 0 ? this.take(left, bundle_id) : null;
  }

  private take(members: readonly Matter[], bundle_id: number): ClaimedMessage | null {
    const until = this.now + this.lease_ms;
    for (const { id } of members) this.connection.prepare(TAKE).run(until, until, bundle_id, id);
    const [head] = members;
    if (head && head.is_test === 0) this.busy.push({ user_id: head.user_id, target_id: head.target_id });
    return readMessage(
      this.connection,
      members.map(({ id }) => id),
    );
  }

  private endIfHeldBack(matter: Matter): boolean {
    const reason = heldBack(this.connection, matter, matter.next_attempt_at, this.now);
    if (reason === null) return false;
    suppressDelivery(this.connection, matter, reason, this.now);
    return true;
  }

  private newBundle(): number {
    return (this.connection.prepare(NEXT_BUNDLE).get() as { id: number }).id;
  }

  private group({ user_id, target_id }: Group): [Channel, number, string | null] {
    return [this.channel, user_id, target_id];
  }

  private collectionEnds(head: Matter): number | null {
    return (this.connection.prepare(COLLECTION).get(...this.group(head)) as { at: number | null }).at;
  }

  private sentSince(head: Matter, at: number): number {
    return (this.connection.prepare(SENT_SINCE).get(...this.group(head), at) as { messages: number }).messages;
  }

  private timeZoneOf(user_id: number): string {
    return (this.connection.prepare(TIME_ZONE).get(user_id) as Pick<User, 'time_zone'>).time_zone;
  }

  private targetOf({ target_id }: Group): { coalesces: boolean } | null {
    const row = this.connection.prepare(TARGET).get(target_id) as { coalesces: 0 | 1 } | undefined;
    return row ? { coalesces: row.coalesces === 1 } : null;
  }
}
