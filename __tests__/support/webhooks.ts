import { GuardedOutbound } from '@/lib/adapters/outbound';
import { WebhookChannel } from '@/lib/adapters/webhook';
import type { EventType, NewGeofenceEvent, WebhookPreset } from '@/lib/domain/model';
import type { WebhookInput } from '@/lib/domain/notify/webhook-fields';
import { AuditService } from '@/lib/services/audit';
import { DeliveryRunner } from '@/lib/services/deliver';
import { SecretBox } from '@/lib/services/secret-box';
import { TargetService } from '@/lib/services/targets';
import { SqliteAuditStore } from '@/lib/storage/sqlite/audit-store';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { SqliteTargetStore } from '@/lib/storage/sqlite/target-store';
import { SqliteWayTestStore } from '@/lib/storage/sqlite/way-test-store';
import { testDatabase } from './database';
import { event, HAPPENED, household, standing } from './deliveries';

/** Webhooks of Anna's, on a database of its own, sent by a runner like the worker's; loopback is allowed. */
export function webhookWorld(person: Parameters<typeof household>[1] = {}) {
  const connection = testDatabase();
  const time = { now: HAPPENED };
  const clock = () => time.now;
  const home = household(connection, person);
  const actor = { id: home.user_id };
  const secrets = new SecretBox('a secret for tests only');
  const policy = async () => ({ allow_private: false, allowed: ['127.0.0.1'] });
  const { request, check } = new GuardedOutbound({ policy, userAgent: 'Fencepost/1.2.3', overallMs: 400 });
  const store = new SqliteTargetStore(connection);
  const audit = new AuditService(new SqliteAuditStore(connection), clock);
  const targets = new TargetService({ store, secrets, check, audit, clock });
  const channel = new WebhookChannel({ publicUrl: 'https://fence.example.org', secrets, request, clock });
  const runner = new DeliveryRunner(new SqliteDeliveryStore(connection), 'webhook', channel, clock, { random: () => 0.5 });

  /** An event for a webhook, as the engine records it. @returns the delivery's id */
  const tell = (target_id: string, type: EventType = 'enter', fields: Partial<NewGeofenceEvent> = {}): number => {
    const { delivery_id } = event(connection, home, type, fields);
    connection.run(query.updateTable('delivery').set({ channel: 'webhook', target_id }).where('id', '=', delivery_id));
    return delivery_id;
  };

  return {
    ...{ connection, time, home, actor, store, targets, channel, runner, secrets, tell },
    add: async (preset: WebhookPreset, input: WebhookInput) => targets.create(actor, preset, 'Mine', input),
    /** A test of a target that is due. @returns its id */
    test: async (target_id: string) => {
      const limit = { since: 0, most: 100 };
      return (await new SqliteWayTestStore(connection).add(
        actor.id,
        { channel: 'webhook', target_id },
        limit,
        time.now,
      )) as number;
    },
    standing: (delivery_id: number) => standing(connection, delivery_id),
    /** Sends what is due. */
    send: () => runner.runOnce(),
  };
}
