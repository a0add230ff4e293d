import type { Channel } from '@/lib/domain/model';
import type { ClaimedMessage, NextState } from '@/lib/storage/ports';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { testDatabase } from './database';
import { event, HAPPENED, type Household, household, standing } from './deliveries';

export const LEASE = 60_000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** 14:02 in Berlin is HAPPENED; this is 22:30 on the same day. */
export const NIGHT = HAPPENED + 8 * HOUR + 28 * MINUTE;
export const MORNING = Date.UTC(2026, 0, 16, 6);

export const idsOf = (message: ClaimedMessage | undefined) => message?.items.map(({ delivery }) => delivery.id);

/** Anna's household with a store of deliveries, and a clock in the test's hands. */
export function setUp() {
  const connection = testDatabase();
  const home = household(connection);
  const store = new SqliteDeliveryStore(connection);
  const time = { now: HAPPENED };
  return {
    connection,
    home,
    store,
    time,
    add: (at = time.now, of: Household = home) => event(connection, of, 'enter', { at }).delivery_id,
    claim: (channel: Channel = 'email', limit = 10) => store.claim(channel, time.now, LEASE, limit),
    stateOf: (id: number) => standing(connection, id).state,
    async end(message: ClaimedMessage | undefined, outcome: 'sent' | 'transient' | 'permanent', next: NextState) {
      if (!message) throw new Error('there is no message');
      return store.record(message, { at: time.now, outcome, response: `said ${outcome}` }, next);
    },
  };
}

export type World = ReturnType<typeof setUp>;

export const sent = (world: World, message: ClaimedMessage | undefined) => world.end(message, 'sent', { state: 'sent' });
export const refused = (world: World, message: ClaimedMessage | undefined, is_gone = false) =>
  world.end(message, 'permanent', { state: 'failed', reason: 'said permanent', is_gone });
export const failed = (world: World, message: ClaimedMessage | undefined, pause: number, keeps_bundle = false) =>
  world.end(message, 'transient', {
    state: 'pending',
    next_attempt_at: world.time.now + pause,
    reason: 'attempt: said transient',
    keeps_bundle,
    given_up: { tried_before: world.time.now + pause - DAY, reason: 'given up', response: 'said transient' },
  });

export function addTarget({ connection, home }: World, coalesces: boolean): string {
  const id = '11111111-1111-4111-8111-111111111111';
  const times = { created_at: HAPPENED, updated_at: HAPPENED, last_sent_at: null, paused_at: null, pause_reason: null };
  const preset = coalesces ? 'ntfy' : 'signed';
  const target = {
    id,
    user_id: home.user_id,
    kind: 'webhook' as const,
    preset,
    name: 'Phone',
    settings: '{}',
    secrets: null,
  } as const;
  connection.run(query.insertInto('notification_target').values({ ...target, ...times, coalesces: coalesces ? 1 : 0 }));
  return id;
}

export const targetOf = (connection: Connection) => connection.get(query.selectFrom('notification_target').selectAll());

/** Sends what was written as a mail on another way. */
export const moveTo = ({ connection }: World, ids: readonly number[], channel: Channel, target_id: string | null) =>
  connection.run(query.updateTable('delivery').set({ channel, target_id }).where('id', 'in', ids));

export const important = ({ connection, home }: World) =>
  connection.run(query.updateTable('geofence').set({ is_important: 1 }).where('id', '=', home.geofence_id));
