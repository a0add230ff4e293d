import type { HintCode } from '@/lib/domain/owntracks/phone-hints';
import { DEVICE_ALERT_KINDS, type DeviceAlert, type DeviceAlertKind } from './records';

/** What an alert tells, by its kind. Times are epoch milliseconds. */
export interface DeviceAlertDetails {
  silent: {
    last_seen_at: number;
    /** The longest that this phone is quiet on most days, as far as that is known. */
    usual_seconds: number | null;
    /** Per cent, at the last sign of life. */
    last_battery: number | null;
    was_at_rest: boolean;
    /** When its connection broke off, if it did and it has not come back. */
    lwt: number | null;
    /** The battery was so low, or fell so fast, that it is empty by now. */
    is_battery_empty: boolean;
  };
  battery_low: { battery: number };
  permission: { what: HintCode };
  power_saving: { what: HintCode };
  wrong_topic: { topic: string };
  wrong_password: Record<string, never>;
}

/** How a phone stands in one respect. `unknown`: nothing speaks for a change of what was thought before. */
export type Verdict<K extends DeviceAlertKind = DeviceAlertKind> =
  | { is: 'bad'; occurred_at: number; detail: DeviceAlertDetails[K] }
  | { is: 'well' }
  | { is: 'unknown' };

export type Verdicts = { [K in DeviceAlertKind]: Verdict<K> };

export const WELL = { is: 'well' } as const;
export const UNKNOWN = { is: 'unknown' } as const;

/** What a person wants to be told of a phone. */
export interface DeviceAlertSettings {
  is_enabled: boolean;
  /** An alert is raised at so much or less, 1–50 per cent. */
  battery_percent: number;
}

export const DEFAULT_SETTINGS: DeviceAlertSettings = { is_enabled: true, battery_percent: 15 };
export const BATTERY_PERCENT = { min: 1, max: 50 } as const;

/** An alert of the same kind comes again only so long after the last one was resolved. */
export const FLAP_MS = 6 * 3_600_000;

export type OpenAlert = Pick<DeviceAlert, 'id' | 'kind' | 'occurred_at'>;

/** What is known of the alerts of one phone. */
export interface AlertStanding {
  open: readonly OpenAlert[];
  /** When the last alert of a kind was resolved. */
  resolved: Partial<Record<DeviceAlertKind, number>>;
}

export type DeviceAlertAction =
  | { do: 'raise'; kind: DeviceAlertKind; occurred_at: number; detail: Record<string, unknown> }
  | { do: 'resolve'; id: number; kind: DeviceAlertKind };

/**
 * What is to be done about a phone's alerts: each kind opens once and ends when all is well again. One that comes back within
 * `FLAP_MS` waits until then, and is raised only if it lasts. Nobody wants to know: what is open ends, and nothing is raised.
 */
export function reconcileDeviceAlerts(
  verdicts: Verdicts,
  { open, resolved }: AlertStanding,
  { is_enabled }: DeviceAlertSettings,
  now: number,
): DeviceAlertAction[] {
  return DEVICE_ALERT_KINDS.flatMap((kind): DeviceAlertAction[] => {
    const verdict: Verdict = verdicts[kind];
    const standing = open.find((alert) => alert.kind === kind);
    if (standing) return verdict.is === 'well' || !is_enabled ? [{ do: 'resolve', id: standing.id, kind }] : [];
    if (verdict.is !== 'bad' || !is_enabled) return [];
    const last = resolved[kind];
    if (last !== undefined && Math.abs(now - last) < FLAP_MS) return [];
    return [{ do: 'raise', kind, occurred_at: verdict.occurred_at, detail: { ...verdict.detail } }];
  });
}
