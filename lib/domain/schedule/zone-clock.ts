import { offsetAt } from '@/lib/domain/time/zoned-day';

/**
 * Wall clocks of IANA time zones, by what Intl knows of them. Local times are told as if they were UTC: the `wall` of
 * 08:15 on 1 May is `Date.UTC(…, 4, 1, 8, 15)`. To find the moment of a wall time, the offsets of a day before and a
 * day after are tried, as the Temporal proposal's polyfill does (GetPossibleInstantsFor); no zone changed its clock
 * twice within two days.
 */
const DAY_MS = 86_400_000;

/** Whether Intl knows the zone under this name; plain offsets such as `+02:00` are no names. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    offsetAt(0, name);
    return true;
  } catch {
    return false;
  }
}

/** What clocks in the zone show at a moment, to the second. @throws RangeError for a zone that Intl does not know */
export function wallTime(timeZone: string, at: number): number {
  return Math.floor(at / 1000) * 1000 + offsetAt(at, timeZone);
}

/**
 * The moment at which clocks in the zone show `wall`.
 * @param which of the two moments when clocks are set back over it. A time that is skipped is the first moment after the gap.
 */
export function momentOf(timeZone: string, wall: number, which: 'earlier' | 'later'): number {
  const key = `${timeZone} ${wall} ${which}`;
  const known = moments.get(key);
  if (known !== undefined) return known;
  const moment = findMoment(timeZone, wall, which);
  if (moments.size >= MAX_MOMENTS) moments.clear();
  moments.set(key, moment);
  return moment;
}

/** Many ask for the same few: the deadlines of a morning, the windows of a day. Asking Intl costs some 20 µs each time. */
const moments = new Map<string, number>();
const MAX_MOMENTS = 10_000;

function findMoment(timeZone: string, wall: number, which: 'earlier' | 'later'): number {
  const before = offsetAt(wall - DAY_MS, timeZone);
  const after = offsetAt(wall + DAY_MS, timeZone);
  if (before === after) return wall - before;
  const shown = [wall - before, wall - after].filter((at) => wallTime(timeZone, at) === wall);
  if (shown.length > 0) return which === 'earlier' ? Math.min(...shown) : Math.max(...shown);
  return changeBetween(timeZone, wall - after, wall - before);
}

/** The first moment with the offset of `late`; both are whole seconds and the clock changes once between them. */
function changeBetween(timeZone: string, early: number, late: number): number {
  const offset = offsetAt(late, timeZone);
  let [low, high] = [early / 1000, late / 1000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * 1000, timeZone) === offset) high = middle;
    else low = middle;
  }
  return high * 1000;
}
