import { lastSignOfLife, type Problem, problemsOf } from '@/components/admin/devices/condition';
import type { MapDevice } from './types';

/** A position older than this is shown as old: OwnTracks publishes at least about hourly while it may run. */
export const STALE_AFTER_MS = 2 * 3_600_000;

export interface Condition {
  /** Nothing has come from the device for two hours. */
  stale: boolean;
  /** Seconds since its last sign of life; null when there was none. */
  silentSeconds: number | null;
  /** What needs the owner most; null when all is well. */
  problem: Problem | null;
}

/** @param now epoch ms */
export function conditionOf(device: MapDevice, now: number): Condition {
  const fixAt = device.last_location && !device.last_location_imported ? Date.parse(device.last_location.occurred_at) : 0;
  const seenAt = Date.parse(lastSignOfLife(device) ?? '1970-01-01T00:00:00Z');
  const aliveAt = Math.max(fixAt, seenAt);
  const silence = now - aliveAt;
  return {
    stale: aliveAt > 0 && silence > STALE_AFTER_MS,
    silentSeconds: aliveAt > 0 ? Math.max(0, silence / 1000) : null,
    // A position that came by another way (an import) is no sign of trouble.
    problem: problemsOf(device, now).find(({ kind }) => kind !== 'never_connected' || !device.last_location) ?? null,
  };
}
