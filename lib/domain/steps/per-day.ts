import type { StepCount } from '@/lib/domain/model';
import { addDays, dayAt, startOfDay } from '@/lib/domain/time/zoned-day';

export type CountedSteps = Omit<StepCount, 'device_id' | 'received_at'>;

export interface StepDay {
  /** `YYYY-MM-DD` in the person's time zone. */
  day: string;
  steps: number | null;
  distance_meters: number | null;
  floors_up: number | null;
  floors_down: number | null;
  /** A count over several days was divided among them by the time it spent in each. */
  is_estimated: boolean;
}

const COUNTS = ['steps', 'distance_meters', 'floors_up', 'floors_down'] as const;

const lengthOf = ({ from_at, to_at }: CountedSteps) => to_at - from_at;
const overlap = (one: CountedSteps, other: CountedSteps) => one.from_at < other.to_at && other.from_at < one.to_at;

/** Counts overlap when a phone is asked again and again for today; the longest tell most, and no time counts twice. */
function withoutOverlaps(counts: readonly CountedSteps[]): CountedSteps[] {
  const taken: CountedSteps[] = [];
  for (const count of [...counts].sort((a, b) => lengthOf(b) - lengthOf(a))) {
    if (!taken.some((other) => overlap(other, count))) taken.push(count);
  }
  return taken;
}

/** A count over more days says little about one of them; what is beyond is left out. */
const MAX_DAYS = 31;
/** Phones ask for days by their own clock: so little beyond midnight is no part of the next day. */
const TOLERANCE_MS = 60_000;

/** The days that a count reaches into, with the share of it that falls to each; together 1. */
function sharesOf({ from_at, to_at }: CountedSteps, timeZone: string): { day: string; share: number }[] {
  const spans: { day: string; span: number }[] = [];
  const last = dayAt(to_at - 1, timeZone);
  for (let day = dayAt(from_at, timeZone); day <= last && spans.length < MAX_DAYS; day = addDays(day, 1)) {
    const begin = Math.max(from_at, startOfDay(day, timeZone));
    spans.push({ day, span: Math.min(to_at, startOfDay(addDays(day, 1), timeZone)) - begin });
  }
  const long = spans.filter(({ span }) => span > TOLERANCE_MS);
  const counted = long.length > 0 ? long : spans;
  const whole = counted.reduce((sum, { span }) => sum + span, 0);
  return counted.map(({ day, span }) => ({ day, share: span / whole }));
}

const nothing = (day: string): StepDay => ({
  ...{ day, steps: null, distance_meters: null, floors_up: null, floors_down: null },
  is_estimated: false,
});

/** What was counted on each day that anything is known of, the newest first. */
export function stepsPerDay(counts: readonly CountedSteps[], timeZone: string): StepDay[] {
  const days = new Map<string, StepDay>();
  for (const count of withoutOverlaps(counts)) {
    const shares = sharesOf(count, timeZone);
    for (const { day, share } of shares) {
      const known = days.get(day) ?? nothing(day);
      for (const name of COUNTS) {
        const value = count[name];
        if (value !== null) known[name] = (known[name] ?? 0) + value * share;
      }
      known.is_estimated ||= shares.length > 1;
      days.set(day, known);
    }
  }
  return [...days.values()].map(rounded).sort((a, b) => b.day.localeCompare(a.day));
}

function rounded(day: StepDay): StepDay {
  const whole = { ...day };
  for (const name of COUNTS) whole[name] = day[name] === null ? null : Math.round(day[name]);
  return whole;
}
