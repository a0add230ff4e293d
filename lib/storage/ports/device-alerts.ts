import type { DeviceActivity, DeviceAlert } from '@/lib/domain/model';
import type { AlertStanding, DeviceAlertAction, DeviceAlertSettings } from '@/lib/domain/notify/device-alert';
import type { PhoneFacts } from '@/lib/domain/notify/device-condition';
import type { Rhythm, RhythmContext } from '@/lib/domain/notify/device-rhythm';

export type DeviceAlertRow = DeviceAlert & { device_name: string; owner_id: number };

export interface DeviceAlertFilter {
  owner_id?: number;
  device_id?: number;
  open?: boolean;
}

/** What people read and set of their phones' alerts. */
export interface DeviceAlertStore {
  /** Newest first. */
  list(filter: DeviceAlertFilter, limit: number): Promise<DeviceAlertRow[]>;
  /** The default where nothing was set. */
  settings(device_id: number): Promise<DeviceAlertSettings>;
  setSettings(device_id: number, settings: DeviceAlertSettings): Promise<void>;
  /** Null: nothing is known yet. */
  rhythm(device_id: number): Promise<Rhythm | null>;
}

/** A phone that was heard at some time, or refused. */
export type WatchedPhone = DeviceActivity & DeviceAlertSettings & { user_id: number; time_zone: string };

/** What the worker needs to watch over phones. Synchronous, as the engine's. */
export interface DeviceWatchStore {
  /**
   * Notes that phones can be heard now. If that was not so for longer than `pause_ms`, or the clock was set, listening begins anew.
   * @returns since when it has been so without a break, and when it was so for the first time
   */
  listen(now: number, pause_ms: number): { since: number; first_at: number };
  /** All of them, in one query. */
  phones(): WatchedPhone[];
  facts(activity: DeviceActivity): PhoneFacts;
  standing(device_id: number): AlertStanding;
  rhythm(device_id: number): Rhythm | null;
  /** In one transaction. A phone that was removed meanwhile is left out. */
  saveRhythms(rhythms: ReadonlyMap<number, Rhythm>): void;
  /**
   * When a phone was heard, by its stored fixes received since `from` and not late, oldest first; of those that are closer than
   * `step_ms` one. Each answer costs at most (now − from) / step_ms look-ups.
   */
  heard(device_id: number, from: number, step_ms: number): { at: number; context: RhythmContext }[];
  /** Writes alerts with their deliveries, in one transaction. */
  act(phone: Pick<WatchedPhone, 'device_id' | 'user_id'>, actions: readonly DeviceAlertAction[], now: number): void;
}
