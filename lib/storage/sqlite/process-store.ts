import type { ProcessState } from '@/lib/domain/model';
import type { ProcessStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';

/** What each process last said of itself; one row for each name. */
export class SqliteProcessStore implements ProcessStore {
  constructor(private readonly connection: Connection) {}

  beat(state: ProcessState): void {
    const row = { ...state, state: JSON.stringify(state.state) };
    const { name: _name, ...values } = row;
    this.connection.run(
      query
        .insertInto('process_state')
        .values(row)
        .onConflict((conflict) => conflict.column('name').doUpdateSet(values)),
    );
  }

  list(): ProcessState[] {
    return this.connection
      .all<Omit<ProcessState, 'state'> & { state: string }>(query.selectFrom('process_state').selectAll().orderBy('name'))
      .map((row) => ({ ...row, state: JSON.parse(row.state) as Record<string, unknown> }));
  }

  totals(): { locations: number; events: number } {
    const rows = this.connection.prepare('SELECT name, seq FROM sqlite_sequence').all() as { name: string; seq: number }[];
    const seq = new Map(rows.map((row) => [row.name, row.seq]));
    return { locations: seq.get('location') ?? 0, events: seq.get('geofence_event') ?? 0 };
  }
}
