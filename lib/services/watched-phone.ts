import {
  type Circumstances,
  contextOf,
  isNearlyEmpty,
  lastSignOf,
  type PhoneFacts,
  speaksOnDemand,
  type Trouble,
} from '@/lib/domain/notify/device-condition';
import { learnSilence, NO_RHYTHM, type Rhythm, type RhythmContext, usualSilence } from '@/lib/domain/notify/device-rhythm';
import { silentFrom } from '@/lib/domain/notify/device-silence';
import { offsetAt } from '@/lib/domain/time/zoned-day';
import type { DeviceWatchStore, WatchedPhone } from '@/lib/storage/ports';

/** What is remembered of a phone from one look to the next. */
export interface Remembered {
  /** Changes with everything that is heard of it. */
  news: string;
  sign: number | null;
  /** When that sign was heard: later than it was made where the phone kept it for a while. */
  heard_at: number | null;
  /** How the phone was then; null: it speaks on demand only. */
  context: RhythmContext | null;
  denied: Trouble | null;
  refused: Trouble | null;
  /** Not looked at before without news. */
  look_at: number;
}

/** Since when phones could be heard without a break, and for the first time (epoch ms). */
export interface Listening {
  since: number;
  first_at: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** A sign that was made so long before it was noticed was heard when it was made. */
const PROMPT_MS = 2 * MINUTE;
/** What is read of the stored fixes of a phone whose rhythm is not known yet: once, at most some 2,000 look-ups. */
const PAST_MS = 14 * DAY;
const PAST_STEP_MS = 10 * MINUTE;
/** The friends' command topics are no topics of the phone's own. */
const COMMANDS = /\/cmd$/i;

/** Whatever may change the judgement of a phone. */
export const newsOf = (phone: WatchedPhone): string =>
  [
    ...[phone.last_seen_at, phone.last_connect_at, phone.last_disconnect_at, phone.last_auth_failure_at, phone.last_denied_at],
    ...[phone.last_ping_at, phone.ping_battery, phone.is_enabled, phone.battery_percent, phone.time_zone],
  ].join();

/** Refusals since the phone last got through at `through`. */
function troubleOf(before: Trouble | null, at: number | null, through: number | null): Trouble | null {
  if (at === null || (through ?? 0) >= at) return null;
  const goesOn = before !== null && (through ?? 0) < before.first_at;
  return { first_at: goesOn ? before.first_at : at, last_at: at };
}

function heardAt(before: Remembered | undefined, sign: number | null, now: number): number | null {
  if (!before || sign === null || before.sign === null || sign <= before.sign) return before?.heard_at ?? sign;
  return now - sign <= PROMPT_MS ? sign : now;
}

/** What is to be remembered of a phone as it is now. @param isConnected it holds a connection that was made since the start */
export function remember(
  before: Remembered | undefined,
  phone: WatchedPhone,
  facts: PhoneFacts,
  isConnected: boolean,
  now: number,
): Remembered {
  const sign = lastSignOf(phone);
  const isOwnTopic = !COMMANDS.test(phone.last_denied_topic ?? '');
  return {
    news: newsOf(phone),
    sign,
    heard_at: heardAt(before, sign, now),
    context: speaksOnDemand(facts) ? null : contextOf(facts),
    denied: isOwnTopic ? troubleOf(before?.denied ?? null, phone.last_denied_at, phone.last_seen_at) : (before?.denied ?? null),
    refused: isConnected ? null : troubleOf(before?.refused ?? null, phone.last_auth_failure_at, sign),
    look_at: 0,
  };
}

/**
 * The phone's rhythm with the silence that its newest sign ended, if it did and if the server could hear all of it.
 * @param known as it was stored
 */
export function learn(
  known: Rhythm,
  { time_zone }: WatchedPhone,
  before: Remembered | undefined,
  present: Remembered,
  since: number,
): Rhythm {
  if (!before || before.heard_at === null || present.heard_at === null || before.context === null) return known;
  if (present.sign === before.sign || before.heard_at < since) return known;
  const silence = { from: before.heard_at, to: present.heard_at, context: before.context };
  return learnSilence(known, silence, offsetAt(present.heard_at, time_zone));
}

/** What the stored fixes of a phone tell that was not watched before. */
export function pastRhythm(store: DeviceWatchStore, { device_id, time_zone }: WatchedPhone, now: number): Rhythm {
  let rhythm = NO_RHYTHM;
  let before: { at: number; context: RhythmContext } | undefined;
  for (const sign of store.heard(device_id, now - PAST_MS, PAST_STEP_MS)) {
    const silence = before && { from: before.at, to: sign.at, context: before.context };
    if (silence) rhythm = learnSilence(rhythm, silence, offsetAt(sign.at, time_zone), 'fixes');
    before = sign;
  }
  return rhythm;
}

/** All that the judgement of a phone needs besides the stored facts. */
export function circumstancesOf(
  phone: WatchedPhone,
  facts: PhoneFacts,
  present: Remembered,
  rhythm: Rhythm,
  { since, first_at }: Listening,
  is: { connected: boolean; refusedItself: boolean },
): Circumstances {
  const { heard_at, context, denied, refused } = present;
  const shared = { watched_since: first_at, denied, refused, is_refused_itself: is.refusedItself };
  if (heard_at === null || context === null) return { ...shared, silent_from: null, silent_since: null };
  const usual = usualSilence(rhythm, context);
  const silent_since = Math.max(heard_at, since);
  const last = { since: silent_since, context, isConnected: is.connected, isNearlyEmpty: isNearlyEmpty(facts) };
  return { ...shared, silent_since, silent_from: silentFrom(last, usual, offsetAt(silent_since, phone.time_zone)) };
}
