import type { DeliveryState, EventType, Language, NewGeofenceEvent } from '@/lib/domain/model';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { eventColumns } from '@/lib/storage/sqlite/event-row';
import { geofenceRow } from '@/lib/storage/sqlite/geofence-row';
import { circle } from './zones';

/** 15 January 2026, 13:02 UTC: 14:02 in Berlin. */
export const HAPPENED = Date.UTC(2026, 0, 15, 13, 2);

let serial = 0;

/** Anna in Berlin with a phone and a green zone "Home". */
export function household(connection: Connection, person: { language?: Language; email?: string } = {}) {
  serial += 1;
  const times = { created_at: HAPPENED, updated_at: HAPPENED };
  const user_id = connection.run(
    query.insertInto('user').values({
      email: person.email ?? `anna${serial}@example.org`,
      name: 'Anna',
      handle: `anna${serial}`,
      role: 'user',
      password_hash: 'none',
      language: person.language ?? 'en',
      time_zone: 'Europe/Berlin',
      ...times,
    }),
  ).lastInsertRowid;
  const device = {
    user_id,
    name: "Anna's phone",
    device: 'phone',
    color: '#1971c2',
    provision_secret: null,
    encryption_key: null,
  };
  const device_id = connection.run(
    query.insertInto('device').values({ ...device, secret_hash: `hash ${serial}`, ...times }),
  ).lastInsertRowid;
  const geofence_id = `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;
  connection.run(
    query
      .insertInto('geofence')
      .values(
        geofenceRow(circle(52.52, 13.405, 100, { id: geofence_id, name: 'Home', owner_id: user_id, color: '#2f9e44', ...times })),
      ),
  );
  return { user_id, device_id, geofence_id };
}

export type Household = ReturnType<typeof household>;

/** An event with its delivery, as the engine writes them. @returns the ids of both */
export function event(
  connection: Connection,
  home: Household,
  event_type: EventType = 'enter',
  fields: Partial<NewGeofenceEvent> & { state?: DeliveryState; at?: number } = {},
): { event_id: number; delivery_id: number } {
  const { state = 'pending', at = HAPPENED, ...columns } = fields;
  const event_id = connection.run(
    query.insertInto('geofence_event').values(
      eventColumns<NewGeofenceEvent>({
        geofence_id: home.geofence_id,
        device_id: home.device_id,
        location_id: null,
        event_type,
        latitude: 52.520008,
        longitude: 13.404954,
        accuracy: 12,
        distance_from_center: 35.4,
        confidence: 1,
        stay_seconds: null,
        occurred_at: at,
        decided_at: at,
        received_at: at,
        retracted_at: null,
        retract_reason: null,
        retract_decided_at: null,
        replaces_id: null,
        origin: 'live',
        is_pass_through: false,
        witnesses: ['geometry'],
        notification_status: 'pending',
        notification_reason: null,
        ...columns,
      }),
    ),
  ).lastInsertRowid;
  const reason = state === 'suppressed' ? 'cooldown' : null;
  const delivery_id = connection.run(
    query.insertInto('delivery').values({
      event_id,
      user_id: home.user_id,
      channel: 'email',
      state,
      reason,
      attempts: 0,
      next_attempt_at: at,
      claimed_until: null,
      created_at: at,
      finished_at: null,
    }),
  ).lastInsertRowid;
  return { event_id, delivery_id };
}

/** How a delivery stands: its row, its attempts' outcomes, its event's status. */
export function standing(connection: Connection, delivery_id: number) {
  const delivery = connection.get(query.selectFrom('delivery').selectAll().where('id', '=', delivery_id));
  const attempts = connection.all(
    query.selectFrom('delivery_attempt').select(['outcome', 'response']).where('delivery_id', '=', delivery_id).orderBy('id'),
  );
  const status = connection.get(
    query
      .selectFrom('geofence_event')
      .select(['notification_status', 'notification_reason'])
      .where('id', '=', delivery?.event_id ?? 0),
  );
  return { ...delivery, tried: attempts, event: status };
}
