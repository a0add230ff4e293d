import { isWithin } from '@/lib/domain/schedule';
import type { Delivery, Geofence, NewGeofenceEvent, NotificationPause, NotificationStatus } from '../model';
import { isPaused } from './pause';
import { COOLDOWN_REASON, ESCALATION, type SuppressReason, WAITING } from './reasons';

export {
  covers,
  type Escalation,
  type PlannedDelivery,
  type Recipient,
  type RecipientWay,
  type Telling,
  type ToldBefore,
  waysToRows,
} from './recipient';
export interface NotifyPlan {
  deliveries: {
    user_id: number;
    channel: Delivery['channel'];
    state: 'pending' | 'suppressed';
    reason: SuppressReason | typeof WAITING | null;
    /** The first attempt (epoch ms). */
    not_before: number;
  }[];
  notification_status: NotificationStatus;
  notification_reason: string | null;
  /** True when something goes out now: the zone's and device's cooldown starts anew. */
  notified: boolean;
}

/** What is looked at of an event. */
export type ToldEvent = Pick<NewGeofenceEvent, 'event_type' | 'origin' | 'occurred_at' | 'decided_at' | 'stay_seconds'>;

export type ToldZone = Pick<
  Geofence,
  | 'id'
  | 'owner_id'
  | 'email_notifications'
  | 'notify_on_enter'
  | 'notify_on_exit'
  | 'notify_on_dwell'
  | 'schedule'
  | 'notify_enter_after_seconds'
  | 'notify_exit_min_stay_seconds'
  | 'late_policy'
  | 'late_after_seconds'
  | 'cooldown_seconds'
>;

export interface NotifyMoment {
  /** When this zone and device last had a notification of this kind (epoch ms), null for never. */
  lastNotifiedAt: number | null;
  /** How the event that this one replaces was told; null where it replaces none. */
  replaced: NotificationStatus | null;
  /** Those of the zone's owner. */
  pauses: readonly NotificationPause[];
  /** The time of the decision (epoch ms). */
  now: number;
}

const NOBODY: NotifyPlan = { deliveries: [], notification_status: 'none', notification_reason: null, notified: false };

/** Who is told of an event, and whether now, later or not at all. */
export function planNotification(event: ToldEvent, geofence: ToldZone, moment: NotifyMoment): NotifyPlan {
  if (event.origin !== 'live' || !isWanted(event, geofence)) return NOBODY;
  const not_before = firstAttempt(event, geofence, moment.now);
  const held = holdBack(event, geofence, moment, not_before);
  const waits = held === null && not_before > moment.now;
  const reason = held ?? (waits ? WAITING : null);
  const state = held === null ? 'pending' : 'suppressed';
  return {
    deliveries: [{ user_id: geofence.owner_id, channel: 'email', state, reason, not_before }],
    notification_status: state,
    notification_reason: reason,
    // A dwell comes once for each stay and never flaps; an arrival that waits may never be told.
    notified: held === null && !waits && event.event_type !== 'dwell',
  };
}

/** Whether a stay that ended was too short for its arrival to be told. An unknown length ends what still waits. */
export function endsWaiting(
  exit: Pick<ToldEvent, 'stay_seconds'>,
  geofence: Pick<ToldZone, 'notify_enter_after_seconds'>,
): boolean {
  return exit.stay_seconds === null || exit.stay_seconds < geofence.notify_enter_after_seconds;
}

/** The first thing that speaks against telling, in the order of what it says about the event. */
function holdBack(event: ToldEvent, geofence: ToldZone, moment: NotifyMoment, notBefore: number): SuppressReason | null {
  if (moment.replaced === 'sent') return 'already_told';
  if (isPaused(moment.pauses, { geofence_id: geofence.id, channel: 'email' }, notBefore)) return 'paused';
  if (event.event_type === 'exit' && isShort(event, geofence)) return 'short_stay';
  if (!isWithin(geofence.schedule, event.occurred_at)) return 'schedule';
  if (geofence.late_policy === 'silent' && isLate(event, geofence, moment.now)) return 'late';
  if (event.event_type !== 'dwell' && isCoolingDown(moment, geofence, notBefore)) return 'cooldown';
  return null;
}

function isWanted(event: Pick<ToldEvent, 'event_type'>, geofence: ToldZone): boolean {
  const wanted = { enter: geofence.notify_on_enter, exit: geofence.notify_on_exit, dwell: geofence.notify_on_dwell };
  return geofence.email_notifications && wanted[event.event_type];
}

/** A phone whose clock is ahead must not put it off. */
function firstAttempt(event: ToldEvent, { notify_enter_after_seconds }: ToldZone, now: number): number {
  if (event.event_type !== 'enter') return now;
  return Math.max(now, Math.min(event.occurred_at, now) + notify_enter_after_seconds * 1000);
}

function isShort({ stay_seconds }: ToldEvent, { notify_exit_min_stay_seconds }: ToldZone): boolean {
  return stay_seconds !== null && stay_seconds < notify_exit_min_stay_seconds;
}

/** Known (at `now`) long after it could be known: a confirmation of an hour makes nothing late. */
export function isLate(
  { decided_at }: Pick<ToldEvent, 'decided_at'>,
  { late_after_seconds }: Pick<ToldZone, 'late_after_seconds'>,
  now: number,
): boolean {
  return now - decided_at > late_after_seconds * 1000;
}

/**
 * The distance counts in both directions, so that a clock set back by hours does not silence a zone for hours. The cooldown
 * that a replaced event began is no reason: its mail did not go.
 */
function isCoolingDown({ lastNotifiedAt, replaced }: NotifyMoment, { cooldown_seconds }: ToldZone, at: number): boolean {
  if (lastNotifiedAt === null || replaced === 'pending' || replaced === 'failed') return false;
  return Math.abs(at - lastNotifiedAt) < cooldown_seconds * 1000;
}
