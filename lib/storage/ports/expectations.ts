import type { Expectation, ExpectationAlert } from '@/lib/domain/model';
import type { AlertAction, ExpectationFacts, ExpectationWindow } from '@/lib/domain/notify/expectation';
import type { ExpectationFields } from '@/lib/domain/notify/expectation-input';

export type ExpectationRow = Expectation & {
  owner_name: string;
  geofence_name: string;
  geofence_color: string;
  geofence_is_active: boolean;
  device_name: string | null;
  /** Up to which moment its windows were looked at; null: not yet. */
  checked_until: number | null;
  /** The last window with an alert that stands; null: none. */
  last_unmet_window: number | null;
};

export type AlertRow = ExpectationAlert & {
  expectation_name: string;
  kind: Expectation['kind'];
  start: string;
  end: string | null;
  owner_id: number;
  geofence_id: string;
  geofence_name: string;
  geofence_color: string;
  device_name: string;
  /** The newest fix that was known when it was raised (phone's time); null: there was none. */
  last_fix_at: number | null;
};

export interface AlertFilter {
  owner_id?: number;
  expectation_id?: string;
  open?: boolean;
}

export interface ExpectationStore {
  /** By name. */
  list(filter: { owner_id?: number }): Promise<ExpectationRow[]>;
  find(id: string): Promise<ExpectationRow | null>;
  /** Counts and inserts in one transaction. `foreign_device`: the zone does not watch it. @param limit of the owner */
  create(fields: ExpectationFields & { owner_id: number }, limit: number, now: number): Promise<Expectation | ExpectationRefusal>;
  /** What changes when it is looked at begins anew now. */
  update(
    id: string,
    fields: ExpectationFields & { owner_id: number },
    now: number,
  ): Promise<ExpectationRefusal | 'updated' | 'not_found'>;
  remove(id: string): Promise<boolean>;
  /** Newest first. */
  alerts(filter: AlertFilter, limit: number): Promise<AlertRow[]>;
}

export type ExpectationRefusal = 'limit_reached' | 'foreign_device';

/** An expectation that somebody waits for: it and its zone are active, and both belong to the same person. */
export interface WatchedExpectation {
  expectation: Expectation;
  /** How long the zone waits before it believes a change, in milliseconds. */
  patience: number;
  checked_until: number;
  device_ids: number[];
}

/** A device and a zone whose events changed, from a moment on. */
export interface TouchedStay {
  device_id: number;
  geofence_id: string;
  since: number;
}

export interface ExpectationCheck {
  device_id: number;
  window: ExpectationWindow;
}

/** What is to be done about one window of one device; 'wait': it is not decided yet. */
export type ExpectationJudge = (
  check: ExpectationCheck,
  facts: ExpectationFacts,
  alert: ExpectationAlert | null,
) => AlertAction | 'wait' | null;

/** What the worker needs to watch expectations. Synchronous, as the engine's. */
export interface ExpectationWatchStore {
  /** Changes when anybody else has committed anything; costs microseconds. */
  dataVersion(): number;
  /** Another text when an expectation, a zone or a device was added, changed or removed. */
  revision(): string;
  watched(): WatchedExpectation[];
  /** The newest fix that is stored, and the newest that the engine has judged. */
  progress(): { newest: number; judged: number };
  /** Events that were added, changed or taken back since those that were followed. */
  touched(limit: number): { stays: TouchedStay[]; upTo: { event: number; change: number } };
  followed(upTo: { event: number; change: number }): void;
  /**
   * Judges the windows, writes alerts with their deliveries and how far the expectation was looked at (null: as before),
   * in one transaction. The end of the first window that was left waiting is not passed.
   */
  check(
    watched: WatchedExpectation,
    checks: readonly ExpectationCheck[],
    checked_until: number | null,
    now: number,
    judge: ExpectationJudge,
  ): { raised: number; resolved: number; checked_until: number };
}
