import type { Way } from '@/lib/domain/model';
import { covers } from '@/lib/domain/notify/recipient';
import type { DeliveryAttempt, NextState } from '@/lib/storage/ports';
import type { Connection } from './connection';
import { aboutOf, heldBack, type Matter, readMatter } from './delivery-matter';
import { sumUpDeliveries } from './notification-status';
import { preferenceOf } from './preference-store';

/** So many messages in a row that a target refused for good, and it is used no more. */
const PAUSE_AFTER_FAILURES = 5;

const ATTEMPT = 'INSERT INTO delivery_attempt (delivery_id, at, outcome, response) VALUES (?, ?, ?, ?)';
const FIRST_TRY = 'SELECT min(at) AS at FROM delivery_attempt WHERE delivery_id = ? AND at >= ?';
const END = 'UPDATE delivery SET state = ?, reason = ?, claimed_until = NULL, finished_at = ? WHERE id = ?';
const AGAIN = `UPDATE delivery SET state = 'pending', reason = ?, claimed_until = NULL, next_attempt_at = ?, bundle_id = ? WHERE id = ?`;
const END_COOLDOWN = `DELETE FROM notification_cooldown WHERE (device_id, geofence_id, event_type) =
  (SELECT device_id, geofence_id, event_type FROM geofence_event WHERE id = ?)
  AND last_notified_at <= (SELECT created_at FROM delivery WHERE id = ?)`;
const TOLD_OTHERWISE = `SELECT 1 FROM delivery WHERE event_id = ? AND channel <> 'inbox' AND state IN ('pending','sending','sent') LIMIT 1`;
const TARGET_WORKED = 'UPDATE notification_target SET failures = 0, last_sent_at = ? WHERE id = ?';
const TARGET_REFUSED = `UPDATE notification_target SET failures = failures + 1,
  paused_at = CASE WHEN failures + 1 >= ${PAUSE_AFTER_FAILURES} THEN coalesce(paused_at, ?) ELSE paused_at END,
  pause_reason = CASE WHEN failures + 1 >= ${PAUSE_AFTER_FAILURES} THEN ? ELSE pause_reason END WHERE id = ?`;
const TARGET_GONE = 'UPDATE notification_target SET is_active = 0, paused_at = NULL, pause_reason = ? WHERE id = ?';

/** Writes down how an attempt ended, for each delivery of a message. All inside the caller's transaction. */
export class DeliveryOutcomes {
  constructor(private readonly connection: Connection) {}

  /** @returns false when the claim was lost meanwhile, or the delivery removed */
  record(claim: { id: number; attempts: number }, attempt: DeliveryAttempt, next: NextState): boolean {
    const matter = readMatter(this.connection, claim.id);
    if (!matter) return false;
    this.connection.prepare(ATTEMPT).run(claim.id, attempt.at, attempt.outcome, attempt.response);
    if (matter.state !== 'sending' || matter.attempts !== claim.attempts) return false;
    this.settle(matter, attempt, next);
    sumUpDeliveries(this.connection, matter);
    return true;
  }

  /** What the attempt says of a webhook or browser: once for each message, however many deliveries it was made of. */
  recordTarget(target_id: string, { at, outcome, response }: DeliveryAttempt, isGone: boolean): void {
    if (outcome === 'sent') this.connection.prepare(TARGET_WORKED).run(at, target_id);
    else if (isGone) this.connection.prepare(TARGET_GONE).run(response, target_id);
    else if (outcome === 'permanent') this.connection.prepare(TARGET_REFUSED).run(at, response, target_id);
  }

  private settle(matter: Matter, { at }: DeliveryAttempt, next: NextState): void {
    if (next.state === 'sent') this.end(matter, 'sent', null, at);
    else if (next.state === 'failed') this.fail(matter, next.reason, at);
    else this.tryAgain(matter, next, at);
  }

  private tryAgain(matter: Matter, next: Extract<NextState, { state: 'pending' }>, at: number): void {
    const untrue = heldBack(this.connection, matter, next.next_attempt_at, at);
    if (untrue !== null) this.end(matter, 'suppressed', untrue, at);
    else if (matter.is_test === 1) this.fail(matter, next.given_up.response, at);
    else if (this.firstTry(matter) < next.given_up.tried_before) this.fail(matter, next.given_up.reason, at);
    else {
      const bundle = next.keeps_bundle ? matter.bundle_id : null;
      this.connection.prepare(AGAIN).run(next.reason, next.next_attempt_at, bundle, matter.id);
    }
  }

  private fail(matter: Matter, reason: string, at: number): void {
    this.end(matter, 'failed', reason, at);
    if (matter.event_id !== null) this.endCooldown(matter.event_id, matter.id);
    this.escalate(matter, at);
  }

  private end({ id }: Matter, state: 'sent' | 'failed' | 'suppressed', reason: string | null, at: number): void {
    this.connection.prepare(END).run(state, reason, at, id);
  }

  /** Since a person last wanted it to go. */
  private firstTry({ id, resent_at }: Matter): number {
    return (this.connection.prepare(FIRST_TRY).get(id, resent_at ?? 0) as { at: number }).at;
  }

  /** Nobody was told, so the next event must not be held back for it. */
  private endCooldown(event_id: number, id: number): void {
    if (this.connection.prepare(TOLD_OTHERWISE).get(event_id) === undefined)
      this.connection.prepare(END_COOLDOWN).run(event_id, id);
  }

  /** A way that failed is as good as one that nobody looked at, unless it is not what the next one waits for. */
  private escalate(matter: Matter, at: number): void {
    const about = aboutOf(matter);
    if (about === null || !this.isAwaited(matter, about)) return;
    const next = `UPDATE delivery SET next_attempt_at = ? WHERE id = (SELECT id FROM delivery WHERE ${about.is} AND user_id = ?
      AND state = 'pending' AND reason = 'escalation' AND next_attempt_at > ? ORDER BY next_attempt_at, id LIMIT 1)`;
    this.connection.prepare(next).run(at, about.id, matter.user_id, at);
  }

  /** It is in the person's order, and no other browser that is in the same place may have been reached. */
  private isAwaited(matter: Matter, about: { is: string; id: number }): boolean {
    const step = preferenceOf(this.connection, matter.user_id)?.escalation.find((one) => covers(one, matter));
    const others = `SELECT channel, target_id FROM delivery WHERE ${about.is} AND user_id = ? AND id <> ?
      AND state IN ('pending','sending','sent')`;
    const alike = this.connection.prepare(others).all(about.id, matter.user_id, matter.id) as Way[];
    return step !== undefined && !alike.some((other) => covers(step, other));
  }
}
