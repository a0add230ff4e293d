import type { Selectable } from 'kysely';
import type { Delivery, Device, Geofence, NotificationTarget } from '@/lib/domain/model';
import { deliveryIdentity } from '@/lib/domain/notify/identity';
import type { ClaimedItem, ClaimedMessage, LastPlace, SealedTarget } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { toEvent } from './event-row';
import { toExpectation } from './expectation-row';
import { toGeofence } from './geofence-row';
import type { Database } from './schema';

export const toDelivery = (row: Selectable<Database['delivery']>): Delivery => ({ ...row, is_test: row.is_test === 1 });

export const toTarget = (row: Selectable<Database['notification_target']>): SealedTarget => ({
  ...row,
  settings: JSON.parse(row.settings) as NotificationTarget['settings'],
  is_active: row.is_active === 1,
  coalesces: row.coalesces === 1,
});

/** All that a channel needs to tell of deliveries of one person on one way; without those of which a part is gone. */
export function readMessage(connection: Connection, ids: readonly number[]): ClaimedMessage | null {
  const items = ids.flatMap((id) => readItem(connection, id) ?? []);
  const first = items[0]?.delivery;
  const recipient = first && readRecipient(connection, first.user_id);
  if (!recipient) return null;
  const { channel, attempts: attempt, target_id } = first;
  const target = target_id === null ? null : readTarget(connection, target_id);
  const identity = identityOf(connection, first);
  return { identity, recipient, channel, target, items, templates: readTemplates(connection, recipient.id), attempt };
}

/** What was formed of several keeps its name, also where some of them are no longer true. */
function identityOf(connection: Connection, first: Delivery): string {
  const { bundle_id } = first;
  if (bundle_id === null) return deliveryIdentity(first);
  const { size } = connection.prepare('SELECT count(*) AS size FROM delivery WHERE bundle_id = ?').get(bundle_id) as {
    size: number;
  };
  return size > 1 ? `message-${bundle_id}` : deliveryIdentity(first);
}

function readItem(connection: Connection, id: number): ClaimedItem | null {
  const row = connection.get(query.selectFrom('delivery').selectAll().where('id', '=', id));
  if (!row) return null;
  const delivery = toDelivery(row);
  if (delivery.event_id !== null) return readEvent(connection, delivery, delivery.event_id);
  if (delivery.alert_id !== null) return readAlert(connection, delivery, delivery.alert_id);
  if (delivery.device_alert_id !== null) return readDeviceAlert(connection, delivery, delivery.device_alert_id);
  return { kind: 'test', delivery };
}

function readEvent(connection: Connection, delivery: Delivery, event_id: number): ClaimedItem | null {
  const event = connection.get(query.selectFrom('geofence_event').selectAll().where('id', '=', event_id));
  if (!event) return null;
  const [geofence, device] = [readZone(connection, event.geofence_id), readDevice(connection, event.device_id)];
  return geofence && device ? { kind: 'event', delivery, event: toEvent(event), geofence, device } : null;
}

function readAlert(connection: Connection, delivery: Delivery, alert_id: number): ClaimedItem | null {
  const alert = connection.get(query.selectFrom('expectation_alert').selectAll().where('id', '=', alert_id));
  const row = alert && connection.get(query.selectFrom('expectation').selectAll().where('id', '=', alert.expectation_id));
  if (!row) return null;
  const [geofence, device] = [readZone(connection, row.geofence_id), readDevice(connection, alert.device_id)];
  if (!geofence || !device) return null;
  const members = readMembers(connection, row.geofence_id);
  const last_place = readLastPlace(connection, alert.device_id);
  return { kind: 'alert', delivery, alert, expectation: toExpectation(row), geofence, device, members, last_place };
}

function readDeviceAlert(connection: Connection, delivery: Delivery, id: number): ClaimedItem | null {
  const row = connection.get(query.selectFrom('device_alert').selectAll().where('id', '=', id));
  const device = row && readDevice(connection, row.device_id);
  if (!device) return null;
  const device_alert = { ...row, detail: JSON.parse(row.detail) as Record<string, unknown> };
  return { kind: 'device', delivery, device, device_alert, last_place: readLastPlace(connection, device.id) };
}

function readZone(connection: Connection, id: string): Geofence | null {
  const row = connection.get(query.selectFrom('geofence').selectAll().where('id', '=', id));
  return row ? toGeofence(row) : null;
}

function readDevice(connection: Connection, id: number): Device | null {
  const device = query
    .selectFrom('device')
    .select(['id', 'user_id', 'name', 'device', 'color', 'created_at', 'updated_at'])
    .where('id', '=', id);
  return connection.get(device) ?? null;
}

function readRecipient(connection: Connection, id: number) {
  return connection.get(
    query
      .selectFrom('user')
      .select(['id', 'email', 'name', 'handle', 'role', 'language', 'time_zone', 'created_at', 'updated_at'])
      .where('id', '=', id),
  );
}

function readTarget(connection: Connection, id: string): SealedTarget | null {
  const row = connection.get(query.selectFrom('notification_target').selectAll().where('id', '=', id));
  return row ? toTarget(row) : null;
}

function readTemplates(connection: Connection, user_id: number) {
  return connection.all(query.selectFrom('notification_template').selectAll().where('user_id', '=', user_id));
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
