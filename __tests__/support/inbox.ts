import type { Server } from '@/app/server';
import type { DeviceAlertKind } from '@/lib/domain/model';
import { query } from '@/lib/storage/sqlite/connection';
import { NOW, type Person } from './api';

type Matter = { event_id: number } | { alert_id: number } | { device_alert_id: number } | { is_test: 1 };
type Fields = Partial<{ channel: 'inbox' | 'email' | 'push'; state: 'sent' | 'pending'; at: number; target_id: string }>;

/** A delivery of `matter` to a person, in the notification centre and told unless another is asked for. @returns its id */
export function tell(server: Pick<Server, 'connection'>, person: Person, matter: Matter, fields: Fields = {}): number {
  const { channel = 'inbox', state = 'sent', at = NOW, target_id = null } = fields;
  return server.connection.run(
    query.insertInto('delivery').values({
      ...{ event_id: null, alert_id: null, ...matter },
      user_id: person.user.id,
      channel,
      target_id,
      state,
      reason: null,
      attempts: 0,
      next_attempt_at: at,
      claimed_until: null,
      created_at: at,
      finished_at: state === 'sent' ? at : null,
    }),
  ).lastInsertRowid;
}

/** Something is wrong with a phone since `at`. @returns the alert's id */
export function addDeviceAlert(
  server: Pick<Server, 'connection'>,
  device_id: number,
  kind: DeviceAlertKind = 'battery_low',
  at = NOW,
  detail: Record<string, unknown> = {},
): number {
  const times = { occurred_at: at, raised_at: at, resolved_at: null };
  return server.connection.run(
    query.insertInto('device_alert').values({ device_id, kind, ...times, detail: JSON.stringify(detail) }),
  ).lastInsertRowid;
}

/** When a delivery was opened; null: not yet. */
export const openedAt = (server: Pick<Server, 'connection'>, id: number): number | null | undefined =>
  server.connection.get(query.selectFrom('delivery').select('opened_at').where('id', '=', id))?.opened_at;
