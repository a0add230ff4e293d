import { sql } from 'kysely';
import type { EventFilter, EventRow, EventStats, EventStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { eventRows, matchingEvents, newestEvents } from './event-query';
import { toEvent } from './event-row';

/** Rows of one page of a stream: a few milliseconds of work between two breaths of the process. */
const PAGE = 1_000;
/** Rows removed in one transaction: short enough that an ingesting connection hardly waits. */
const REMOVE_AT_ONCE = 2_000;
const DAY_MS = 86_400_000;

const eventHits = () => query.selectFrom('geofence_event as event').select(['event.id', 'event.occurred_at']);

/** Zone and device must both be the owner's. */
function ownedBy(select: ReturnType<typeof eventRows>, owner_id: number | undefined) {
  if (owner_id === undefined) return select;
  return select.where('device.user_id', '=', owner_id).where('geofence.owner_id', '=', owner_id);
}

const breath = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The ledger of events, read and cleaned, in SQLite. */
export class SqliteEventStore implements EventStore {
  constructor(private readonly connection: Connection) {}

  async list(filter: EventFilter, limit: number, offset: number): Promise<{ events: EventRow[]; total: number }> {
    const hits = newestEvents(filter, limit).offset(offset);
    return { events: this.newest(hits), total: this.count(matchingEvents(filter)) };
  }

  async *stream(filter: EventFilter): AsyncIterable<EventRow[]> {
    let last: EventRow | undefined;
    for (;;) {
      const page: EventRow[] = this.newest(newestEvents(filter, PAGE, last));
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      last = page[page.length - 1];
      await breath();
    }
  }

  async stats(filter: { owner_id?: number }, now: number): Promise<EventStats> {
    const counted = () => matchingEvents(filter).where('event.retracted_at', 'is', null);
    return {
      total_events: this.count(counted()),
      events_last_24h: this.count(counted().where('event.occurred_at', '>', now - DAY_MS)),
      most_active_geofence: this.most(counted(), 'geofence'),
      most_active_device: this.most(counted(), 'device'),
    };
  }

  async removeBefore(occurred_before: number): Promise<number> {
    this.removeAlertsBefore(occurred_before);
    const due = query.selectFrom('geofence_event').select('id').where('occurred_at', '<', occurred_before).limit(REMOVE_AT_ONCE);
    for (let removed = 0; ; await breath()) {
      const { changes } = this.connection.run(query.deleteFrom('geofence_event').where('id', 'in', due));
      removed += changes;
      if (changes < REMOVE_AT_ONCE) return removed;
    }
  }

  /** They are few. What is wrong with a phone stays as long as it is. */
  private removeAlertsBefore(before: number): void {
    this.connection.run(query.deleteFrom('expectation_alert').where('due_at', '<', before));
    this.connection.run(query.deleteFrom('device_alert').where('resolved_at', '<', before));
    this.connection.run(query.deleteFrom('delivery').where('is_test', '=', sql.lit(1)).where('created_at', '<', before));
  }

  async between(after: number, up_to: number, owner_id?: number): Promise<EventRow[]> {
    const hits = eventHits().where('event.id', '>', after).where('event.id', '<=', up_to).where('event.origin', '=', 'live');
    return this.connection.all(ownedBy(eventRows(hits).orderBy('hit.id'), owner_id)).map(toEvent);
  }

  async find(id: number): Promise<EventRow | null> {
    const row = this.connection.get(eventRows(eventHits().where('event.id', '=', id)));
    return row ? toEvent(row) : null;
  }

  async changedBetween(after: number, up_to: number, owner_id?: number): Promise<{ change_id: number; event: EventRow }[]> {
    const changes = query
      .selectFrom('geofence_event_change')
      .select(({ fn }) => ['event_id', fn.max<number>('id').as('change_id')])
      .where('id', '>', after)
      .where('id', '<=', up_to)
      .groupBy('event_id')
      .orderBy('change_id');
    const last = this.connection.all(changes);
    if (last.length === 0) return [];
    const hits = eventHits().where(
      'event.id',
      'in',
      last.map(({ event_id }) => event_id),
    );
    const events = new Map(this.connection.all(ownedBy(eventRows(hits), owner_id)).map((row) => [row.id, toEvent(row)]));
    return last.flatMap(({ event_id, change_id }) => {
      const event = events.get(event_id);
      return event ? [{ change_id, event }] : [];
    });
  }

  async newestChangeId(): Promise<number> {
    const newest = query.selectFrom('geofence_event_change').select(({ fn }) => fn.max('id').as('id'));
    return this.connection.get<{ id: number | null }>(newest)?.id ?? 0;
  }

  async newestId(): Promise<number> {
    const newest = query.selectFrom('geofence_event').select(({ fn }) => fn.max('id').as('id'));
    return this.connection.get<{ id: number | null }>(newest)?.id ?? 0;
  }

  private newest(hits: ReturnType<typeof newestEvents>): EventRow[] {
    return this.connection.all(eventRows(hits).orderBy('hit.occurred_at', 'desc').orderBy('hit.id', 'desc')).map(toEvent);
  }

  private count(events: ReturnType<typeof matchingEvents>): number {
    return this.connection.get<{ n: number }>(events.select(({ fn }) => fn.countAll<number>().as('n')))?.n ?? 0;
  }

  /** The zone or device with most of these events; of several, the one with the smallest id. */
  private most<Id extends string | number>(events: ReturnType<typeof matchingEvents>, of: 'geofence' | 'device') {
    const id = sql.ref<Id>(`event.${of}_id`);
    const first = this.connection.get<{ id: Id; events: number }>(
      events
        .select([id.as('id'), sql<number>`count(*)`.as('events')])
        .groupBy(id)
        .orderBy('events', 'desc')
        .orderBy(id)
        .limit(1),
    );
    if (!first) return null;
    const named = this.connection.get<{ name: string }>(query.selectFrom(of).select('name').where(sql.ref('id'), '=', first.id));
    return { id: first.id, name: named?.name ?? '', events: first.events };
  }
}
