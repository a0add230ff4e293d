import type { NotificationPreference, Way } from '@/lib/domain/model';
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

/** When a person wants to be told. */
export function prefer(connection: Connection, user_id: number, wishes: Partial<NotificationPreference>): void {
  const usual = { digest: 'none', digest_minutes: 2, digest_at: '08:00', quiet_from: null, quiet_until: null } as const;
  const { escalation = [], ...fields } = wishes;
  connection.run(
    query.insertInto('notification_preference').values({
      ...usual,
      max_per_day: null,
      escalate_after_minutes: null,
      updated_at: HAPPENED,
      ...fields,
      user_id,
      escalation: JSON.stringify(escalation),
    }),
  );
}

/** Somebody else is told of a zone, too. */
export function addRecipient(connection: Connection, geofence_id: string, user_id: number): void {
  connection.run(query.insertInto('zone_recipient').values({ geofence_id, user_id, created_at: HAPPENED }));
}
