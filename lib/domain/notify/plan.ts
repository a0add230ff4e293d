import { isWithin } from '@/lib/domain/schedule';
import type { Geofence, NewGeofenceEvent } from '../model';
import { type SuppressReason, WAITING } from './reasons';
import { type PlannedDelivery, type Recipient, type Telling, type ToldBefore, waysToRows } from './recipient';
import { type Summary, summaryOf } from './summary';

export { ESCALATION, type SuppressReason, WAITING } from './reasons';
export { type PlannedDelivery, type Recipient, type Telling, type ToldBefore, waysToRows } from './recipient';

export interface NotifyPlan extends Summary {
  deliveries: PlannedDelivery[];
  /** True when something is told now: the cooldown of the zone, the device and the kind starts anew. */
  notified: boolean;
}

/** What is looked at of an event. */
export type ToldEvent = Pick<NewGeofenceEvent, 'event_type' | 'origin' | 'occurred_at' | 'decided_at' | 'stay_seconds'>;

export type ToldZone = Pick<
  Geofence,
  | 'id'
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
  | 'is_important'
>;

export interface NotifyMoment {
  /** The zone's owner and whoever else is told of it; each once. */
  recipients: readonly Recipient[];
  /** When this zone and device last had a notification of this kind (epoch ms), null for never. */
  lastNotifiedAt: number | null;
  /** The deliveries of the event that this one replaces; empty where it replaces none. */
  before: readonly ToldBefore[];
  /** The time of the decision (epoch ms). */
  now: number;
}

const NOBODY: NotifyPlan = { deliveries: [], notification_status: 'none', notification_reason: null, notified: false };

/** Who is told of an event and on which ways, and whether now, later or not at all. */
export function planNotification(event: ToldEvent, geofence: ToldZone, moment: NotifyMoment): NotifyPlan {
  if (event.origin !== 'live' || !isWanted(event, geofence)) return NOBODY;
  const telling = tellingOf(event, geofence, moment);
  const deliveries = moment.recipients.flatMap((recipient) => waysToRows(withWaysOf(recipient, geofence), telling));
  // A dwell comes once for each stay and never flaps.
  const notified = event.event_type !== 'dwell' && deliveries.some((row) => isNews(row, telling));
  return { deliveries, ...summaryOf(deliveries), notified };
}

function tellingOf(event: ToldEvent, geofence: ToldZone, moment: NotifyMoment): Telling {
  const { before, now } = moment;
  const not_before = firstAttempt(event, geofence, now);
  return {
    geofence_id: geofence.id,
    is_important: geofence.is_important,
    held: holdBack(event, geofence, now),
    is_cooling_down: event.event_type !== 'dwell' && isCoolingDown(moment, geofence, not_before),
    before,
    not_before,
    now,
  };
}

/** A zone can say for all that it sends no mails. */
function withWaysOf(recipient: Recipient, { email_notifications }: ToldZone): Recipient {
  if (email_notifications) return recipient;
  return { ...recipient, ways: recipient.ways.filter(({ channel }) => channel !== 'email') };
}

/** An arrival that waits may never be told, and what the notification centre corrects is nothing new. */
function isNews({ state, channel, not_before }: PlannedDelivery, { before, now }: Telling): boolean {
  if (state === 'suppressed' || not_before > now) return false;
  return channel !== 'inbox' || before.length === 0;
}

/** Whether an event still waits ("only if inside longer than") on any way. */
export const stillWaits = (deliveries: readonly Pick<PlannedDelivery, 'state' | 'reason'>[]): boolean =>
  deliveries.some(({ state, reason }) => state === 'pending' && reason === WAITING);

/** Whether a stay that ended was too short for its arrival to be told. An unknown length ends what still waits. */
export function endsWaiting(
  exit: Pick<ToldEvent, 'stay_seconds'>,
  geofence: Pick<ToldZone, 'notify_enter_after_seconds'>,
): boolean {
  return exit.stay_seconds === null || exit.stay_seconds < geofence.notify_enter_after_seconds;
}

/** The first thing that speaks against telling anybody, in the order of what it says about the event. */
function holdBack(event: ToldEvent, geofence: ToldZone, now: number): SuppressReason | null {
  if (event.event_type === 'exit' && isShort(event, geofence)) return 'short_stay';
  if (!isWithin(geofence.schedule, event.occurred_at)) return 'schedule';
  return geofence.late_policy === 'silent' && isLate(event, geofence, now) ? 'late' : null;
}

function isWanted(event: Pick<ToldEvent, 'event_type'>, geofence: ToldZone): boolean {
  const wanted = { enter: geofence.notify_on_enter, exit: geofence.notify_on_exit, dwell: geofence.notify_on_dwell };
  return wanted[event.event_type];
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

/** The distance counts in both directions, so that a clock set back by hours does not silence a zone for hours. */
function isCoolingDown({ lastNotifiedAt }: NotifyMoment, { cooldown_seconds }: ToldZone, at: number): boolean {
  return lastNotifiedAt !== null && Math.abs(at - lastNotifiedAt) < cooldown_seconds * 1000;
}
