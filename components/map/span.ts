import { dayAt, endOfDay, startOfDay } from '@/lib/domain/time/zoned-day';
import type { Span } from './use-track';

export type SpanChoice = 'none' | 'today' | 'day' | 'week' | 'custom';

const HOUR_MS = 3_600_000;

/**
 * The time span of a choice, seen at `now` (epoch ms) by a person in `timeZone`.
 * @param days first and last day (YYYY-MM-DD) of a custom span, both included
 * @returns null for no track and while a custom span lacks a day
 */
export function spanOf(choice: SpanChoice, days: [string | null, string | null], now: number, timeZone: string): Span | null {
  switch (choice) {
    case 'none':
      return null;
    case 'today':
      return { from: startOfDay(dayAt(now, timeZone), timeZone), to: null };
    case 'day':
      return { from: now - 24 * HOUR_MS, to: null };
    case 'week':
      return { from: now - 7 * 24 * HOUR_MS, to: null };
    case 'custom': {
      const [first, last] = days;
      if (!first || !last) return null;
      return { from: startOfDay(first, timeZone), to: endOfDay(last, timeZone) };
    }
  }
}
