import type { Selectable } from 'kysely';
import type { ImportJob, ImportJobStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import type { Database } from './schema';

type Row = Selectable<Database['import_job']>;

const parsed = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T));

const toJob = ({ options, progress, report, ...row }: Row): ImportJob => ({
  ...row,
  options: JSON.parse(options) as ImportJob['options'],
  progress: parsed(progress),
  report: parsed(report),
});

/** Imports and how far they have come, in SQLite. */
export class SqliteImportJobStore implements ImportJobStore {
  constructor(private readonly connection: Connection) {}

  async create({ options, ...job }: Parameters<ImportJobStore['create']>[0]): Promise<void> {
    this.connection.run(
      query.insertInto('import_job').values({
        ...job,
        options: JSON.stringify(options),
        ...{ bytes_done: 0, progress: null, report: null, error: null, finished_at: null, updated_at: job.created_at },
      }),
    );
  }

  async find(id: string): Promise<ImportJob | null> {
    const row = this.connection.get<Row>(query.selectFrom('import_job').selectAll().where('id', '=', id));
    return row ? toJob(row) : null;
  }

  async list({ user_id }: { user_id?: number }, limit: number): Promise<ImportJob[]> {
    let select = query.selectFrom('import_job').selectAll().orderBy('created_at', 'desc').orderBy('id').limit(limit);
    if (user_id !== undefined) select = select.where('user_id', '=', user_id);
    return this.connection.all<Row>(select).map(toJob);
  }

  async update(...[id, from, { report, ...fields }, now]: Parameters<ImportJobStore['update']>): Promise<boolean> {
    const change = query
      .updateTable('import_job')
      .set({ ...fields, ...(report === undefined ? {} : { report: report && JSON.stringify(report) }), updated_at: now })
      .where('id', '=', id)
      .where('state', 'in', from);
    return this.connection.run(change).changes > 0;
  }

  async remove(id: string): Promise<void> {
    this.connection.run(query.deleteFrom('import_job').where('id', '=', id));
  }

  next(): ReturnType<ImportJobStore['next']> {
    const select = query
      .selectFrom('import_job')
      .select(['id', 'user_id', 'state'])
      .where('state', 'in', ['queued', 'running'])
      .orderBy('created_at')
      .orderBy('id')
      .limit(1);
    return this.connection.get(select) ?? null;
  }
}
