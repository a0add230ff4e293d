import type { ExpectationView } from '@/lib/services/expectations';
import type { AlertRow } from '@/lib/storage/ports';
import { iso } from './dto';

export const expectationDto = ({ checked_until: _, last_unmet_window: __, ...expectation }: ExpectationView) => ({
  ...expectation,
  next_check_at: iso(expectation.next_check_at),
  last_check: expectation.last_check && { ...expectation.last_check, at: iso(expectation.last_check.at) },
  created_at: iso(expectation.created_at),
  updated_at: iso(expectation.updated_at),
});
export type ExpectationDto = ReturnType<typeof expectationDto>;

export const alertDto = (alert: AlertRow) => ({
  ...alert,
  window_start: iso(alert.window_start),
  due_at: iso(alert.due_at),
  raised_at: iso(alert.raised_at),
  resolved_at: iso(alert.resolved_at),
  last_fix_at: iso(alert.last_fix_at),
});
export type AlertDto = ReturnType<typeof alertDto>;
