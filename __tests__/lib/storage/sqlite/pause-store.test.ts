import { planEntries } from '@/lib/services/ledger';
import type { ClaimedMessage } from '@/lib/storage/ports';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { toGeofence } from '@/lib/storage/sqlite/geofence-row';
import { pausesOf, SqlitePauseStore } from '@/lib/storage/sqlite/pause-store';
import { recipientOf } from '@/lib/storage/sqlite/recipients';
import { testDatabase } from '../../../support/database';
import { event, household, HAPPENED as NOW, standing } from '../../../support/deliveries';
import { alertDeliveries, alerts, DUE, expectThat, watchedHousehold } from '../../../support/expectations';
import { foldEvent } from '../../../support/ledger-events';

const HOUR = 3_600_000;

function setUp(connection: Connection = testDatabase()) {
  const home = household(connection);
  return { connection, home, pauses: new SqlitePauseStore(connection), deliveries: new SqliteDeliveryStore(connection) };
}

describe('a pause that begins', () => {
  test('takes back what waits to go, says why, and leaves what others and other zones wait for', async () => {
    const { connection, home, pauses, deliveries } = setUp();
    const neighbour = household(connection);
    const [own, sent, foreign] = [
      event(connection, home),
      event(connection, home, 'exit', { state: 'sent', notification_status: 'sent' }),
      event(connection, neighbour),
    ];
    await pauses.begin({ user_id: home.user_id, geofence_id: home.geofence_id, until: NOW + HOUR }, NOW);
    expect(standing(connection, own.delivery_id)).toMatchObject({
      state: 'suppressed',
      reason: 'paused',
      finished_at: NOW,
      event: { notification_status: 'suppressed', notification_reason: 'paused' },
    });
    expect(standing(connection, sent.delivery_id)).toMatchObject({ state: 'sent', event: { notification_status: 'sent' } });
    expect(standing(connection, foreign.delivery_id).state).toBe('pending');
    expect((await deliveries.claim('email', NOW, 1000, 10)).map(({ items }) => items[0]?.delivery.id)).toEqual([
      foreign.delivery_id,
    ]);
  });

  test('takes the place of the one before for the same zone', async () => {
    const { home, pauses } = setUp();
    const about = { user_id: home.user_id, geofence_id: home.geofence_id };
    await pauses.begin({ ...about, until: null }, NOW);
    const shorter = await pauses.begin({ ...about, until: NOW + HOUR }, NOW);
    expect(await pauses.list(home.user_id, NOW)).toEqual([shorter]);
    expect(shorter).toMatchObject({ geofence_name: 'Home', until: NOW + HOUR });
  });

  test('is gone from the list when it is over, and with its zone', async () => {
    const { connection, home, pauses } = setUp();
    const about = { user_id: home.user_id, geofence_id: home.geofence_id };
    const { id } = await pauses.begin({ ...about, until: NOW + HOUR }, NOW);
    expect(await pauses.list(home.user_id, NOW + HOUR)).toEqual([]);
    expect(await pauses.find(id, NOW + HOUR)).toBeNull();
    connection.run(query.deleteFrom('geofence').where('id', '=', home.geofence_id));
    expect(pausesOf(connection, home.user_id)).toEqual([]);
  });
});

describe('while a pause is on', () => {
  test('an event that the engine adds is planned as suppressed and begins no cooldown', async () => {
    const { connection, home, pauses } = setUp();
    await pauses.begin({ user_id: home.user_id, geofence_id: home.geofence_id, until: NOW + HOUR }, NOW);
    const geofence = toGeofence(connection.get(query.selectFrom('geofence').selectAll()) as never);
    const stored = {
      lastNotifiedAt: () => null,
      recipientsOf: (zone: typeof geofence) => [recipientOf(connection, zone.owner_id, zone.id, 'enter')],
      toldOf: () => [],
    };
    const plan = (at: number) =>
      planEntries([{ event: foldEvent(home, { occurred_at: at }), geofence, replaces: null }], stored, at);
    const during = plan(NOW + HOUR - 1);
    const paused = { state: 'suppressed', reason: 'paused' };
    expect(during.entries[0]?.deliveries).toMatchObject([
      { channel: 'inbox', ...paused },
      { channel: 'email', ...paused },
    ]);
    expect(during.cooldowns).toEqual([]);
    expect(plan(NOW + HOUR).entries[0]?.deliveries).toMatchObject([{ state: 'sent' }, { state: 'pending', reason: null }]);
  });

  test('what slipped in meanwhile, or was being sent and failed, does not go either', async () => {
    const { connection, home, pauses, deliveries } = setUp();
    const first = event(connection, home);
    const [claim] = await deliveries.claim('email', NOW, HOUR, 1);
    await pauses.begin({ user_id: home.user_id, geofence_id: null, until: null }, NOW);
    const slipped = event(connection, home);
    const attempt = { at: NOW + 1, outcome: 'transient' as const, response: '450 later' };
    const given_up = { tried_before: 0, reason: 'too long', response: 'too long' };
    const again = { state: 'pending' as const, next_attempt_at: NOW + 2, reason: 'later', keeps_bundle: false, given_up };
    await deliveries.record(claim as ClaimedMessage, attempt, again);
    expect(await deliveries.claim('email', NOW + 2, 1000, 10)).toEqual([]);
    for (const { delivery_id } of [first, slipped]) {
      expect(standing(connection, delivery_id)).toMatchObject({ state: 'suppressed', reason: 'paused' });
    }
  });

  test.each([['of all mails'], ['of the zone']])('%s, an expectation raises its alert and tells nobody', async (what) => {
    const connection = testDatabase();
    const world = watchedHousehold(connection);
    await expectThat(world);
    const geofence_id = what === 'of the zone' ? world.home.geofence_id : null;
    await new SqlitePauseStore(connection).begin({ user_id: world.home.user_id, geofence_id, until: null }, world.time.now);
    world.time.now = DUE + 10_000;
    world.watcher.runOnce();
    expect(alerts(connection)).toMatchObject([{ notification_status: 'suppressed', notification_reason: 'paused' }]);
    expect(alertDeliveries(connection)).toMatchObject([{ state: 'suppressed', reason: 'paused' }]);
    // Who unsubscribed from mails looks at the rest all the same.
    expect(alertDeliveries(connection, 'inbox')).toMatchObject([{ state: what === 'of the zone' ? 'suppressed' : 'sent' }]);
  });
});
