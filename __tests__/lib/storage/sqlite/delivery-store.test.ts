import type { ClaimedMessage } from '@/lib/storage/ports';
import { Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { testDatabase } from '../../../support/database';
import { event, HAPPENED, household, standing } from '../../../support/deliveries';
import { prefer } from '../../../support/ways';

const LEASE = 60_000;
const attempt = { at: HAPPENED, outcome: 'transient' as const, response: '450 later' };

function setUp() {
  const connection = testDatabase();
  return { connection, home: household(connection), store: new SqliteDeliveryStore(connection) };
}

const later = (next_attempt_at: number, keeps_bundle = false) => ({
  state: 'pending' as const,
  next_attempt_at,
  reason: 'attempt 1: 450 later',
  keeps_bundle,
  given_up: { tried_before: 0, reason: 'given up', response: '450 later' },
});

const idsOf = (messages: readonly ClaimedMessage[]) => messages.flatMap(({ items }) => items.map(({ delivery }) => delivery.id));

describe('claiming', () => {
  test('gives all that is needed for the message, and counts the attempt', async () => {
    const { connection, home, store } = setUp();
    const { event_id, delivery_id } = event(connection, home, 'exit', { stay_seconds: 90 });
    const [claimed] = await store.claim('email', HAPPENED, LEASE, 10);
    expect(claimed?.items[0]?.delivery).toMatchObject({
      id: delivery_id,
      state: 'sending',
      attempts: 1,
      claimed_until: HAPPENED + LEASE,
    });
    expect(claimed?.items[0]).toMatchObject({ kind: 'event', event: { id: event_id, event_type: 'exit', stay_seconds: 90 } });
    expect(claimed?.items[0]).toMatchObject({
      geofence: { id: home.geofence_id, name: 'Home', is_active: true, geometry: null },
      device: { id: home.device_id, name: "Anna's phone" },
    });
    expect(claimed?.recipient).toMatchObject({ id: home.user_id, language: 'en', time_zone: 'Europe/Berlin' });
    expect(claimed?.recipient).not.toHaveProperty('password_hash');
    expect(claimed?.items[0]).not.toHaveProperty('device.secret_hash');
  });

  test('takes only what is due, oldest first, up to the limit', async () => {
    const { connection, home, store } = setUp();
    const late = event(connection, home, 'enter', { at: HAPPENED + 10 }).delivery_id;
    const early = event(connection, household(connection), 'enter', { at: HAPPENED }).delivery_id;
    event(connection, home, 'enter', { at: HAPPENED + 100_000 });
    event(connection, home, 'enter', { state: 'suppressed' });
    event(connection, home, 'enter', { state: 'failed' });
    const now = HAPPENED + 20;
    expect(idsOf(await store.claim('email', now, LEASE, 1))).toEqual([early]);
    expect(idsOf(await store.claim('email', now, LEASE, 10))).toEqual([late]);
    expect(await store.claim('email', now, LEASE, 10)).toEqual([]);
  });

  test('two workers never hold the same delivery', async () => {
    const { connection, store } = setUp();
    const ids = Array.from({ length: 40 }, () => event(connection, household(connection)).delivery_id);
    const second = new Connection(connection.raw.name);
    const other = new SqliteDeliveryStore(second);
    const taken: number[] = [];
    for (let round = 0; round < 10; round++) {
      const both = await Promise.all([store.claim('email', HAPPENED, LEASE, 3), other.claim('email', HAPPENED, LEASE, 3)]);
      taken.push(...idsOf(both.flat()));
    }
    second.close();
    expect(taken.sort((a, b) => a - b)).toEqual(ids);
  });

  test('a lease that ran out makes it due again, not a moment earlier', async () => {
    const { connection, home, store } = setUp();
    event(connection, home);
    await store.claim('email', HAPPENED, LEASE, 1);
    expect(await store.claim('email', HAPPENED + LEASE - 1, LEASE, 1)).toEqual([]);
    const [again] = await store.claim('email', HAPPENED + LEASE, LEASE, 1);
    expect(again?.items[0]?.delivery.attempts).toBe(2);
  });

  test('a removed user, device or zone takes its deliveries along', async () => {
    const { connection, store } = setUp();
    const homes = [household(connection), household(connection), household(connection)] as const;
    for (const home of homes) event(connection, home);
    connection.run(query.deleteFrom('user').where('id', '=', homes[0].user_id));
    connection.run(query.deleteFrom('device').where('id', '=', homes[1].device_id));
    connection.run(query.deleteFrom('geofence').where('id', '=', homes[2].geofence_id));
    expect(await store.claim('email', HAPPENED, LEASE, 10)).toEqual([]);
    expect(await store.counts()).toMatchObject({ pending: 0 });
  });

  test('no question of a claim or an outcome reads the whole table', async () => {
    const { connection, home, store } = setUp();
    prefer(connection, home.user_id, { digest: 'minutes', max_per_day: 3 });
    event(connection, home);
    const prepare = jest.spyOn(connection, 'prepare');
    await store.claim('email', HAPPENED, LEASE, 1);
    const [claimed] = await store.claim('email', HAPPENED + 120_000, LEASE, 1);
    await store.record(claimed ?? fail(), attempt, later(HAPPENED + 180_000));
    const statements = new Set(prepare.mock.calls.map(([sql]) => sql).filter((sql) => /delivery/.test(sql)));
    expect(statements.size).toBeGreaterThan(10);
    for (const sql of statements) {
      const values = sql.match(/\?/g)?.map(() => 1) ?? [];
      const plan = connection.raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
      expect([sql, plan.map(({ detail }) => detail).join()]).toEqual([
        sql,
        expect.not.stringMatching(/SCAN delivery(?! USING COVERING INDEX delivery_bundle)/),
      ]);
    }
  });

  test('refuses a connection whose commits may be lost', () => {
    const connection = testDatabase({ durability: 'normal' });
    expect(() => new SqliteDeliveryStore(connection)).toThrow("durability 'full'");
  });
});

describe('recording', () => {
  test('a sent mail: attempt, delivery and event together', async () => {
    const { connection, home, store } = setUp();
    const { delivery_id } = event(connection, home);
    const [claimed] = await store.claim('email', HAPPENED, LEASE, 1);
    const sent = { at: HAPPENED + 5, outcome: 'sent' as const, response: '250 OK' };
    expect(await store.record(claimed ?? fail(), sent, { state: 'sent' })).toBe(true);
    expect(standing(connection, delivery_id)).toMatchObject({
      state: 'sent',
      reason: null,
      claimed_until: null,
      finished_at: HAPPENED + 5,
      tried: [{ outcome: 'sent', response: '250 OK' }],
      event: { notification_status: 'sent', notification_reason: null },
    });
  });

  test('a transient failure: due later, the event still pending and says why', async () => {
    const { connection, home, store } = setUp();
    const { delivery_id } = event(connection, home);
    const [claimed] = await store.claim('email', HAPPENED, LEASE, 1);
    const next_attempt_at = HAPPENED + 30_000;
    await store.record(claimed ?? fail(), attempt, later(next_attempt_at));
    expect(standing(connection, delivery_id)).toMatchObject({
      state: 'pending',
      next_attempt_at,
      finished_at: null,
      event: { notification_status: 'pending', notification_reason: 'attempt 1: 450 later' },
    });
  });

  test('a permanent failure: failed, with the reason in both places', async () => {
    const { connection, home, store } = setUp();
    const { delivery_id } = event(connection, home);
    const [claimed] = await store.claim('email', HAPPENED, LEASE, 1);
    const refused = { at: HAPPENED, outcome: 'permanent' as const, response: '550 no such user' };
    await store.record(claimed ?? fail(), refused, { state: 'failed', reason: '550 no such user' });
    expect(standing(connection, delivery_id)).toMatchObject({
      state: 'failed',
      reason: '550 no such user',
      event: { notification_status: 'failed', notification_reason: '550 no such user' },
    });
  });

  test('who lost the claim adds the attempt but does not touch the state', async () => {
    const { connection, home, store } = setUp();
    const { delivery_id } = event(connection, home);
    const [stale] = await store.claim('email', HAPPENED, LEASE, 1);
    const [holder] = await store.claim('email', HAPPENED + LEASE, LEASE, 1);
    expect(await store.record(stale ?? fail(), attempt, { state: 'failed', reason: 'x' })).toBe(false);
    expect(standing(connection, delivery_id)).toMatchObject({ state: 'sending', tried: [{ outcome: 'transient' }] });
    expect(await store.record(holder ?? fail(), { ...attempt, outcome: 'sent' }, { state: 'sent' })).toBe(true);
    expect(standing(connection, delivery_id)).toMatchObject({ state: 'sent' });
  });

  test('a delivery that was removed while it was sent is no error', async () => {
    const { connection, home, store } = setUp();
    event(connection, home);
    const [claimed] = await store.claim('email', HAPPENED, LEASE, 1);
    connection.run(query.deleteFrom('geofence').where('id', '=', home.geofence_id));
    expect(await store.record(claimed ?? fail(), attempt, { state: 'failed', reason: 'x' })).toBe(false);
  });

  test('an event told to two people is sent only when nothing is open or failed', async () => {
    const { connection, home, store } = setUp();
    const { event_id, delivery_id } = event(connection, home);
    const second = household(connection);
    const shared = { geofence_id: home.geofence_id, user_id: second.user_id, created_at: HAPPENED };
    connection.run(query.insertInto('zone_recipient').values(shared));
    const row = connection.get(query.selectFrom('delivery').selectAll().where('id', '=', delivery_id));
    const { id: _id, ...copy } = row ?? fail();
    connection.run(query.insertInto('delivery').values({ ...copy, user_id: second.user_id }));
    const claimed = await store.claim('email', HAPPENED, LEASE, 2);
    const statusNow = () =>
      connection.get(query.selectFrom('geofence_event').select('notification_status').where('id', '=', event_id))
        ?.notification_status;
    await store.record(claimed[0] ?? fail(), { ...attempt, outcome: 'sent' }, { state: 'sent' });
    expect(statusNow()).toBe('pending');
    await store.record(claimed[1] ?? fail(), { ...attempt, outcome: 'permanent' }, { state: 'failed', reason: 'x' });
    expect(statusNow()).toBe('failed');
  });
});

test('counts by state', async () => {
  const { connection, home, store } = setUp();
  for (const state of ['pending', 'pending', 'sent', 'failed', 'suppressed'] as const)
    event(connection, home, 'enter', { state });
  expect(await store.counts()).toEqual({ pending: 2, sending: 0, sent: 1, failed: 1, suppressed: 1 });
});

function fail(): never {
  throw new Error('nothing was claimed');
}
