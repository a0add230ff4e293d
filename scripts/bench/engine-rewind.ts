import type { Fix } from '@/lib/domain/model';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { engineOn, storeFixes, withDatabase } from './engine-store';
import { seeded } from './town';

const BURST = 10_000;
const ZONES = 10_000;

type NewFix = Omit<Fix, 'id'>;

function shuffled<T>(items: readonly T[]): T[] {
  const random = seeded(7);
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j] as T, all[i] as T];
  }
  return all;
}

/** What one arrival costs, by what it holds and what came before. */
function arrival(name: string, prepare: (fixes: NewFix[]) => { known: NewFix[]; late: NewFix[][] }): Record<string, unknown> {
  return withDatabase(1, ZONES, (db: Connection, world) => {
    const { known, late } = prepare(world.fixes(1, BURST + 1));
    const engine = engineOn(db);
    storeFixes(db, known);
    engine.runOnce();
    const before = engine.state().folded;
    let spent = 0;
    for (const batch of late) {
      storeFixes(db, batch);
      const start = performance.now();
      engine.runOnce();
      spent += performance.now() - start;
    }
    const count = late.reduce((sum, { length }) => sum + length, 0);
    const folded = engine.state().folded - before;
    return {
      bench: 'engine rewind',
      arrival: name,
      ...{ fixes: count, batches: late.length, folded, milliseconds: Math.round(spent) },
      folded_per_fix: Number((folded / count).toFixed(2)),
      microseconds_per_fix: Math.round((1000 * spent) / count),
    };
  });
}

function inBatches(fixes: NewFix[], size: number): NewFix[][] {
  return Array.from({ length: Math.ceil(fixes.length / size) }, (_, i) => fixes.slice(i * size, (i + 1) * size));
}

/** A phone's queue of 10,000 fixes, after a newer fix had come; and single late fixes. */
export function* benchRewind(): Generator<Record<string, unknown>> {
  const newest = (fixes: NewFix[]) => ({ known: [fixes.at(-1) as NewFix], queue: fixes.slice(0, -1) });
  const orders: [string, (fixes: NewFix[]) => NewFix[]][] = [
    ['in order', (fixes) => fixes],
    ['reversed', (fixes) => [...fixes].reverse()],
    ['shuffled', shuffled],
  ];
  for (const [name, order] of orders) {
    for (const size of name === 'in order' ? [1, 10, 1000] : [100, 1000]) {
      yield arrival(`queue ${name}, ${size} at a time`, (fixes) => {
        const { known, queue } = newest(fixes);
        return { known, late: inBatches(order(queue), size) };
      });
    }
  }
  for (const back of [1, 100, 9_999]) {
    yield arrival(`one fix ${back} back`, (fixes) => {
      const at = fixes.length - 1 - back;
      return { known: fixes.filter((_, i) => i !== at), late: [[fixes[at] as NewFix]] };
    });
  }
}
