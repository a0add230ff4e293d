import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Channel, DeliveryState, EventType } from '@/lib/domain/model';
import type { DeliveryFilter, DeliveryKind } from '@/lib/storage/ports';
import { query } from './connection';
import type { Database } from './schema';

type Told = Pick<DeliveryFilter, 'device_id' | 'geofence_id' | 'kind'> & { owner_id?: number };

const devicesOf = (owner_id: number) => query.selectFrom('device').select('id').where('user_id', '=', owner_id);
const zonesOf = (owner_id: number) => query.selectFrom('geofence').select('id').where('owner_id', '=', owner_id);

/** The events that are told of. A zone that was given away keeps events of its former owner's phones: both must be the owner's. */
function eventIds({ device_id, geofence_id, kind, owner_id }: Told) {
  let select = query.selectFrom('geofence_event').select('id');
  if (device_id !== undefined) select = select.where('device_id', '=', device_id);
  if (geofence_id !== undefined) select = select.where('geofence_id', '=', geofence_id);
  if (kind !== undefined) select = select.where('event_type', '=', kind as EventType);
  if (owner_id === undefined) return select;
  return select.where('device_id', 'in', devicesOf(owner_id)).where('geofence_id', 'in', zonesOf(owner_id));
}

function alertIds({ device_id, geofence_id, owner_id }: Told) {
  let select = query
    .selectFrom('expectation_alert')
    .innerJoin('expectation', 'expectation.id', 'expectation_alert.expectation_id')
    .select('expectation_alert.id');
  if (device_id !== undefined) select = select.where('expectation_alert.device_id', '=', device_id);
  if (geofence_id !== undefined) select = select.where('expectation.geofence_id', '=', geofence_id);
  if (owner_id === undefined) return select;
  return select
    .where('expectation_alert.device_id', 'in', devicesOf(owner_id))
    .where('expectation.geofence_id', 'in', zonesOf(owner_id));
}

type Where = ExpressionBuilder<Database, 'delivery'>;

function isAbout(eb: Where, told: Told) {
  if (told.kind === 'alert') return eb('delivery.alert_id', 'in', alertIds(told));
  const event = eb('delivery.event_id', 'in', eventIds(told));
  return told.kind === undefined ? eb.or([event, eb('delivery.alert_id', 'in', alertIds(told))]) : event;
}

/** In the words of the partial indexes; with bound values SQLite could not use them. */
function isOneOf(states: readonly DeliveryState[]) {
  const [first, ...more] = states.map((state) => sql.lit(state));
  return more.length === 0
    ? sql<SqlBool>`delivery.state = ${first}`
    : sql<SqlBool>`delivery.state IN (${sql.join([first, ...more], sql`,`)})`;
}

/** The deliveries that a filter lets through. */
export function matchingDeliveries(filter: DeliveryFilter) {
  const { viewer_id, states, reason, channel, recipient_id, device_id, geofence_id, kind, from, to } = filter;
  let select = query.selectFrom('delivery');
  if (states && states.length > 0) select = select.where(isOneOf(states));
  if (reason !== undefined) select = select.where('delivery.reason', '=', reason);
  if (channel !== undefined) select = select.where('delivery.channel', '=', channel as Channel);
  if (recipient_id !== undefined) select = select.where('delivery.user_id', '=', recipient_id);
  if (from !== undefined) select = select.where('delivery.created_at', '>=', from);
  if (to !== undefined) select = select.where('delivery.created_at', '<=', to);
  if (device_id !== undefined || geofence_id !== undefined || kind !== undefined)
    select = select.where((eb) => isAbout(eb, { device_id, geofence_id, kind }));
  if (viewer_id === undefined) return select;
  return select.where((eb) => eb.or([eb('delivery.user_id', '=', viewer_id), isAbout(eb, { owner_id: viewer_id })]));
}

/** Ids of the newest matching deliveries; `before`: those that come after that id. */
export function newestDeliveries(filter: DeliveryFilter, limit: number, before?: number) {
  const select = matchingDeliveries(filter).select('delivery.id').orderBy('delivery.id', 'desc').limit(limit);
  return before === undefined ? select : select.where('delivery.id', '<', before);
}

/** The deliveries of `hits`, newest first, with the names that a person reads. */
export function deliveryRows(hits: ReturnType<typeof newestDeliveries>) {
  return query
    .selectFrom(hits.as('hit'))
    .innerJoin('delivery', 'delivery.id', 'hit.id')
    .leftJoin('geofence_event as event', 'event.id', 'delivery.event_id')
    .leftJoin('expectation_alert as alert', 'alert.id', 'delivery.alert_id')
    .leftJoin('expectation', 'expectation.id', 'alert.expectation_id')
    .innerJoin('device', (join) => join.on('device.id', '=', sql`coalesce(event.device_id, alert.device_id)`))
    .innerJoin('geofence', (join) => join.on('geofence.id', '=', sql`coalesce(event.geofence_id, expectation.geofence_id)`))
    .innerJoin('user as recipient', 'recipient.id', 'delivery.user_id')
    .selectAll('delivery')
    .select([
      'recipient.name as recipient_name',
      'recipient.role as recipient_role',
      'device.id as device_id',
      'device.name as device_name',
      'device.user_id as device_owner_id',
      'geofence.id as geofence_id',
      'geofence.name as geofence_name',
      'geofence.color as geofence_color',
      'geofence.owner_id as geofence_owner_id',
      sql<DeliveryKind>`coalesce(event.event_type, expectation.kind)`.as('kind'),
      sql<number>`coalesce(event.occurred_at, alert.due_at)`.as('occurred_at'),
      sql<number>`coalesce(event.retracted_at, alert.resolved_at) IS NOT NULL`.as('is_untrue'),
    ])
    .orderBy('hit.id', 'desc');
}
