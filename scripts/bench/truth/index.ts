import { Dice } from './dice';
import { NOISE_MODELS, type NoiseModel } from './noise';
import { byOurs } from './ours';
import { fixesOf } from './phone';
import { byTheRules, RULE_NAMES } from './rules';
import { SCENARIOS } from './scenarios';
import { type Case, caseOf, type Figures, figuresOf, type Score, score, sum } from './score';
import { periodsOf, type TestZone } from './zones';

export interface TruthSettings {
  /** Lives per scenario. */
  lives: number;
  seed: number;
  noise: string;
  scenario: string | null;
}

/** Names of the columns: the rules of one fix, and ours as first said and as it stands in the end. */
export const COLUMNS = [...RULE_NAMES, 'ours, alarm', 'ours, ledger'];

export type Scores = Map<string, Score[]>;

export interface Situation extends Case {
  zones: TestZone[];
}

/** One life of a scenario: the fixes of its phone and what truly happened. */
export function situation(name: string, seed: number, noise: NoiseModel): Situation {
  const make = SCENARIOS[name];
  if (!make) throw new Error(`scenario is ${name}; it must be one of ${Object.keys(SCENARIOS).join('; ')}`);
  const { days, journey, zones, phone } = make(new Dice(seed));
  const fixes = fixesOf(journey.legs, phone, new Dice(seed + 1), noise);
  return {
    ...caseOf(
      days,
      fixes,
      zones,
      zones.map((zone) => periodsOf(zone, journey.legs)),
    ),
    zones,
  };
}

/** The scores of all columns, by scenario. */
export function measureTruth({ lives, seed, noise, scenario }: TruthSettings): Scores {
  const model = NOISE_MODELS[noise];
  if (!model) throw new Error(`--noise is ${noise}; it must be one of ${Object.keys(NOISE_MODELS).join(', ')}`);
  const scores: Scores = new Map();
  Object.keys(SCENARIOS).forEach((name, number) => {
    if (scenario !== null && !name.includes(scenario)) return;
    const columns: Score[][] = COLUMNS.map(() => []);
    for (let life = 0; life < lives; life++) {
      const one = situation(name, seed * 1_000_003 + number * 10_007 + life * 101, model);
      const { alarm, ledger } = byOurs(one.fixes, one.zones);
      [...byTheRules(one.fixes, one.zones), alarm, ledger].forEach((said, i) => {
        columns[i]?.push(score(one, said));
      });
    }
    scores.set(name, columns.map(sum));
  });
  return scores;
}

const cell = ({ false_per_week, missed_percent, f1, median_delay, p90_delay, flaps_per_week }: Figures) =>
  [false_per_week, missed_percent, f1.toFixed(3), `${median_delay}/${p90_delay}`, flaps_per_week]
    .map((it) => String(it).padStart(9))
    .join('');

const HEAD = ['false/wk', 'missed %', 'F1', 'delay', 'flaps/wk'].map((it) => it.padStart(9)).join('');

/** Prints the figures of each rule over all scenarios, and ours against the bare point by scenario; then one JSON line. */
export function benchTruth(settings: TruthSettings): void {
  const scores = measureTruth(settings);
  const totals = COLUMNS.map((_, i) => figuresOf(sum([...scores.values()].map((columns) => columns[i] as Score))));
  console.log(`${'all scenarios'.padEnd(40)}${HEAD}`);
  COLUMNS.forEach((name, i) => {
    console.log(`${name.padEnd(40)}${cell(totals[i] as Figures)}`);
  });
  const shown = [0, COLUMNS.length - 2, COLUMNS.length - 1];
  for (const [name, columns] of scores) {
    console.log(`\n${name.padEnd(40)}${HEAD}`);
    for (const i of shown) console.log(`  ${(COLUMNS[i] as string).padEnd(38)}${cell(figuresOf(columns[i] as Score))}`);
  }
  const byRule = Object.fromEntries(COLUMNS.map((name, i) => [name, totals[i]]));
  console.log(JSON.stringify({ bench: 'truth', ...settings, rules: byRule }));
}
