import type { DeliveryFilter } from '@/lib/storage/ports';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryLogStore } from '@/lib/storage/sqlite/delivery-log-store';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { testDatabase } from '../../../support/database';
import { event, HAPPENED, household, standing } from '../../../support/deliveries';
import { expectThat, NOON } from '../../../support/expectations';

const MINUTE = 60_000;

/** Two households; the first was told of an arrival, of a departure not, of a stay not yet, and of an alert. */
async function world() {
  const connection = testDatabase();
  const store = new SqliteDeliveryLogStore(connection);
  const [home, others] = [household(connection), household(connection)];
  const enter = event(connection, home, 'enter', { state: 'sent' }).delivery_id;
  const exit = event(connection, home, 'exit', { state: 'suppressed', at: HAPPENED + MINUTE }).delivery_id;
  const dwell = event(connection, home, 'dwell', { at: HAPPENED + 20 * MINUTE }).delivery_id;
  const foreign = event(connection, others, 'enter', { state: 'failed', at: HAPPENED + 21 * MINUTE }).delivery_id;
  const expectation_id = await expectThat({ connection, home, time: { now: NOON } });
  const alert_id = connection.run(
    query.insertInto('expectation_alert').values({
      expectation_id,
      device_id: home.device_id,
      window_start: NOON,
      due_at: HAPPENED,
      raised_at: HAPPENED,
      resolved_at: null,
      resolve_reason: null,
      event_id: null,
      notification_status: 'sent',
      notification_reason: null,
    }),
  ).lastInsertRowid;
  const { id: _id, ...told } = connection.get(query.selectFrom('delivery').selectAll().where('id', '=', enter)) ?? raise();
  const alert = connection.run(
    query.insertInto('delivery').values({ ...told, event_id: null, alert_id, finished_at: HAPPENED + 9_000 }),
  ).lastInsertRowid;
  connection.raw.prepare('UPDATE delivery SET finished_at = ?, attempts = 1 WHERE id = ?').run(HAPPENED + 5_000, enter);
  connection.raw.prepare('UPDATE delivery SET finished_at = created_at, reason = ? WHERE id = ?').run('550 no', foreign);
  const ids = async (filter: DeliveryFilter) => (await store.list(filter, 50, 0)).deliveries.map(({ id }) => id);
  return { connection, store, home, others, enter, exit, dwell, foreign, alert, alert_id, ids };
}

function raise(): never {
  throw new Error('no such delivery');
}

test('lists what was recorded, newest first, with what it tells of, to whom, and each attempt', async () => {
  const { connection, store, home, enter, alert, foreign, dwell, exit } = await world();
  connection.run(
    query
      .insertInto('delivery_attempt')
      .values({ delivery_id: enter, at: HAPPENED + 5_000, outcome: 'sent', response: '250 queued' }),
  );
  const { deliveries, total } = await store.list({}, 50, 0);
  expect(deliveries.map(({ id }) => id)).toEqual([alert, foreign, dwell, exit, enter]);
  expect(total).toBe(5);
  expect(deliveries.at(-1)).toMatchObject({
    kind: 'enter',
    occurred_at: HAPPENED,
    device_name: "Anna's phone",
    geofence_name: 'Home',
    recipient_name: 'Anna',
    is_untrue: false,
    device_owner_id: home.user_id,
    geofence_owner_id: home.user_id,
    tries: [{ at: HAPPENED + 5_000, outcome: 'sent', response: '250 queued' }],
  });
  expect(deliveries[0]).toMatchObject({ kind: 'no_show', occurred_at: HAPPENED, geofence_id: home.geofence_id, tries: [] });
  expect((await store.list({}, 2, 3)).deliveries.map(({ id }) => id)).toEqual([exit, enter]);
});

test('each filter lets through what it names', async () => {
  const { ids, home, others, enter, exit, dwell, foreign, alert } = await world();
  expect(await ids({ states: ['sent'] })).toEqual([alert, enter]);
  expect(await ids({ states: ['pending', 'sending'] })).toEqual([dwell]);
  expect(await ids({ reason: 'cooldown' })).toEqual([exit]);
  expect(await ids({ kind: 'enter' })).toEqual([foreign, enter]);
  expect(await ids({ kind: 'alert' })).toEqual([alert]);
  expect(await ids({ device_id: home.device_id })).toEqual([alert, dwell, exit, enter]);
  expect(await ids({ geofence_id: others.geofence_id })).toEqual([foreign]);
  expect(await ids({ geofence_id: home.geofence_id, kind: 'exit' })).toEqual([exit]);
  expect(await ids({ device_id: others.device_id, geofence_id: home.geofence_id })).toEqual([]);
  expect(await ids({ recipient_id: others.user_id })).toEqual([foreign]);
  expect(await ids({ from: HAPPENED + MINUTE, to: HAPPENED + 20 * MINUTE })).toEqual([dwell, exit]);
  expect(await ids({ channel: 'webhook' })).toEqual([]);
});

test('a viewer sees what goes to them, and what is told others of own devices at own zones', async () => {
  const { connection, ids, home, others, enter, exit, dwell, foreign, alert } = await world();
  expect(await ids({ viewer_id: others.user_id })).toEqual([foreign]);
  expect(await ids({ viewer_id: home.user_id })).toEqual([alert, dwell, exit, enter]);
  connection.raw.prepare('UPDATE delivery SET user_id = ? WHERE id IN (?, ?)').run(others.user_id, exit, alert);
  expect(await ids({ viewer_id: others.user_id })).toEqual([alert, foreign, exit]);
  expect(await ids({ viewer_id: home.user_id })).toEqual([alert, dwell, exit, enter]);
  // A zone that was given away does not give away where its former owner was.
  connection.raw.prepare('UPDATE geofence SET owner_id = ? WHERE id = ?').run(others.user_id, home.geofence_id);
  expect(await ids({ viewer_id: others.user_id })).toEqual([alert, foreign, exit]);
  expect(await ids({ viewer_id: home.user_id })).toEqual([dwell, enter]);
});

test('a stream has every page of the list', async () => {
  const { connection, store, home } = await world();
  connection.transaction(() => {
    for (let n = 0; n < 1_100; n++) event(connection, home, 'enter', { state: 'sent', at: HAPPENED + n });
  });
  const seen: number[] = [];
  for await (const page of store.stream({ viewer_id: home.user_id })) seen.push(...page.map(({ id }) => id));
  expect(seen).toHaveLength(1_104);
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
});

test('counts by quarter of an hour, channel, state and reason; the median of the time until sent', async () => {
  const { store, home } = await world();
  const filter = { viewer_id: home.user_id };
  expect(await store.counts(filter)).toEqual([
    { at: Date.UTC(2026, 0, 15, 13, 0), channel: 'email', state: 'sent', reason: null, deliveries: 2 },
    { at: Date.UTC(2026, 0, 15, 13, 0), channel: 'email', state: 'suppressed', reason: 'cooldown', deliveries: 1 },
    { at: Date.UTC(2026, 0, 15, 13, 15), channel: 'email', state: 'pending', reason: null, deliveries: 1 },
  ]);
  expect(await store.medianToSent(filter)).toBe(5_000);
  expect(await store.medianToSent({ ...filter, kind: 'alert' })).toBe(9_000);
  expect(await store.medianToSent({ ...filter, kind: 'exit' })).toBeNull();
});

test('failing: what failed since a time, and what waits after an attempt', async () => {
  const { connection, store, home, dwell } = await world();
  expect(await store.failing({}, HAPPENED)).toEqual({ failed: 1, retrying: 0 });
  expect(await store.failing({}, HAPPENED + 22 * MINUTE)).toEqual({ failed: 0, retrying: 0 });
  connection.run(
    query
      .insertInto('delivery_attempt')
      .values({ delivery_id: dwell, at: HAPPENED, outcome: 'transient', response: '451 later' }),
  );
  expect(await store.failing({ viewer_id: home.user_id }, HAPPENED)).toEqual({ failed: 0, retrying: 1 });
});

describe('sending again', () => {
  const LATER = HAPPENED + 40 * 3_600_000;

  test('what ended is due at once, keeps its attempts and its number, and its event waits again', async () => {
    const { connection, store, enter } = await world();
    expect(await store.resend(enter, LATER)).toBe('resent');
    expect(standing(connection, enter)).toMatchObject({
      state: 'pending',
      reason: null,
      attempts: 1,
      resends: 1,
      resent_at: LATER,
      next_attempt_at: LATER,
      finished_at: null,
      created_at: HAPPENED,
      event: { notification_status: 'pending' },
    });
    const [claimed] = (await new SqliteDeliveryStore(connection).claim('email', LATER, 1_000, 5)).filter(
      (one) => one.items[0]?.delivery.id === enter,
    );
    expect(claimed?.items[0]?.delivery).toMatchObject({ attempts: 2, resends: 1 });
    expect(await store.resend(enter, LATER)).toBe('waits');
  });

  test('what is under way, was taken back or resolved, or is gone, is left as it is', async () => {
    const { connection, store, enter, dwell, alert, alert_id } = await world();
    connection.raw.prepare('UPDATE geofence_event SET retracted_at = 1 WHERE event_type = ?').run('enter');
    connection.raw.prepare('UPDATE expectation_alert SET resolved_at = 1 WHERE id = ?').run(alert_id);
    const before = connection.all(query.selectFrom('delivery').selectAll());
    expect(await store.resend(dwell, LATER)).toBe('waits');
    expect(await store.resend(enter, LATER)).toBe('untrue');
    expect(await store.resend(alert, LATER)).toBe('untrue');
    expect(await store.resend(99_999, LATER)).toBe('gone');
    expect(connection.all(query.selectFrom('delivery').selectAll())).toEqual(before);
  });
});

test('what failed, what waits, and what goes to one person is found by an index', async () => {
  const { connection, store } = await world();
  const asked: string[] = [];
  const prepare = connection.prepare.bind(connection);
  jest.spyOn(connection, 'prepare').mockImplementation((text) => {
    asked.push(text);
    return prepare(text);
  });
  await store.list({ states: ['failed'] }, 50, 0);
  await store.list({ states: ['pending', 'sending'] }, 50, 0);
  await store.list({ recipient_id: 1 }, 50, 0);
  const counts = asked.filter((text) => text.startsWith('select count(*)'));
  const plans = counts.map((text) => {
    const statement = connection.raw.prepare(`EXPLAIN QUERY PLAN ${text}`);
    const values = text.includes('?') ? [1] : [];
    return (statement.all(...values) as { detail: string }[]).map(({ detail }) => detail).join();
  });
  expect(plans).toEqual([
    expect.stringContaining('INDEX delivery_failed'),
    expect.stringContaining('INDEX delivery_due'),
    expect.stringContaining('INDEX delivery_user'),
  ]);
});

/** What is wrong with the first household's phone, and the ways it was told on. */
async function withDeviceAlert() {
  const made = await world();
  const { connection, home } = made;
  const device_alert_id = connection.run(
    query.insertInto('device_alert').values({
      device_id: home.device_id,
      kind: 'battery_low',
      occurred_at: HAPPENED,
      raised_at: HAPPENED,
      resolved_at: null,
      detail: '{"battery":9}',
    }),
  ).lastInsertRowid;
  const told = (fields: object) =>
    connection.run(
      query.insertInto('delivery').values({
        event_id: null,
        alert_id: null,
        device_alert_id,
        user_id: home.user_id,
        channel: 'email',
        state: 'sent',
        reason: null,
        attempts: 1,
        next_attempt_at: HAPPENED,
        claimed_until: null,
        created_at: HAPPENED + MINUTE,
        finished_at: HAPPENED + 3 * MINUTE,
        ...fields,
      }),
    ).lastInsertRowid;
  const target_id = '11111111-0000-4000-8000-000000000001';
  connection.run(
    query.insertInto('notification_target').values({
      ...{
        id: target_id,
        user_id: home.user_id,
        kind: 'webhook',
        preset: 'ntfy',
        name: 'My ntfy',
        settings: '{}',
        secrets: null,
      },
      ...{ coalesces: 1, paused_at: null, pause_reason: null, last_sent_at: null, created_at: 1, updated_at: 1 },
    }),
  );
  const mail = told({});
  const hook = told({ channel: 'webhook', target_id });
  const inbox = told({ channel: 'inbox', opened_at: HAPPENED + 5 * MINUTE });
  const test = told({ device_alert_id: null, is_test: 1, channel: 'webhook', target_id });
  return { ...made, device_alert_id, target_id, mail, hook, inbox, test };
}

describe('alerts about devices, tests and targets', () => {
  test('are in the list, without a zone or without a device; the notification centre only when asked for', async () => {
    const { store, home, ids, mail, hook, inbox, test: tried, others } = await withDeviceAlert();
    const all = await ids({ viewer_id: home.user_id });
    expect(all.slice(0, 3)).toEqual([tried, hook, mail]);
    expect(all).not.toContain(inbox);
    expect(await ids({ channel: 'inbox' })).toEqual([inbox]);
    expect(await ids({ kind: 'device' })).toEqual([hook, mail]);
    expect(await ids({ kind: 'test' })).toEqual([tried]);
    expect(await ids({ device_id: home.device_id, kind: 'device' })).toEqual([hook, mail]);
    expect(await ids({ device_id: others.device_id, kind: 'device' })).toEqual([]);
    expect(await ids({ geofence_id: home.geofence_id, kind: 'device' })).toEqual([]);
    expect(await ids({ viewer_id: others.user_id, kind: 'device' })).toEqual([]);
    const place = { geofence_id: null, geofence_name: null, geofence_color: null };
    const target = { target_name: 'My ntfy', target_preset: 'ntfy' };
    expect(await store.find(hook)).toMatchObject({ kind: 'battery_low', device_name: "Anna's phone", ...place, ...target });
    expect(await store.find(tried)).toMatchObject({ kind: 'test', is_test: true, device_id: null, ...place, ...target });
    expect(await store.find(inbox)).toMatchObject({ channel: 'inbox', opened_at: HAPPENED + 5 * MINUTE });
  });

  test('count in the statistics of their channels; a test says nothing of the time until sent', async () => {
    const { store } = await withDeviceAlert();
    const counts = await store.counts({ kind: 'device' });
    expect(counts.map(({ channel, deliveries }) => [channel, deliveries])).toEqual([
      ['email', 1],
      ['webhook', 1],
    ]);
    expect(await store.medianToSent({ kind: 'device' })).toBe(3 * MINUTE);
    expect(await store.medianToSent({ kind: 'test' })).toBeNull();
  });

  test('tell how many went together, and the name of a target as long as there is it', async () => {
    const { connection, store, enter, exit, mail, hook, target_id } = await withDeviceAlert();
    connection.raw.prepare('UPDATE delivery SET bundle_id = ? WHERE id IN (?, ?, ?)').run(enter, enter, exit, mail);
    expect(await store.find(mail)).toMatchObject({ bundle_id: enter, together_with: 2 });
    expect(await store.find(hook)).toMatchObject({ bundle_id: null, together_with: 0 });
    connection.raw.prepare('DELETE FROM notification_target').run();
    expect(await store.find(hook)).toMatchObject({ target_id, target_name: null });
  });

  test('go again by hand as messages of their own, unopened; not over a target that is gone, nor what was resolved', async () => {
    const { connection, store, mail, hook, inbox, device_alert_id } = await withDeviceAlert();
    connection.raw.prepare('UPDATE delivery SET bundle_id = 1').run();
    expect(await store.resend(inbox, HAPPENED)).toBe('resent');
    expect(await store.find(inbox)).toMatchObject({ state: 'pending', opened_at: null, bundle_id: null, resends: 1 });
    connection.raw.prepare('DELETE FROM notification_target').run();
    expect(await store.resend(hook, HAPPENED)).toBe('target_gone');
    connection.raw.prepare('UPDATE device_alert SET resolved_at = 1 WHERE id = ?').run(device_alert_id);
    expect(await store.resend(mail, HAPPENED)).toBe('untrue');
  });
});
