import type { NotificationPreference, Way } from '@/lib/domain/model';
import { DEFAULT_PREFERENCE } from '@/lib/domain/notify/preference-input';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { HAPPENED } from './deliveries';

/** A webhook or a browser of a person. @returns its way */
export function addTarget(
  connection: Connection,
  user_id: number,
  id: string,
  fields: { kind?: 'webhook' | 'push'; is_active?: 0 | 1; paused_at?: number } = {},
): Way {
  const { kind = 'webhook', is_active = 1, paused_at = null } = fields;
  const made = { preset: 'ntfy', name: id, settings: '{}', secrets: null, coalesces: 1, pause_reason: null } as const;
  const times = { last_sent_at: null, created_at: HAPPENED, updated_at: HAPPENED };
  connection.run(query.insertInto('notification_target').values({ id, user_id, kind, is_active, paused_at, ...made, ...times }));
  return { channel: kind, target_id: id };
}

/** When a person wants to be told; what is not named is as for everybody. */
export function prefer(connection: Connection, user_id: number, wishes: Partial<NotificationPreference>): void {
  const { escalation, ...fields } = { ...DEFAULT_PREFERENCE, updated_at: HAPPENED, ...wishes, user_id };
  connection.run(query.insertInto('notification_preference').values({ ...fields, escalation: JSON.stringify(escalation) }));
}

/** Somebody else is told of a zone, too. */
export function addRecipient(connection: Connection, geofence_id: string, user_id: number): void {
  connection.run(query.insertInto('zone_recipient').values({ geofence_id, user_id, created_at: HAPPENED }));
}
