import { sql } from 'kysely';
import type { EventFilter } from '@/lib/storage/ports';
import { query } from './connection';

/**
 * The events that a filter lets through. All its conditions can be answered from the indexes, without the rows.
 * @param walk follow the index in its order of time instead of gathering the owner's devices one by one: for a page out
 *   of many, where gathering and sorting all for each page would cost the square of their number
 */
export function matchingEvents(filter: EventFilter, walk = false) {
  let select = query.selectFrom('geofence_event as event');
  if (filter.geofence_id !== undefined) select = select.where('event.geofence_id', '=', filter.geofence_id);
  if (filter.device_id !== undefined) select = select.where('event.device_id', '=', filter.device_id);
  if (filter.event_type !== undefined) select = select.where('event.event_type', '=', filter.event_type);
  if (filter.start !== undefined) select = select.where('event.occurred_at', '>=', filter.start);
  if (filter.retracted !== undefined)
    select = select.where('event.retracted_at', filter.retracted === 'only' ? 'is not' : 'is', null);
  if (filter.end !== undefined) select = select.where('event.occurred_at', '<=', filter.end);
  if (filter.owner_id !== undefined) {
    // Both must be the owner's: a zone that an admin gave away keeps the events of its former owner's phones. A column
    // behind a plus can't be looked up in an index, only read from it.
    const device = walk ? sql`+event.device_id` : sql.ref('event.device_id');
    const geofence = walk ? sql`+event.geofence_id` : sql.ref('event.geofence_id');
    select = select
      .where(device, 'in', query.selectFrom('device').select('id').where('user_id', '=', filter.owner_id))
      .where(geofence, 'in', query.selectFrom('geofence').select('id').where('owner_id', '=', filter.owner_id));
  }
  return select;
}

/** Ids and times of the newest matching events first; `before`: those that come after it in this order. */
export function newestEvents(filter: EventFilter, limit: number, before?: { occurred_at: number; id: number }) {
  let select = matchingEvents(filter, before !== undefined)
    .select(['event.id', 'event.occurred_at'])
    .orderBy('event.occurred_at', 'desc')
    .orderBy('event.id', 'desc')
    .limit(limit);
  if (before) {
    select = select
      .where('event.occurred_at', '<=', before.occurred_at)
      .where((eb) => eb.or([eb('event.occurred_at', '<', before.occurred_at), eb('event.id', '<', before.id)]));
  }
  return select;
}

/** The events of `hits` with the names that a person reads, in no particular order; sort by `hit`, and SQLite starts there. */
export function eventRows(hits: ReturnType<typeof newestEvents>) {
  return query
    .selectFrom(hits.as('hit'))
    .innerJoin('geofence_event as event', 'event.id', 'hit.id')
    .innerJoin('device', 'device.id', 'event.device_id')
    .innerJoin('geofence', 'geofence.id', 'event.geofence_id')
    .selectAll('event')
    .select([
      'device.user_id as owner_id',
      'device.name as device_name',
      'geofence.name as geofence_name',
      'geofence.color as geofence_color',
      'geofence.late_after_seconds',
    ])
    .select((e) =>
      e
        .selectFrom('event_feedback as said')
        .select(({ fn }) => fn.min('said.at').as('at'))
        .whereRef('said.event_id', '=', 'event.id')
        .as('false_alarm_at'),
    );
}
