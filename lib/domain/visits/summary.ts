import { Calendar, mondayOf } from './calendar';
import { spanOf, type Visit } from './pair';

/** Lengths are whole seconds; of a stay only what lies within the span that was asked for. */
export interface VisitTotals {
  /** Stays that lie at least in part within the span, those of unknown length included. */
  visits: number;
  total_seconds: number;
  /** Over the stays of known length; null where there is none. */
  average_seconds: number | null;
  longest_seconds: number | null;
}

/** `visits` counts the stays that were there on that day or in that week. */
export interface VisitPeriod {
  /** `YYYY-MM-DD`: the day, or the Monday on which the week begins. */
  start: string;
  visits: number;
  total_seconds: number;
}

export interface VisitSummary extends VisitTotals {
  time_zone: string;
  /** Days and weeks without a stay are left out. */
  per_day: VisitPeriod[];
  per_week: VisitPeriod[];
  /** Seconds of all stays by weekday (0 is Monday) and hour on the wall. */
  per_hour: number[][];
}

/** Both ends in epoch ms; a missing one is open. */
export interface Span {
  start?: number;
  end?: number;
}

/** What of a stay lies within the span; null where its length is not known or nothing does. */
export function clip(visit: Visit, { start, end }: Span, now: number): [from: number, to: number] | null {
  const span = spanOf(visit, now);
  if (!span) return null;
  const from = Math.max(span[0], start ?? span[0]);
  const to = Math.min(span[1], end ?? span[1]);
  return to < from ? null : [from, to];
}

/** Whether a stay belongs to the span: a stay of unknown length does with the end that is known. */
export function isWithin(visit: Visit, span: Span, now: number): boolean {
  if (spanOf(visit, now)) return clip(visit, span, now) !== null;
  const known = visit.entered_at ?? visit.left_at;
  return known !== null && known >= (span.start ?? known) && known <= (span.end ?? known);
}

const seconds = (milliseconds: number) => Math.round(milliseconds / 1000);

/** Number, sum, mean and longest of stays. @param visits all within the span */
export function totalsOf(visits: readonly Visit[], span: Span, now: number): VisitTotals {
  const lengths = visits.flatMap((visit) => {
    const clipped = clip(visit, span, now);
    return clipped ? [clipped[1] - clipped[0]] : [];
  });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return {
    visits: visits.length,
    total_seconds: seconds(total),
    average_seconds: lengths.length > 0 ? seconds(total / lengths.length) : null,
    longest_seconds: lengths.length > 0 ? seconds(lengths.reduce((most, length) => Math.max(most, length), 0)) : null,
  };
}

class Periods {
  private readonly periods = new Map<string, { visits: number; milliseconds: number; last: Visit }>();

  add(start: string, visit: Visit, milliseconds: number): void {
    const period = this.periods.get(start);
    if (!period) {
      this.periods.set(start, { visits: 1, milliseconds, last: visit });
      return;
    }
    if (period.last !== visit) period.visits += 1;
    period.last = visit;
    period.milliseconds += milliseconds;
  }

  list(): VisitPeriod[] {
    const sorted = [...this.periods].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([start, { visits, milliseconds }]) => ({ start, visits, total_seconds: seconds(milliseconds) }));
  }
}

/**
 * What stays come to, by day, week and hour of a person's own clock: a stay over midnight counts on both days, and a day
 * has as many hours as it had.
 * @param visits all within the span
 * @param timeZone IANA name
 */
export function summarize(visits: readonly Visit[], span: Span, now: number, timeZone: string): VisitSummary {
  const clipped = visits.flatMap((visit) => {
    const [from, to] = clip(visit, span, now) ?? [];
    return from === undefined || to === undefined ? [] : [{ visit, from, to }];
  });
  const [days, weeks] = [new Periods(), new Periods()];
  const hours = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  if (clipped.length > 0) {
    const first = clipped.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY);
    const last = clipped.reduce((most, { to }) => Math.max(most, to), Number.NEGATIVE_INFINITY);
    const calendar = new Calendar(first, last, timeZone);
    for (const { visit, from, to } of clipped) {
      for (const { day, start, end } of calendar.daysOf(from, to)) {
        const milliseconds = Math.min(to, end) - Math.max(from, start);
        days.add(day, visit, milliseconds);
        weeks.add(mondayOf(day), visit, milliseconds);
      }
      for (const { day, hour, milliseconds } of calendar.piecesOf(from, to)) {
        const row = hours[day.weekday] as number[];
        row[hour] = (row[hour] as number) + milliseconds;
      }
    }
  }
  return {
    ...totalsOf(visits, span, now),
    time_zone: timeZone,
    per_day: days.list(),
    per_week: weeks.list(),
    per_hour: hours.map((row) => row.map(seconds)),
  };
}
