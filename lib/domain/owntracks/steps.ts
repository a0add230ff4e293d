import type { StepCount } from '@/lib/domain/model';
import { DAY_MS, integerWithin, type Members, numberWithin, timeOf } from './values';

/** More than anybody walks in a month; what is beyond is no count. */
const MOST = 10_000_000;

/**
 * An answer of the phone's step counter; −1 is unknown.
 * @returns null when it does not say of which time it speaks
 */
export function stepsOf(members: Members, deviceId: number, receivedAt: number): StepCount | null {
  const latest = receivedAt + DAY_MS;
  const from_at = timeOf(members.from, latest);
  const to_at = timeOf(members.to, latest) ?? timeOf(members.tst, latest);
  if (from_at === null || to_at === null || to_at <= from_at) return null;
  return {
    device_id: deviceId,
    from_at,
    to_at,
    steps: integerWithin(members.steps, 0, MOST),
    distance_meters: numberWithin(members.distance, 0, MOST),
    floors_up: integerWithin(members.floorsup, 0, MOST),
    floors_down: integerWithin(members.floorsdown, 0, MOST),
    received_at: receivedAt,
  };
}
