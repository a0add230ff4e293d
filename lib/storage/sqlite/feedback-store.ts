import type { EventFeedback } from '@/lib/domain/model';
import type { FalseAlarm, FeedbackStore } from '@/lib/storage/ports/feedback';
import { type Connection, query } from './connection';

/** What people say of events, in SQLite. */
export class SqliteFeedbackStore implements FeedbackStore {
  constructor(private readonly connection: Connection) {}

  async add(feedback: EventFeedback): Promise<boolean> {
    const added = query
      .insertInto('event_feedback')
      .values(feedback)
      .onConflict((conflict) => conflict.doNothing());
    return this.connection.run(added).changes > 0;
  }

  async remove(event_id: number, user_id: number | null): Promise<boolean> {
    const all = query.deleteFrom('event_feedback').where('event_id', '=', event_id);
    return this.connection.run(user_id === null ? all : all.where('user_id', '=', user_id)).changes > 0;
  }

  async has(event_id: number, user_id: number): Promise<boolean> {
    const said = query.selectFrom('event_feedback').select('at').where('event_id', '=', event_id).where('user_id', '=', user_id);
    return this.connection.get(said) !== undefined;
  }

  async isRecipient(event_id: number, user_id: number): Promise<boolean> {
    const told = query.selectFrom('delivery').select('id').where('event_id', '=', event_id).where('user_id', '=', user_id);
    return this.connection.get(told) !== undefined;
  }

  async falseAlarms(geofence_id: string, from: number, until: number): Promise<FalseAlarm[]> {
    const said = query.selectFrom('event_feedback').select('event_id');
    return this.connection.all(
      query
        .selectFrom('geofence_event')
        .select(['device_id', 'event_type', 'occurred_at'])
        .where('geofence_id', '=', geofence_id)
        .where('occurred_at', '>=', from)
        .where('occurred_at', '<=', until)
        .where('event_type', '<>', 'dwell')
        .where('id', 'in', said)
        .orderBy('occurred_at'),
    );
  }
}
