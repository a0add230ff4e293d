import { COLUMNS, measureTruth, situation } from '@/scripts/bench/truth';
import { NOISE_MODELS, type NoiseModel } from '@/scripts/bench/truth/noise';
import { byOurs } from '@/scripts/bench/truth/ours';
import { SCENARIOS } from '@/scripts/bench/truth/scenarios';
import { type Case, figuresOf, type Said, type Score, score, sum } from '@/scripts/bench/truth/score';

const usual = NOISE_MODELS.usual as NoiseModel;

describe('the score', () => {
  /** Inside from 10:00 to 11:00, shown by the third fix and left at the fifth. */
  const HOUR = 3_600_000;
  const one: Case = {
    days: 7,
    fixes: [],
    required: [
      { zone: 0, type: 'enter', from: 10 * HOUR, to: 11 * HOUR, shown: 2 },
      { zone: 0, type: 'exit', from: 11 * HOUR, to: Number.POSITIVE_INFINITY, shown: 4 },
    ],
    free: [],
  };
  const say = (type: 'enter' | 'exit', hour: number, decided: number): Said => ({
    zone: 0,
    type,
    occurred_at: hour * HOUR,
    decided,
  });

  test('counts what was found, with its delay in fixes', () => {
    const result = score(one, [say('enter', 10.1, 2), say('exit', 11.2, 6)]);
    expect(result).toMatchObject({ found: 2, missed: 0, false: 0, flaps: 0, delays: [0, 2] });
    expect(figuresOf(result).f1).toBe(1);
  });

  test('an event that comes before its time is false, and what it stood for is missed', () => {
    const result = score(one, [say('enter', 9.9, 1), say('exit', 11.2, 4)]);
    expect(result).toMatchObject({ found: 1, missed: 1, false: 1 });
  });

  test('a pair too many is two false events, and flapping when it is quick', () => {
    const flap = [say('enter', 10.1, 2), say('exit', 10.5, 3), say('enter', 10.55, 3), say('exit', 11.2, 4)];
    expect(score(one, flap)).toMatchObject({ found: 2, false: 2, flaps: 1 });
  });

  test('a change of side that no fix shows may be told and need not be', () => {
    const unseen: Case = { ...one, required: [], free: one.required };
    expect(score(unseen, [])).toMatchObject({ found: 0, missed: 0, false: 0 });
    expect(score(unseen, [say('enter', 10.1, 2)])).toMatchObject({ found: 0, missed: 0, false: 0 });
  });
});

describe('the simulator', () => {
  test('tells the same life for the same seed, and another for another', () => {
    const life = (seed: number) => JSON.stringify(situation('commuter, every 15 min', seed, usual).fixes);
    expect(life(3)).toBe(life(3));
    expect(life(3)).not.toBe(life(4));
  });

  // Those that take less than a second.
  const quick = Object.keys(SCENARIOS).filter((name) => /nights|iOS|gaps/.test(name));

  test.each(quick)('%s has fixes in the order of their time and something to find', (name) => {
    const { fixes, required } = situation(name, 11, usual);
    expect(required.length).toBeGreaterThan(0);
    expect(fixes.every((fix, i) => i === 0 || fix.occurred_at >= (fixes[i - 1]?.occurred_at ?? 0))).toBe(true);
    expect(new Set(fixes.map(({ id }) => id)).size).toBe(fixes.length);
  });
});

describe('over simulated weeks that were not used to choose the rule', () => {
  // A few of them, so that it takes seconds; the whole table is in docs/adr/0009.
  const NAMES = ['15 min', 'Android', 'gaps'];
  const scores = NAMES.map((scenario) => measureTruth({ lives: 1, seed: 77, noise: 'usual', scenario }));
  const total = (column: string) => {
    const of = (one: Map<string, Score[]>) => [...one.values()].map((columns) => columns[COLUMNS.indexOf(column)] as Score);
    return figuresOf(sum(scores.flatMap(of)));
  };

  test('the ledger is right where the bare point is mostly wrong', () => {
    const bare = total('bare point');
    const ours = total('ours, ledger');
    expect(bare.f1).toBeLessThan(0.6);
    expect(ours.f1).toBeGreaterThan(0.93);
    expect(ours.missed_percent).toBeLessThan(5);
    expect(ours.false_per_week).toBeLessThan(bare.false_per_week / 15);
  });

  test('people are told at the first fix that shows it', () => {
    const { median_delay, p90_delay } = total('ours, alarm');
    expect(median_delay).toBe(0);
    expect(p90_delay).toBeLessThanOrEqual(1);
  });

  test('the alarm is better than any rule that looks at one fix', () => {
    const single = COLUMNS.slice(0, -2).filter((name) => name !== 'the same, twice in a row');
    for (const name of single) expect(total('ours, alarm').f1).toBeGreaterThan(total(name).f1);
  });

  test('a retracted event is in the alarm and not in the ledger', () => {
    const { fixes, zones } = situation('nights in flats', 5, usual);
    const { alarm, ledger } = byOurs(fixes, zones);
    expect(ledger.length).toBeLessThan(alarm.length);
    expect(ledger.every((event) => alarm.includes(event))).toBe(true);
  });
});
