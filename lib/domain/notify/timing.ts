import { momentsBetween, windowsBetween } from '../schedule';
import { addDays, dayAt, offsetAt, startOfDay } from '../time/zoned-day';
import type { Channel, NotificationPreference, NotificationTarget } from './records';

/** Why a delivery waits although it could go: it is collected with others, it is quiet, or it was enough for today. */
export const HOLD_REASONS = ['digest', 'quiet', 'max'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

export const isHeld = (reason: string | null): reason is HoldReason =>
  (HOLD_REASONS as readonly (string | null)[]).includes(reason);

export interface Hold {
  /** Epoch ms. */
  until: number;
  reason: HoldReason;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const;

/**
 * Whether messages on a way are for a person to read, so that several can go as one and a person's hours count. The
 * notification centre is silent, and a program behind MQTT or a signed webhook wants each by itself and at once.
 */
export function speaksToPeople(channel: Channel, target: Pick<NotificationTarget, 'coalesces'> | null): boolean {
  return channel === 'email' || channel === 'push' || (channel === 'webhook' && target?.coalesces === true);
}

export interface HoldMoment {
  /** It is due for the first time: what was collected, or tried, is not collected again. */
  is_fresh: boolean;
  /** When the collection that is under way on this way ends (epoch ms); null: none is. */
  collection_ends: number | null;
  /** Messages that went to the person on this way since the day began there. Asked only where there is a maximum. */
  sentSince(day_began: number): number;
  now: number;
  /** IANA name of the person's zone. */
  time_zone: string;
}

/**
 * Whether a message that is due has to wait because of what its reader wants, and until when; null: it may go. What is
 * important never comes here.
 */
export function holdOf(preference: NotificationPreference | null, moment: HoldMoment): Hold | null {
  if (preference === null) return null;
  const { now, time_zone, is_fresh } = moment;
  const collected = is_fresh ? collectionEnd(preference, moment) : null;
  if (collected !== null) {
    const quiet = quietEnd(preference, collected, time_zone);
    return quiet === null ? { until: collected, reason: 'digest' } : { until: quiet, reason: 'quiet' };
  }
  const quiet = quietEnd(preference, now, time_zone);
  if (quiet !== null) return { until: quiet, reason: 'quiet' };
  const { max_per_day } = preference;
  if (max_per_day === null) return null;
  const today = dayAt(now, time_zone);
  if (moment.sentSince(startOfDay(today, time_zone)) < max_per_day) return null;
  const until = nextMoment(preference.digest_at, startOfDay(addDays(today, 1), time_zone) - 1, time_zone);
  return { until: quietEnd(preference, until, time_zone) ?? until, reason: 'max' };
}

/** When what begins to be collected now goes out; null: at once. */
function collectionEnd(preference: NotificationPreference, { now, collection_ends, time_zone }: HoldMoment): number | null {
  if (preference.digest === 'none') return null;
  if (collection_ends !== null) return collection_ends > now ? collection_ends : null;
  if (preference.digest === 'minutes') return now + preference.digest_minutes * 60_000;
  if (preference.digest === 'daily') return nextMoment(preference.digest_at, now, time_zone);
  const ahead = offsetAt(now, time_zone);
  return (Math.floor((now + ahead) / HOUR_MS) + 1) * HOUR_MS - ahead;
}

/** When the quiet hours that `at` falls into end; null: it falls into none. */
export function quietEnd(
  { quiet_from, quiet_until }: Pick<NotificationPreference, 'quiet_from' | 'quiet_until'>,
  at: number,
  time_zone: string,
): number | null {
  if (quiet_from === null || quiet_until === null) return null;
  const schedule = { time_zone, windows: [{ days: [...EVERY_DAY], start: quiet_from, end: quiet_until }] };
  return windowsBetween(schedule, at, at + 1)[0]?.end ?? null;
}

/** The first time after `after` (exclusive) at which the clock shows `HH:MM`. */
function nextMoment(time: string, after: number, time_zone: string): number {
  const [next] = momentsBetween(time_zone, EVERY_DAY, time, after, after + 2 * DAY_MS);
  return next ?? after + DAY_MS;
}
