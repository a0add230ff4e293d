import type { Channel, DeliveryState } from '@/lib/domain/model';
import { isPaused } from '@/lib/domain/notify/pause';
import { ESCALATION, type SuppressReason, WAITING } from '@/lib/domain/notify/plan';
import type { Connection } from './connection';
import { pausesOf } from './pause-store';

/** A delivery with what decides whether it still goes. */
export interface Matter {
  id: number;
  event_id: number | null;
  alert_id: number | null;
  device_alert_id: number | null;
  is_test: 0 | 1;
  user_id: number;
  channel: Channel;
  target_id: string | null;
  state: DeliveryState;
  reason: string | null;
  attempts: number;
  next_attempt_at: number;
  resent_at: number | null;
  bundle_id: number | null;
  /** Null for what is about no zone. */
  geofence_id: string | null;
  /** Of events only. */
  device_id: number | null;
  occurred_at: number | null;
  is_untrue: 0 | 1;
  /** The zone is still the person's, or one of which the person is told. */
  is_recipient: 0 | 1;
  is_important: 0 | 1;
}

const MATTER = `SELECT delivery.id, delivery.event_id, alert_id, device_alert_id, is_test, delivery.user_id, channel, target_id, delivery.state,
    delivery.reason, attempts, next_attempt_at, resent_at, bundle_id,
    coalesce(event.geofence_id, expectation.geofence_id) AS geofence_id, event.device_id, event.occurred_at,
    coalesce(event.retracted_at, alert.resolved_at, device_alert.resolved_at) IS NOT NULL AS is_untrue,
    event.id IS NULL OR geofence.owner_id = delivery.user_id OR EXISTS (SELECT 1 FROM zone_recipient
      WHERE zone_recipient.geofence_id = event.geofence_id AND zone_recipient.user_id = delivery.user_id) AS is_recipient,
    coalesce(geofence.is_important, alert_id IS NOT NULL OR device_alert.kind = 'silent', 0) AS is_important
  FROM delivery
  LEFT JOIN geofence_event AS event ON event.id = delivery.event_id
  LEFT JOIN geofence ON geofence.id = event.geofence_id
  LEFT JOIN expectation_alert AS alert ON alert.id = delivery.alert_id
  LEFT JOIN expectation ON expectation.id = alert.expectation_id
  LEFT JOIN device_alert ON device_alert.id = delivery.device_alert_id
  WHERE delivery.id = ?`;
const LEFT = `SELECT 1 FROM geofence_event WHERE device_id = ? AND geofence_id = ? AND event_type = 'exit' AND retracted_at IS NULL
  AND occurred_at >= ? AND occurred_at < ? LIMIT 1`;
const TARGET = 'SELECT is_active, paused_at FROM notification_target WHERE id = ?';
/** Of one matter the rows of one person, in the words of the unique indexes. */
const ABOUT = { event_id: 'event_id = ?', alert_id: 'alert_id = ?', device_alert_id: 'device_alert_id = ?' } as const;

/** The column that says what a delivery is about, with its value; null for a test. */
export function aboutOf(row: Pick<Matter, 'event_id' | 'alert_id' | 'device_alert_id'>): { is: string; id: number } | null {
  if (row.event_id !== null) return { is: ABOUT.event_id, id: row.event_id };
  if (row.alert_id !== null) return { is: ABOUT.alert_id, id: row.alert_id };
  return row.device_alert_id === null ? null : { is: ABOUT.device_alert_id, id: row.device_alert_id };
}

export const readMatter = (connection: Connection, id: number): Matter | null =>
  (connection.prepare(MATTER).get(id) as Matter | undefined) ?? null;

/** Why a delivery does not go at all any more; null while it may. @param due when it was to go (epoch ms) */
export function heldBack(connection: Connection, matter: Matter, due: number, now: number): SuppressReason | null {
  if (matter.is_test === 1) return null;
  if (matter.is_untrue === 1) return matter.event_id === null ? 'resolved' : 'retracted';
  if (matter.is_recipient === 0) return 'not_a_recipient';
  if (matter.reason === WAITING && hasLeft(connection, matter, due)) return 'left_early';
  if (matter.reason === ESCALATION) {
    if (isAbout(connection, matter, 'opened_at IS NOT NULL')) return 'opened';
    if (isAbout(connection, matter, "reason = 'left_early'")) return 'left_early';
  }
  return targetTrouble(connection, matter.target_id) ?? (isPausedBy(connection, matter, now) ? 'paused' : null);
}

/** Whether a departure before `due` is known: a late fix may have changed the arrival after the device had left. */
function hasLeft(connection: Connection, { device_id, geofence_id, occurred_at }: Matter, due: number): boolean {
  return connection.prepare(LEFT).get(device_id, geofence_id, occurred_at, due) !== undefined;
}

/** Whether there is a delivery of the same matter to the same person with which it is so. */
function isAbout(connection: Connection, matter: Matter, isSo: string): boolean {
  const about = aboutOf(matter);
  if (about === null) return false;
  const other = `SELECT 1 FROM delivery WHERE ${about.is} AND user_id = ? AND ${isSo} LIMIT 1`;
  return connection.prepare(other).get(about.id, matter.user_id) !== undefined;
}

function targetTrouble(connection: Connection, target_id: string | null): SuppressReason | null {
  if (target_id === null) return null;
  const target = connection.prepare(TARGET).get(target_id) as { is_active: 0 | 1; paused_at: number | null } | undefined;
  if (!target) return 'target_gone';
  return target.is_active === 1 && target.paused_at === null ? null : 'target_paused';
}

function isPausedBy(connection: Connection, { user_id, geofence_id, channel }: Matter, now: number): boolean {
  const pauses = pausesOf(connection, user_id);
  return pauses.length > 0 && isPaused(pauses, { geofence_id, channel }, now);
}
