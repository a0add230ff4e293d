import { type HintCode, hintsOf } from '@/lib/domain/owntracks/phone-hints';
import type { DeviceActivity, DeviceReport, Location } from '../model';
import {
  type DeviceAlertDetails,
  type DeviceAlertSettings,
  type OpenAlert,
  UNKNOWN,
  type Verdict,
  type Verdicts,
  WELL,
} from './device-alert';
import type { RhythmContext } from './device-rhythm';
import { FORGOTTEN_MS, type SilenceEnd } from './device-silence';

/** What is looked at of a stored fix that the phone itself sent. */
export type SignFix = Pick<
  Location,
  'battery' | 'battery_status' | 'velocity' | 'monitoring_mode' | 'occurred_at' | 'created_at' | 'received_at'
>;

/** What is stored of a phone, as far as its alerts are made of it. */
export interface PhoneFacts {
  activity: DeviceActivity;
  /** The newest fixes by the phone's time, the newest first. */
  fixes: readonly SignFix[];
  /** Whether the track filter takes the phone to be at rest; null: it has not seen it. */
  is_resting: boolean | null;
  status: Pick<DeviceReport, 'occurred_at' | 'received_at' | 'payload'> | null;
  /** When the last will of its connection came last. */
  lwt_at: number | null;
}

/** Refusals since the phone last got through. */
export interface Trouble {
  first_at: number;
  last_at: number;
}

/** What is known besides the stored facts when a phone is judged. */
export interface Circumstances {
  /** When nothing was heard for longer than usual; null: that is of no concern. */
  silent_from: SilenceEnd | null;
  /** From when on its silence counts: its last sign of life, or when the server could hear again. */
  silent_since: number | null;
  /** When phones were watched for the first time; what was silent long before is not missed. */
  watched_since: number;
  denied: Trouble | null;
  refused: Trouble | null;
  /** The refused log-ins were those of this phone, as far as can be told. */
  is_refused_itself: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What was measured before is history: the phone kept it while it had no network. */
const FRESH_MS = HOUR;
/** A report of the settings holds for a while. */
const STATUS_FRESH_MS = DAY;
/** One refusal is somebody else's typing error; a phone that is set up wrongly comes again. */
const INSISTS_MS = 15 * MINUTE;
/** Whoever has not tried for so long does not try any more. */
const GIVEN_UP_MS = DAY;
/** Above the level at which it is told, per cent: where it is no longer low. */
const BATTERY_RECOVERED = 10;
const NEARLY_EMPTY_PERCENT = 10;
const ON_BATTERY = 1;
/** km/h */
const WALKING = 5;
const MOVE_MODE = 2;
const MANUAL_MODE = 0;

/** In the order of urgency in which hints come. */
const PERMISSION: readonly HintCode[] = ['location_denied', 'location_not_asked', 'location_in_use', 'location_coarse'];
const POWER_SAVING: readonly HintCode[] = ['background_refresh_off', 'battery_optimized', 'power_save', 'hibernation'];
/** Without any permission there is no new fix. */
const NO_FIX: readonly HintCode[] = ['location_denied', 'location_not_asked'];

interface Battery {
  percent: number;
  is_charging: boolean;
  at: number;
}

/** Its last sign of life: a message, or a log-in. */
export function lastSignOf({ last_seen_at, last_connect_at }: DeviceActivity): number | null {
  return last_seen_at === null && last_connect_at === null ? null : Math.max(last_seen_at ?? 0, last_connect_at ?? 0);
}

const isCharging = (status: number | null) => status !== null && status > ON_BATTERY;
const saidAt = ({ created_at, occurred_at }: SignFix) => Math.max(created_at ?? occurred_at, occurred_at);

/** Its battery as told with the newest fixes and pings, the newest first. */
function batteriesOf({ activity, fixes }: PhoneFacts): Battery[] {
  const told = fixes.flatMap((fix): Battery[] =>
    fix.battery === null ? [] : [{ percent: fix.battery, is_charging: isCharging(fix.battery_status), at: saidAt(fix) }],
  );
  const { last_ping_at, ping_battery, ping_battery_status } = activity;
  if (last_ping_at !== null && ping_battery !== null) {
    told.push({ percent: ping_battery, is_charging: isCharging(ping_battery_status), at: last_ping_at });
  }
  return told.sort((a, b) => b.at - a.at);
}

/** How the phone was when it was last heard. A ping long after the newest fix tells that it has not moved since. */
export function contextOf({
  activity,
  fixes,
  is_resting,
}: Pick<PhoneFacts, 'fixes' | 'is_resting'> & { activity: Pick<DeviceActivity, 'last_ping_at'> }): RhythmContext {
  const [newest] = fixes;
  if (newest?.monitoring_mode === MOVE_MODE) return 'live';
  if (newest && (activity.last_ping_at ?? 0) > newest.occurred_at + 10 * MINUTE) return 'rest';
  return (is_resting ?? (newest?.velocity ?? 0) < WALKING) ? 'rest' : 'moving';
}

/** In manual and quiet mode a phone speaks when its owner wants it to. */
export const speaksOnDemand = ({ fixes }: PhoneFacts): boolean =>
  fixes[0] !== undefined && fixes[0].monitoring_mode !== null && fixes[0].monitoring_mode <= MANUAL_MODE;

export function isNearlyEmpty(facts: PhoneFacts): boolean {
  const [newest] = batteriesOf(facts);
  return newest !== undefined && !newest.is_charging && newest.percent <= NEARLY_EMPTY_PERCENT;
}

/** Whether the battery was so low, or fell so fast, that it is empty at `now`. */
export function isEmptyBy(facts: PhoneFacts, now: number): boolean {
  const [newest, ...before] = batteriesOf(facts);
  if (!newest || newest.is_charging) return false;
  if (newest.percent <= NEARLY_EMPTY_PERCENT) return true;
  const earlier = before.findLast(
    ({ at, percent, is_charging }) => !is_charging && percent > newest.percent && newest.at - at > HOUR / 2,
  );
  if (!earlier) return false;
  const lasts = (newest.percent * (newest.at - earlier.at)) / (earlier.percent - newest.percent);
  return now - newest.at >= lasts;
}

function batteryVerdict(facts: PhoneFacts, { battery_percent }: DeviceAlertSettings, now: number): Verdict<'battery_low'> {
  const [newest] = batteriesOf(facts);
  if (!newest) return UNKNOWN;
  if (newest.is_charging || newest.percent >= battery_percent + BATTERY_RECOVERED) return WELL;
  if (newest.percent > battery_percent || now - newest.at > FRESH_MS) return UNKNOWN;
  return { is: 'bad', occurred_at: Math.min(newest.at, now), detail: { battery: newest.percent } };
}

type Told = 'permission' | 'power_saving';

/** What the phone itself reported of its settings; an old report does not begin an alert, a new one ends it. */
function statusVerdict({ status, fixes }: PhoneFacts, codes: readonly HintCode[], now: number): Verdict<Told> {
  if (!status) return UNKNOWN;
  const { occurred_at, received_at, payload } = status;
  const what = hintsOf(payload).find(({ code }) => codes.includes(code))?.code;
  const measuredSince = (fixes[0]?.occurred_at ?? 0) > occurred_at;
  if (what === undefined || (NO_FIX.includes(what) && measuredSince)) return WELL;
  if (now - received_at > STATUS_FRESH_MS || received_at - occurred_at > FRESH_MS) return UNKNOWN;
  return { is: 'bad', occurred_at: Math.min(occurred_at, now), detail: { what } };
}

/** `WELL` once the phone gets through, or does not try any more. */
function troubleVerdict<K extends 'wrong_topic' | 'wrong_password'>(
  trouble: Trouble | null,
  detail: DeviceAlertDetails[K],
  now: number,
): Verdict<K> {
  if (!trouble || now - trouble.last_at >= GIVEN_UP_MS) return WELL;
  if (trouble.last_at - trouble.first_at < INSISTS_MS) return UNKNOWN;
  return { is: 'bad', occurred_at: trouble.last_at, detail };
}

function silentVerdict(facts: PhoneFacts, around: Circumstances, open: OpenAlert | undefined, now: number): Verdict<'silent'> {
  const last_seen_at = lastSignOf(facts.activity);
  const { silent_from, silent_since, watched_since } = around;
  if (last_seen_at === null) return UNKNOWN;
  if (open) return last_seen_at > open.occurred_at ? WELL : UNKNOWN;
  if (silent_from === null || silent_since === null || now < silent_from.at || speaksOnDemand(facts)) return UNKNOWN;
  const wasMissedBefore = last_seen_at + (silent_from.at - silent_since) <= watched_since;
  if (wasMissedBefore || now - last_seen_at >= FORGOTTEN_MS) return UNKNOWN;
  const lwt = facts.lwt_at !== null && facts.lwt_at >= last_seen_at ? facts.lwt_at : null;
  return {
    is: 'bad',
    occurred_at: last_seen_at,
    detail: {
      last_seen_at,
      usual_seconds: silent_from.usual && silent_from.usual / 1000,
      last_battery: batteriesOf(facts)[0]?.percent ?? null,
      was_at_rest: contextOf(facts) === 'rest',
      lwt,
      is_battery_empty: isEmptyBy(facts, now),
    },
  };
}

/**
 * How a phone stands in each respect. While it is refused it is not also silent: that is told with the refusal.
 * @param open its open alerts
 */
export function judgePhone(
  facts: PhoneFacts,
  around: Circumstances,
  open: readonly OpenAlert[],
  settings: DeviceAlertSettings,
  now: number,
): Verdicts {
  const openOf = (kind: OpenAlert['kind']) => open.find((alert) => alert.kind === kind);
  const topic = facts.activity.last_denied_topic ?? '';
  const isOverdue = around.silent_from !== null && now >= around.silent_from.at;
  const password: Verdict<'wrong_password'> = troubleVerdict<'wrong_password'>(around.refused, {}, now);
  const wrong_topic = troubleVerdict<'wrong_topic'>(around.denied, { topic }, now);
  // Another phone's wrong log-in is noted at all of its owner's: it is this one's if this one is missing.
  const isOwn = password.is !== 'bad' || around.is_refused_itself || isOverdue;
  const wrong_password = isOwn ? password : UNKNOWN;
  const stands = ({ is }: Verdict, kind: OpenAlert['kind']) => is === 'bad' || (is === 'unknown' && openOf(kind) !== undefined);
  const isRefused = stands(wrong_topic, 'wrong_topic') || stands(wrong_password, 'wrong_password');
  const silent = silentVerdict(facts, around, openOf('silent'), now);
  return {
    silent: isRefused && silent.is === 'bad' ? UNKNOWN : silent,
    battery_low: batteryVerdict(facts, settings, now),
    permission: statusVerdict(facts, PERMISSION, now) as Verdict<'permission'>,
    power_saving: statusVerdict(facts, POWER_SAVING, now) as Verdict<'power_saving'>,
    wrong_topic,
    wrong_password,
  };
}
