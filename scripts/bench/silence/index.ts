import { SILENCE_TUNING, type SilenceTuning } from '@/lib/domain/notify/device-silence';
import { Dice } from '../truth/dice';
import { livingOf, PEOPLE, type Person } from './lives';
import { failuresOf, HABITS, type Habit, signsOf } from './phones';
import { type Figures, figuresOf, type Score, scoreOf, sum } from './score';

export interface SilenceSettings {
  /** Phones of each habit. */
  devices: number;
  weeks: number;
  seed: number;
}

/** What is heard of one phone, and when it truly fell silent. */
export function phoneOf(habit: Habit, days: number, seed: number) {
  const dice = new Dice(seed);
  const person = dice.pick(PEOPLE as [Person, ...Person[]]);
  const quirks = { nightsOff: dice.chance(0.15), underground: dice.chance(0.25), hikes: dice.chance(0.25) };
  const stretches = livingOf(person, quirks, days, dice);
  const failures = failuresOf(days, dice);
  return { failures, signs: signsOf(stretches, habit, failures, dice) };
}

/** The scores of each habit. */
export function measureSilence(
  { devices, weeks, seed }: SilenceSettings,
  tuning: SilenceTuning = SILENCE_TUNING,
): Map<string, Score> {
  const days = weeks * 7;
  return new Map(
    HABITS.map((habit, number) => {
      const scores = Array.from({ length: devices }, (_, i) => {
        const { signs, failures } = phoneOf(habit, days, seed * 1_000_003 + number * 10_007 + i * 101);
        return scoreOf(signs, failures, days, tuning);
      });
      return [habit.name, sum(scores)];
    }),
  );
}

const line = (name: string, cells: readonly (string | number)[]) =>
  console.log(`${name.padEnd(40)}${cells.map((it) => String(it).padStart(12)).join('')}`);

const cells = (figures: Figures) => Object.values(figures) as number[];

/** Prints the figures of each habit and of all, then one JSON line. */
export function benchSilence(settings: SilenceSettings): void {
  const scores = measureSilence(settings);
  const all = figuresOf(sum([...scores.values()]));
  line('', ['false/wk', 'missed %', 'median h', 'p90 h']);
  for (const [name, score] of scores) line(name, cells(figuresOf(score)));
  line('all', cells(all));
  console.log(JSON.stringify({ bench: 'silence', ...settings, ...all }));
}
