import type { DecryptFailure } from '@/lib/domain/model';
import { SILENCE_TUNING } from '@/lib/domain/notify/device-silence';
import type { HintCode } from '@/lib/domain/owntracks/phone-hints';
import type { DeviceDto } from '../types';

/** What a phone's own settings forbid: it can't report while nobody looks at the app. */
export type StoppingHint = Extract<
  HintCode,
  'location_denied' | 'location_not_asked' | 'location_in_use' | 'background_refresh_off'
>;
export type ProblemKind =
  | 'wrong_password'
  | 'wrong_topic'
  | 'never_connected'
  | 'no_fix'
  | 'silent'
  | 'low_battery'
  | DecryptFailure
  | StoppingHint;

/** Something the owner of a device can act on. */
export interface Problem {
  kind: ProblemKind;
  /** When it last showed; null for what is true all the time. */
  at: string | null;
  /** The refused topic, or the battery in per cent. */
  detail: string | null;
  severity: 'error' | 'warning';
}

/**
 * A phone that has said nothing for this long is worth a word, whatever is usual for it: OwnTracks publishes at least hourly
 * when it may run.
 */
export const SILENT_AFTER_MS = 24 * 3_600_000;
const LOW_BATTERY_PERCENT = 15;
const ON_BATTERY = 1;

/**
 * What stands between a device and a good track, the most urgent first. A refusal counts until the device gets
 * through again after it.
 * @param now epoch ms
 */
export function problemsOf(device: DeviceDto, now: number): Problem[] {
  const seen = time(device.last_seen_at);
  const reached = Math.max(seen, time(device.last_connect_at));
  const problems: Problem[] = [];
  if (time(device.last_auth_failure_at) > reached) {
    problems.push({ kind: 'wrong_password', at: device.last_auth_failure_at, detail: null, severity: 'error' });
  }
  if (time(device.last_denied_at) > seen) {
    problems.push({ kind: 'wrong_topic', at: device.last_denied_at, detail: device.last_denied_topic, severity: 'error' });
  }
  const { decrypt_problem, last_decrypt_failure_at } = device;
  if (decrypt_problem && decrypt_problem !== 'clear') {
    problems.push({ kind: decrypt_problem, at: last_decrypt_failure_at, detail: null, severity: 'error' });
  }
  if (problems.length > 0) return problems;
  if (reached === 0) return [{ kind: 'never_connected', at: null, detail: null, severity: 'warning' }];
  const fix = device.last_location_imported ? null : device.last_location;
  if (!fix) return [{ kind: 'no_fix', at: device.last_connect_at, detail: null, severity: 'warning' }];
  // What was heard a moment ago is known here before the alert is known to be over.
  const isMissed = device.open_alerts.includes('silent') && now - reached >= SILENCE_TUNING.shortest.live;
  const isSilent = isMissed || now - reached > SILENT_AFTER_MS;
  if (isSilent) problems.push({ kind: 'silent', at: iso(reached), detail: null, severity: 'warning' });
  if (decrypt_problem === 'clear') {
    problems.push({ kind: 'clear', at: last_decrypt_failure_at, detail: null, severity: 'warning' });
  }
  for (const { code, severity } of device.hints) {
    if (severity === 'stops') problems.push({ kind: code as StoppingHint, at: null, detail: null, severity: 'warning' });
  }
  if (problems.length > 0) return problems;
  const { battery, battery_status } = fix;
  const charging = battery_status !== null && battery_status > ON_BATTERY;
  if (battery !== null && battery <= LOW_BATTERY_PERCENT && !charging) {
    problems.push({ kind: 'low_battery', at: null, detail: String(battery), severity: 'warning' });
  }
  return problems;
}

/** Newest sign of life: a message, or a successful log-in. */
export function lastSignOfLife(device: DeviceDto): string | null {
  const newest = Math.max(time(device.last_seen_at), time(device.last_connect_at));
  return newest === 0 ? null : iso(newest);
}

function time(text: string | null): number {
  return text ? Date.parse(text) : 0;
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
