import { measureSilence } from '@/scripts/bench/silence';
import { figuresOf, sum } from '@/scripts/bench/silence/score';

test('simulated phones: hardly a false alert, long failures are noticed, and soon where phones speak often', () => {
  const scores = measureSilence({ devices: 3, weeks: 6, seed: 5 });
  const all = figuresOf(sum([...scores.values()]));
  expect(all.false_per_week).toBeLessThan(0.2);
  expect(all.missed_percent).toBeLessThan(10);
  const delayOf = (name: string) => figuresOf(scores.get(name) ?? sum([])).median_delay_hours;
  expect(delayOf('move mode, 5 min')).toBeLessThan(2);
  expect(delayOf('Android, pings of 15 min')).toBeLessThan(9);
});
