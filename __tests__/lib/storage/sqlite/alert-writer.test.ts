import type { Expectation, ExpectationAlert } from '@/lib/domain/model';
import type { AlertAction } from '@/lib/domain/notify/expectation';
import { AlertWriter } from '@/lib/storage/sqlite/alert-writer';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteExpectationStore } from '@/lib/storage/sqlite/expectation-store';
import { testDatabase } from '../../../support/database';
import { alerts, DUE, expectThat, watchedHousehold } from '../../../support/expectations';
import { addTarget, prefer } from '../../../support/ways';

const MINUTE = 60_000;

/** Anna expects somebody, has a webhook and wants it to wait for the mail. */
async function setUp(change: Partial<Expectation> = {}) {
  const world = watchedHousehold(testDatabase());
  const { connection, home } = world;
  const id = await expectThat(world, change);
  const expectation = (await new SqliteExpectationStore(connection).find(id)) as Expectation;
  const hook = addTarget(connection, home.user_id, 'hook');
  prefer(connection, home.user_id, { escalate_after_minutes: 10, escalation: [{ channel: 'email', target_id: null }, hook] });
  const writer = new AlertWriter(connection);
  const check = { device_id: home.device_id, window: { start: DUE - 1, end: DUE } };
  const act = (action: AlertAction, now: number) =>
    writer.act(expectation, check, (alerts(connection)[0] as ExpectationAlert | undefined) ?? null, action, now);
  const ways = () =>
    connection
      .all(query.selectFrom('delivery').selectAll().where('alert_id', 'is not', null).orderBy('id'))
      .map(
        ({ channel, state, reason, next_attempt_at }) =>
          `${channel} ${state} ${reason ?? '-'} ${(next_attempt_at - DUE) / MINUTE}`,
      );
  const status = () => alerts(connection).map((row) => [row.notification_status, row.notification_reason])[0];
  return { ...world, act, ways, status };
}

const unmet = { due_at: DUE, event_id: null, known_from: DUE };
const resolve: AlertAction = { do: 'resolve', reason: 'arrived_in_time' };

describe('an alert', () => {
  test('is important: it is told on all ways, in the order that the person wants', async () => {
    const { act, ways, status } = await setUp();
    act({ do: 'raise', unmet, tell: true }, DUE);
    expect(ways()).toEqual(['inbox sent - 0', 'email pending - 0', 'webhook pending escalation 10']);
    expect(status()).toEqual(['pending', null]);
  });

  test('without mails goes on the other ways at once', async () => {
    const { act, ways } = await setUp({ email_notifications: false });
    act({ do: 'raise', unmet, tell: true }, DUE);
    expect(ways()).toEqual(['inbox sent - 0', 'webhook pending - 0']);
  });

  test('goes on the ways that were chosen for alerts', async () => {
    const { act, ways, connection, home, status } = await setUp();
    const choice = { user_id: home.user_id, geofence_id: home.geofence_id, kind: 'alert' as const };
    const inbox = JSON.stringify([{ channel: 'inbox', target_id: null }]);
    connection.run(query.insertInto('notification_choice').values({ ...choice, ways: inbox }));
    act({ do: 'raise', unmet, tell: true }, DUE);
    expect(ways()).toEqual(['inbox sent - 0']);
    expect(status()).toEqual(['none', null]);
  });

  test('that is known too late is recorded and told on no way', async () => {
    const { act, ways, status } = await setUp();
    act({ do: 'raise', unmet, tell: false }, DUE);
    expect(ways()).toEqual(['inbox suppressed late 0', 'email suppressed late 0', 'webhook suppressed late 0']);
    expect(status()).toEqual(['suppressed', 'late']);
  });

  test('that is taken back calls off what waits; told after all, what was sent is not sent again and the rest has its turn', async () => {
    const { act, ways, status, connection } = await setUp();
    act({ do: 'raise', unmet, tell: true }, DUE);
    connection.run(query.updateTable('delivery').set({ state: 'sent' }).where('channel', '=', 'email'));
    act(resolve, DUE + MINUTE);
    expect(ways()).toEqual(['inbox sent - 0', 'email sent - 0', 'webhook suppressed resolved 10']);
    expect(status()).toEqual(['sent', null]);
    act({ do: 'reopen', unmet, tell: true }, DUE + 5 * MINUTE);
    expect(ways()).toEqual(['inbox sent - 0', 'email sent - 0', 'webhook pending escalation 15']);
    expect(status()).toEqual(['sent', null]);
  });

  test('that is paused when it is told after all stays untold', async () => {
    const { act, ways, connection, home } = await setUp();
    act({ do: 'raise', unmet, tell: true }, DUE);
    act(resolve, DUE + MINUTE);
    const pause = { id: 'p', user_id: home.user_id, geofence_id: home.geofence_id, until: null, created_at: DUE };
    connection.run(query.insertInto('notification_pause').values(pause));
    act({ do: 'reopen', unmet, tell: true }, DUE + 2 * MINUTE);
    expect(ways()).toEqual(['inbox sent - 0', 'email suppressed paused 2', 'webhook suppressed paused 2']);
  });
});
