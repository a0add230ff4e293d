import { addDays, dayAt, offsetAt, startOfDay } from '@/lib/domain/time/zoned-day';

const HOUR_MS = 3_600_000;
/** All clocks of the world differ from UTC by a multiple of it, and change by one. */
const QUARTER_MS = 900_000;

/** An hour on the wall, 0–23, of a day: from `start` (epoch ms) to the next one's. On a day when clocks change, some are longer or missing. */
interface HourSlot {
  start: number;
  hour: number;
}

/** A calendar day in a time zone. */
export interface CalendarDay {
  /** `YYYY-MM-DD` */
  day: string;
  /** Epoch ms; the day ends where the next begins. */
  start: number;
  end: number;
  /** 0 is Monday. */
  weekday: number;
}

/** A piece of a span that lies within one hour of one day. */
export interface Piece {
  day: CalendarDay;
  hour: number;
  milliseconds: number;
}

/** The calendar days of a time zone over a span, to cut shorter spans at midnight and at each hour of the clock on the wall. */
export class Calendar {
  readonly days: readonly CalendarDay[];
  private readonly slots = new Map<string, HourSlot[]>();

  /** @param timeZone IANA name. @throws RangeError for an unknown one */
  constructor(
    from: number,
    to: number,
    private readonly timeZone: string,
  ) {
    const days: CalendarDay[] = [];
    let day = dayAt(from, timeZone);
    for (let start = startOfDay(day, timeZone); start <= to; ) {
      const next = addDays(day, 1);
      const end = startOfDay(next, timeZone);
      // A day that an island skipped by moving across the date line has no length.
      if (end > start) days.push({ day, start, end, weekday: weekdayOf(day) });
      [day, start] = [next, end];
    }
    this.days = days;
  }

  /** The days that a span touches, from the one it begins in. */
  *daysOf(from: number, to: number): Iterable<CalendarDay> {
    let i = this.indexAt(from);
    do yield this.days[i] as CalendarDay;
    while (++i < this.days.length && (this.days[i] as CalendarDay).start < to);
  }

  /** The span cut at midnight and at every full hour. */
  *piecesOf(from: number, to: number): Iterable<Piece> {
    for (const day of this.daysOf(from, to)) {
      const slots = this.slotsOf(day);
      // A slot is an hour long; only the one in which clocks are set back is longer.
      const first = Math.max(0, Math.floor((from - day.start) / HOUR_MS) - 2);
      for (let i = first; i < slots.length; i++) {
        const { start, hour } = slots[i] as HourSlot;
        if (start >= to) break;
        const milliseconds = Math.min(to, slots[i + 1]?.start ?? day.end) - Math.max(from, start);
        if (milliseconds > 0) yield { day, hour, milliseconds };
      }
    }
  }

  /** The last day that begins at or before the instant; the first where none does. */
  private indexAt(instant: number): number {
    let [low, high] = [0, this.days.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.days[middle] as CalendarDay).start <= instant) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private slotsOf({ day, start, end }: CalendarDay): HourSlot[] {
    const known = this.slots.get(day);
    if (known) return known;
    const slots = end - start === 24 * HOUR_MS ? evenSlots(start) : this.unevenSlots(start, end);
    this.slots.set(day, slots);
    return slots;
  }

  private unevenSlots(start: number, end: number): HourSlot[] {
    const slots: HourSlot[] = [];
    for (let at = start; at < end; at += QUARTER_MS) {
      const hour = new Date(at + offsetAt(at, this.timeZone)).getUTCHours();
      if (slots.at(-1)?.hour !== hour) slots.push({ start: at, hour });
    }
    return slots;
  }
}

const evenSlots = (start: number): HourSlot[] =>
  Array.from({ length: 24 }, (_, hour) => ({ start: start + hour * HOUR_MS, hour }));

const weekdayOf = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** The Monday of the week of a calendar day (ISO 8601). @param day `YYYY-MM-DD` */
export const mondayOf = (day: string): string => addDays(day, -weekdayOf(day));
