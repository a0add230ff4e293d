import type { Selectable } from 'kysely';
import type { Delivery, Device, Geofence, NotificationTarget } from '@/lib/domain/model';
import { deliveryIdentity } from '@/lib/domain/notify/identity';
import type { ClaimedItem, ClaimedMessage, LastPlace, SealedTarget } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { toEvent } from './event-row';
import { toExpectation } from './expectation-row';
import { toGeofence } from './geofence-row';
import type { Database } from './schema';

const toDelivery = (row: Selectable<Database['delivery']>): Delivery => ({ ...row, is_test: row.is_test === 1 });

export const toTarget = (row: Selectable<Database['notification_target']>): SealedTarget => ({
  ...row,
  settings: JSON.parse(row.settings) as NotificationTarget['settings'],
  is_active: row.is_active === 1,
  coalesces: row.coalesces === 1,
});

/** All that a channel needs to tell of deliveries of one person on one way; without those of which a part is gone. */
export function readMessage(connection: Connection, ids: readonly number[]): ClaimedMessage | null {
  const reader = new ItemReader(connection);
  const items = ids.flatMap((id) => reader.item(id) ?? []);
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

const DELIVERY = 'SELECT * FROM delivery WHERE id = ?';
const EVENT = 'SELECT * FROM geofence_event WHERE id = ?';
const ZONE = 'SELECT * FROM geofence WHERE id = ?';
const DEVICE = 'SELECT id, user_id, name, device, color, created_at, updated_at FROM device WHERE id = ?';

/** Reads what deliveries tell of. After an outage hundreds go together, mostly of the same few zones and devices. */
class ItemReader {
  private readonly zones = new Map<string, Geofence | null>();
  private readonly devices = new Map<number, Device | null>();

  constructor(private readonly connection: Connection) {}

  item(id: number): ClaimedItem | null {
    const row = this.connection.prepare(DELIVERY).get(id) as Selectable<Database['delivery']> | undefined;
    if (!row) return null;
    const delivery = toDelivery(row);
    if (delivery.event_id !== null) return this.event(delivery, delivery.event_id);
    if (delivery.alert_id !== null) return this.alert(delivery, delivery.alert_id);
    if (delivery.device_alert_id !== null) return this.deviceAlert(delivery, delivery.device_alert_id);
    return { kind: 'test', delivery };
  }

  private event(delivery: Delivery, event_id: number): ClaimedItem | null {
    const event = this.connection.prepare(EVENT).get(event_id) as Selectable<Database['geofence_event']> | undefined;
    if (!event) return null;
    const [geofence, device] = [this.zone(event.geofence_id), this.device(event.device_id)];
    return geofence && device ? { kind: 'event', delivery, event: toEvent(event), geofence, device } : null;
  }

  private alert(delivery: Delivery, alert_id: number): ClaimedItem | null {
    const { connection } = this;
    const alert = connection.get(query.selectFrom('expectation_alert').selectAll().where('id', '=', alert_id));
    const row = alert && connection.get(query.selectFrom('expectation').selectAll().where('id', '=', alert.expectation_id));
    if (!row) return null;
    const [geofence, device] = [this.zone(row.geofence_id), this.device(alert.device_id)];
    if (!geofence || !device) return null;
    const members = readMembers(connection, row.geofence_id);
    const last_place = readLastPlace(connection, alert.device_id);
    return { kind: 'alert', delivery, alert, expectation: toExpectation(row), geofence, device, members, last_place };
  }

  private deviceAlert(delivery: Delivery, id: number): ClaimedItem | null {
    const row = this.connection.get(query.selectFrom('device_alert').selectAll().where('id', '=', id));
    const device = row && this.device(row.device_id);
    if (!device) return null;
    const device_alert = { ...row, detail: JSON.parse(row.detail) as Record<string, unknown> };
    return { kind: 'device', delivery, device, device_alert, last_place: readLastPlace(this.connection, device.id) };
  }

  private zone(id: string): Geofence | null {
    return remembered(this.zones, id, () => {
      const row = this.connection.prepare(ZONE).get(id) as Selectable<Database['geofence']> | undefined;
      return row ? toGeofence(row) : null;
    });
  }

  private device(id: number): Device | null {
    return remembered(this.devices, id, () => (this.connection.prepare(DEVICE).get(id) as Device | undefined) ?? null);
  }
}

function remembered<K, V>(known: Map<K, V>, key: K, read: () => V): V {
  const value = known.get(key);
  if (value !== undefined) return value;
  const fresh = read();
  known.set(key, fresh);
  return fresh;
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
