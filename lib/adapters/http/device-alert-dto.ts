import type { DeviceAlertRow } from '@/lib/storage/ports';
import { iso } from './dto';

/** Moments among what an alert tells. */
const TIMES = new Set(['last_seen_at', 'lwt']);

/** What makes an alert plain, with its moments in ISO 8601. */
export const alertDetailDto = (detail: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [name, TIMES.has(name) && typeof value === 'number' ? iso(value) : value]),
  );

export const deviceAlertDto = ({ owner_id: _owner, ...alert }: DeviceAlertRow) => ({
  ...alert,
  detail: alertDetailDto(alert.detail),
  occurred_at: iso(alert.occurred_at),
  raised_at: iso(alert.raised_at),
  resolved_at: iso(alert.resolved_at),
});
