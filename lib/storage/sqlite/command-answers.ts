import type { CommandAction } from '@/lib/domain/model';
import type { Connection } from './connection';

/** What tells that a phone did what it was told, by what came from it since. */
interface Sent {
  device_id: number;
  action: CommandAction;
  sent_at: number | null;
}

/** An answer may carry a fix that the phone had made a little before. */
const FIX_MAY_BE_OLD_MS = 600_000;

// A fix's time is in whole seconds.
const FIX = `SELECT id AS location_id, occurred_at FROM location
  WHERE device_id = @device_id AND occurred_at >= @sent_at - ${FIX_MAY_BE_OLD_MS} AND received_at > @sent_at AND origin IS NULL
  AND (trigger = 'r' OR occurred_at >= @sent_at / 1000 * 1000) ORDER BY received_at, id LIMIT 1`;
const REPORT = `SELECT received_at, CASE WHEN kind = 'waypoints' THEN json_extract(payload, '$.count') END AS regions
  FROM device_report WHERE device_id = @device_id AND received_at > @sent_at AND kind IN (SELECT value FROM json_each(@kinds))
  ORDER BY received_at DESC LIMIT 1`;
const STEPS = `SELECT from_at, to_at, steps FROM step_count WHERE device_id = @device_id AND received_at > @sent_at
  ORDER BY received_at LIMIT 1`;

const KINDS: Partial<Record<CommandAction, string[]>> = {
  status: ['status'],
  dump: ['dump'],
  waypoints: ['waypoints'],
  setWaypoints: ['waypoint', 'waypoints'],
};

/** Null: nothing came back yet. */
export function answerOf(connection: Connection, { device_id, action, sent_at }: Sent): Record<string, unknown> | null {
  const values = { device_id, sent_at: sent_at ?? 0 };
  const first = (sql: string, more: object = {}) => {
    const row = connection.prepare(sql).get({ ...values, ...more }) as Record<string, unknown> | undefined;
    return row ?? null;
  };
  if (action === 'reportLocation') return first(FIX);
  if (action === 'reportSteps') return first(STEPS);
  const kinds = KINDS[action];
  return kinds ? first(REPORT, { kinds: JSON.stringify(kinds) }) : null;
}
