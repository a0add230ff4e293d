import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { DeliveryState, EventType } from '@/lib/domain/model';
import type { DeliveryKind } from '@/lib/domain/notify/records';
import type { DeliveryFilter } from '@/lib/storage/ports';
import { query } from './connection';
import type { Database } from './schema';

type Told = Pick<DeliveryFilter, 'device_id' | 'geofence_id' | 'kind'> & { owner_id?: number };
type Part = NonNullable<DeliveryFilter['kind']>;

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

function deviceAlertIds({ device_id, owner_id }: Told) {
  let select = query.selectFrom('device_alert').select('id');
  if (device_id !== undefined) select = select.where('device_id', '=', device_id);
  return owner_id === undefined ? select : select.where('device_id', 'in', devicesOf(owner_id));
}

type Where = ExpressionBuilder<Database, 'delivery'>;

/** What is wrong with a phone has no zone, and a test of a way is about neither. */
function isAbout(eb: Where, told: Told) {
  const isAnywhere = told.geofence_id === undefined;
  const parts: Partial<Record<Part, () => Expression<SqlBool>>> = {
    alert: () => eb('delivery.alert_id', 'in', alertIds(told)),
    ...(isAnywhere && { device: () => eb('delivery.device_alert_id', 'in', deviceAlertIds(told)) }),
    ...(isAnywhere &&
      told.device_id === undefined &&
      told.owner_id === undefined && { test: () => eb('delivery.is_test', '=', 1) }),
  };
  const events = () => eb('delivery.event_id', 'in', eventIds(told));
  if (told.kind === undefined) return eb.or([events(), ...Object.values(parts).map((part) => part())]);
  if (told.kind === 'alert' || told.kind === 'device' || told.kind === 'test') return parts[told.kind]?.() ?? eb.lit(false);
  return events();
}

/** In the words of the partial indexes; with bound values SQLite could not use them. */
function isOneOf(states: readonly DeliveryState[]) {
  const [first, ...more] = states.map((state) => sql.lit(state));
  return more.length === 0
    ? sql<SqlBool>`delivery.state = ${first}`
    : sql<SqlBool>`delivery.state IN (${sql.join([first, ...more], sql`,`)})`;
}

/**
 * The deliveries that a filter lets through. The notification centre is told by being recorded, so its rows say nothing of
 * what went: they are there only when its channel is asked for.
 */
export function matchingDeliveries(filter: DeliveryFilter) {
  const { viewer_id, states, reason, channel, recipient_id, device_id, geofence_id, kind, from, to } = filter;
  let select = query.selectFrom('delivery');
  if (states && states.length > 0) select = select.where(isOneOf(states));
  if (reason !== undefined) select = select.where('delivery.reason', '=', reason);
  select =
    channel === undefined
      ? select.where('delivery.channel', '!=', sql.lit('inbox'))
      : select.where('delivery.channel', '=', channel);
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

/** One delivery, of whatever channel. */
export const deliveryOf = (id: number) => query.selectFrom('delivery').select('delivery.id').where('delivery.id', '=', id);

type Hits = ReturnType<typeof deliveryOf>;

/** The deliveries of `hits` in no order, with what each tells of: the event, or what was not as expected, or what is wrong with a phone. */
export function toldRows(hits: Hits) {
  return query
    .selectFrom(hits.as('hit'))
    .innerJoin('delivery', 'delivery.id', 'hit.id')
    .leftJoin('geofence_event as event', 'event.id', 'delivery.event_id')
    .leftJoin('expectation_alert as alert', 'alert.id', 'delivery.alert_id')
    .leftJoin('expectation', 'expectation.id', 'alert.expectation_id')
    .leftJoin('device_alert', 'device_alert.id', 'delivery.device_alert_id')
    .leftJoin('device', (join) =>
      join.on('device.id', '=', sql`coalesce(event.device_id, alert.device_id, device_alert.device_id)`),
    )
    .leftJoin('geofence', (join) => join.on('geofence.id', '=', sql`coalesce(event.geofence_id, expectation.geofence_id)`))
    .select([
      'device.id as device_id',
      'device.name as device_name',
      'device.color as device_color',
      'device.user_id as device_owner_id',
      'geofence.id as geofence_id',
      'geofence.name as geofence_name',
      'geofence.color as geofence_color',
      'geofence.owner_id as geofence_owner_id',
      sql<DeliveryKind>`coalesce(event.event_type, expectation.kind, device_alert.kind, 'test')`.as('kind'),
      sql<number>`coalesce(event.occurred_at, alert.due_at, device_alert.occurred_at, delivery.created_at)`.as('occurred_at'),
      sql<number | null>`coalesce(event.retracted_at, alert.resolved_at, device_alert.resolved_at)`.as('ended_at'),
    ]);
}

/** The deliveries of `hits`, newest first, with the names that a person reads. */
export function deliveryRows(hits: Hits) {
  return toldRows(hits)
    .innerJoin('user as recipient', 'recipient.id', 'delivery.user_id')
    .leftJoin('notification_target as target', 'target.id', 'delivery.target_id')
    .leftJoin('zone_recipient', (join) =>
      join.onRef('zone_recipient.geofence_id', '=', 'geofence.id').onRef('zone_recipient.user_id', '=', 'delivery.user_id'),
    )
    .selectAll('delivery')
    .select([
      'recipient.name as recipient_name',
      'recipient.role as recipient_role',
      'target.name as target_name',
      'target.preset as target_preset',
      sql<number>`zone_recipient.user_id IS NOT NULL`.as('is_zone_recipient'),
      sql<number>`(SELECT count(*) FROM delivery AS other WHERE other.bundle_id = delivery.bundle_id AND other.id <> delivery.id)`.as(
        'together_with',
      ),
    ])
    .orderBy('hit.id', 'desc');
}
