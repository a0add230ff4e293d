import type { Delivery, Geofence } from '@/lib/domain/model';
import type { ClaimedDelivery, LastPlace } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { toEvent } from './event-row';
import { toExpectation } from './expectation-row';
import { toGeofence } from './geofence-row';

/** All that a channel needs to tell of a delivery; null where a part of it is gone. */
export function readClaimed(connection: Connection, id: number): ClaimedDelivery | null {
  const delivery = connection.get(query.selectFrom('delivery').selectAll().where('id', '=', id));
  if (!delivery) return null;
  return delivery.alert_id === null
    ? readEvent(connection, delivery, delivery.event_id ?? 0)
    : readAlert(connection, delivery, delivery.alert_id);
}

function readEvent(connection: Connection, delivery: Delivery, event_id: number): ClaimedDelivery | null {
  const event = connection.get(query.selectFrom('geofence_event').selectAll().where('id', '=', event_id));
  const parties = event && readParties(connection, event.geofence_id, event.device_id, delivery.user_id);
  return parties ? { kind: 'event', delivery, event: toEvent(event), ...parties } : null;
}

function readAlert(connection: Connection, delivery: Delivery, alert_id: number): ClaimedDelivery | null {
  const alert = connection.get(query.selectFrom('expectation_alert').selectAll().where('id', '=', alert_id));
  const row = alert && connection.get(query.selectFrom('expectation').selectAll().where('id', '=', alert.expectation_id));
  const parties = row && readParties(connection, row.geofence_id, alert.device_id, delivery.user_id);
  if (!parties) return null;
  const members = readMembers(connection, row.geofence_id);
  const last_place = readLastPlace(connection, alert.device_id);
  return { kind: 'alert', delivery, alert, expectation: toExpectation(row), members, last_place, ...parties };
}

function readParties(connection: Connection, geofence_id: string, device_id: number, user_id: number) {
  const zone = connection.get(query.selectFrom('geofence').selectAll().where('id', '=', geofence_id));
  const device = connection.get(
    query
      .selectFrom('device')
      .select(['id', 'user_id', 'name', 'device', 'color', 'created_at', 'updated_at'])
      .where('id', '=', device_id),
  );
  const recipient = connection.get(
    query
      .selectFrom('user')
      .select(['id', 'email', 'name', 'handle', 'role', 'language', 'time_zone', 'created_at', 'updated_at'])
      .where('id', '=', user_id),
  );
  return zone && device && recipient ? { geofence: toGeofence(zone), device, recipient } : null;
}

function readMembers(connection: Connection, group_id: string): Geofence[] {
  const members = query
    .selectFrom('geofence_group_member')
    .innerJoin('geofence', 'geofence.id', 'geofence_group_member.geofence_id')
    .selectAll('geofence')
    .where('geofence_group_member.group_id', '=', group_id)
    .where('geofence.is_active', '=', 1);
  return connection.all(members).map(toGeofence);
}

function readLastPlace(connection: Connection, device_id: number): LastPlace | null {
  const newest = query
    .selectFrom('location')
    .select(['latitude', 'longitude', 'accuracy', 'occurred_at'])
    .where('device_id', '=', device_id)
    .orderBy('occurred_at', 'desc')
    .limit(1);
  return connection.get(newest) ?? null;
}
