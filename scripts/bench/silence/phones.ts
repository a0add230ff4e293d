import type { RhythmContext } from '@/lib/domain/notify/device-rhythm';
import type { Dice } from '../truth/dice';
import { DAY, HOUR, type Stretch } from './lives';

/** Minutes until a phone speaks again. @param still how long it has lain still, minutes */
type Pause = (moving: boolean, hour: number, still: number, dice: Dice) => number;

export interface Habit {
  name: string;
  live: boolean;
  pause: Pause;
}

const isNight = (hour: number) => hour >= 23 || hour < 6;

/** Pings by a timer that the system stretches: a little by day, by maintenance windows of hours at night. */
const pings =
  (period: number): Pause =>
  (moving, hour, still, dice) => {
    if (moving) return 1 + dice.exponential(3);
    const dozes = still > 60 && (isNight(hour) || dice.chance(0.15));
    return dozes ? Math.max(period, Math.min(360, dice.lognormal(60, 0.6))) : Math.max(period, dice.lognormal(1.2 * period, 0.4));
  };

/** Speaks after it has moved, perhaps some minutes after an arrival, and when the system wakes it now and then. */
const significant =
  (wakes: number): Pause =>
  (moving, hour, still, dice) => {
    if (moving) return 2 + dice.exponential(6);
    if (still < 20 && dice.chance(0.7)) return dice.between(4, 20);
    return dice.exponential(isNight(hour) ? 3 * wakes : wakes);
  };

export const HABITS: Habit[] = [
  { name: 'Android, pings of 15 min', live: false, pause: pings(15) },
  { name: 'Android, pings of 30 min', live: false, pause: pings(30) },
  { name: 'iPhone, woken often', live: false, pause: significant(1.5 * HOUR) },
  { name: 'iPhone, woken rarely', live: false, pause: significant(5 * HOUR) },
  { name: 'move mode, 30 s', live: true, pause: (_, __, ___, dice) => (dice.chance(0.01) ? dice.exponential(6) : 0.5) },
  { name: 'move mode, 5 min', live: true, pause: (_, __, ___, dice) => (dice.chance(0.05) ? dice.between(5, 20) : 5) },
];

export interface Failure {
  kind: 'empty' | 'killed' | 'off';
  from: number;
  to: number;
}

/** Some fall silent for real: empty over a night or longer, the app killed until somebody opens it, switched off. */
export function failuresOf(days: number, dice: Dice): Failure[] {
  const failures: Failure[] = [];
  for (let at = 10 * DAY + dice.exponential(10 * DAY); at < (days - 5) * DAY; ) {
    const kind = dice.pick<Failure['kind']>(['empty', 'killed', 'off']);
    const length = kind === 'empty' ? dice.pick<number>([8, 14, 40]) : dice.between(20, 90);
    failures.push({ kind, from: at, to: at + length * HOUR * dice.between(0.7, 1.3) });
    at += length * HOUR + 2 * DAY + dice.exponential(10 * DAY);
  }
  return failures;
}

/** One sign of life as the server hears it. */
export interface Sign {
  at: number;
  context: RhythmContext;
  isNearlyEmpty: boolean;
}

/** What is heard of a phone. */
export function signsOf(stretches: readonly Stretch[], habit: Habit, failures: readonly Failure[], dice: Dice): Sign[] {
  const signs: Sign[] = [];
  let at = dice.between(0, 30);
  let stillSince = 0;
  for (const { from, to, moving, covered } of stretches) {
    if (moving) stillSince = to;
    // Who begins to move, or has a network again, is heard soon.
    if (moving || signs.length > 0) at = Math.min(at, Math.max(from + dice.exponential(moving ? 4 : 15), signs.at(-1)?.at ?? 0));
    for (; at < to; at += habit.pause(moving, (at % DAY) / HOUR, at - stillSince, dice)) {
      const failure = failures.find((one) => at >= one.from && at < one.to);
      if (failure) at = Math.max(at, failure.to + dice.exponential(10));
      if (at >= to) break;
      if (!covered) continue;
      const context = habit.live ? 'live' : moving ? 'moving' : 'rest';
      const isNearlyEmpty = failures.some((one) => one.kind === 'empty' && at < one.from && at > one.from - 90);
      signs.push({ at, context, isNearlyEmpty: isNearlyEmpty || dice.chance(0.004) });
    }
  }
  return signs;
}
