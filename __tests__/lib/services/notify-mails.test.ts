import { SmtpMailer } from '@/lib/adapters/mail';
import type { FoldEvent } from '@/lib/domain/geofence/fold-output';
import type { EventType, Geofence } from '@/lib/domain/model';
import { DeliveryRunner } from '@/lib/services/deliver';
import { planEntries } from '@/lib/services/ledger';
import { SETTLE_MS } from '@/lib/services/watch-expectations';
import type { LedgerEntry } from '@/lib/storage/ports';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { writeDeliveries } from '@/lib/storage/sqlite/delivery-writer';
import { eventColumns } from '@/lib/storage/sqlite/event-row';
import { toGeofence } from '@/lib/storage/sqlite/geofence-row';
import { RecipientReader } from '@/lib/storage/sqlite/recipients';
import { testDatabase } from '../../support/database';
import { alertDeliveries, DUE, expectThat, watchedHousehold } from '../../support/expectations';
import { foldEvent } from '../../support/ledger-events';
import { mailServer } from '../../support/mail-server';

/** Nothing was told before. */
const stored = ({ connection }: World) => ({
  lastNotifiedAt: () => null,
  recipientsOf: (zone: Geofence, kind: EventType) => new RecipientReader(connection).ofZone(zone, kind),
  toldOf: () => [],
});

const MINUTE = 60_000;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function setUp(settings: Partial<Geofence> = {}) {
  const connection = testDatabase();
  const world = watchedHousehold(connection);
  const server = await mailServer();
  const options = {
    smtpUrl: server.url,
    from: 'fence@example.org',
    publicUrl: 'http://localhost:3000',
    clock: () => world.time.now,
  };
  const mailer = new SmtpMailer(options);
  closing.push(() => mailer.close());
  const runner = () => new DeliveryRunner(new SqliteDeliveryStore(connection), 'email', mailer, () => world.time.now);
  const row = connection.get(query.selectFrom('geofence').selectAll());
  if (!row) throw new Error('no zone');
  return { ...world, server, runner, zone: { ...toGeofence(row), ...settings } };
}

type World = Awaited<ReturnType<typeof setUp>>;

/** An event as the fold decides it, planned and stored as the engine does. @returns its id */
function decide(world: World, change: Partial<FoldEvent> & { now?: number }): number {
  const { connection, home, zone, time } = world;
  const { now = change.occurred_at ?? time.now, ...fields } = change;
  time.now = now;
  const event = foldEvent(home, { occurred_at: now, received_at: now, ...fields });
  const { entries } = planEntries([{ event, geofence: zone, replaces: null }], stored(world), now);
  const [entry] = entries;
  if (!entry) throw new Error('nothing was planned');
  const event_id = connection.run(query.insertInto('geofence_event').values(eventColumns(entry.event))).lastInsertRowid;
  writeDeliveries(connection, { event_id, alert_id: null, device_alert_id: null }, entry.deliveries, now);
  return event_id;
}

const told = ({ connection }: World, id: number) =>
  connection.get(query.selectFrom('geofence_event').select(['notification_status', 'notification_reason']).where('id', '=', id));

const subjects = ({ server }: World) => server.mails.map(({ subject }) => subject);

describe('an arrival that is told only if the device stays', () => {
  const settings = { notify_enter_after_seconds: 600 };

  test('is told when it has stayed, not before', async () => {
    const world = await setUp(settings);
    const id = decide(world, { occurred_at: DUE });
    world.time.now = DUE + 10 * MINUTE - 1;
    expect(await world.runner().runOnce()).toBe(0);
    expect(told(world, id)).toEqual({ notification_status: 'pending', notification_reason: 'waiting' });
    world.time.now += 1;
    expect(await world.runner().runOnce()).toBe(1);
    expect(subjects(world)).toEqual(["Anna's phone arrived at Home"]);
    expect(told(world, id)).toEqual({ notification_status: 'sent', notification_reason: null });
  });

  test('is not told when it has left meanwhile, even where the arrival was corrected afterwards', async () => {
    const world = await setUp(settings);
    decide(world, { occurred_at: DUE + 5 * MINUTE, event_type: 'exit', now: DUE + 5 * MINUTE });
    await world.runner().runOnce();
    const id = decide(world, { occurred_at: DUE, now: DUE + 6 * MINUTE });
    world.time.now = DUE + 20 * MINUTE;
    expect(await world.runner().runOnce()).toBe(0);
    expect(subjects(world)).toEqual(["Anna's phone left Home"]);
    expect(told(world, id)).toEqual({ notification_status: 'suppressed', notification_reason: 'left_early' });
  });

  test('is called off in the step that brings the departure too; a stay that was long enough is told', () => {
    const zone = { ...settings };
    return setUp(zone).then((world) => {
      const step = (stay: number) => {
        const base = { device_id: 1, geofence_id: 'zone', origin: 'live', decided_at: DUE } as never as FoldEvent;
        const enter = { ...base, event_type: 'enter' as const, occurred_at: DUE, stay_seconds: null };
        const exit = { ...base, event_type: 'exit' as const, occurred_at: DUE + stay * 1000, stay_seconds: stay };
        const added = [enter, exit].map((event) => ({ event, geofence: world.zone, replaces: null }));
        return planEntries(added, stored(world), DUE + 10_000);
      };
      const short = step(599);
      expect(short.entries[0]?.event).toMatchObject({ notification_status: 'suppressed', notification_reason: 'left_early' });
      const told = (entry: LedgerEntry | undefined) =>
        entry?.deliveries.map(({ channel, state, reason }) => [channel, state, reason]);
      expect(told(short.entries[0])).toEqual([
        ['inbox', 'suppressed', 'left_early'],
        ['email', 'suppressed', 'left_early'],
      ]);
      expect(told(short.entries[1])).toEqual([
        ['inbox', 'sent', null],
        ['email', 'pending', null],
      ]);
      expect(short.called_off).toEqual([
        { device_id: 1, geofence_id: 'zone', entered_until: DUE + 599_000, reason: 'left_early' },
      ]);
      expect(step(600).called_off).toEqual([]);
    });
  });
});

describe('what is told', () => {
  test('an event outside the schedule stays untold', async () => {
    const schedule = { time_zone: 'Europe/Berlin', windows: [{ days: [4 as const], start: '08:16', end: '09:00' }] };
    const world = await setUp({ schedule });
    const id = decide(world, { occurred_at: DUE });
    expect(await world.runner().runOnce()).toBe(0);
    expect(told(world, id)).toEqual({ notification_status: 'suppressed', notification_reason: 'schedule' });
    decide(world, { occurred_at: DUE + MINUTE, event_type: 'exit' });
    expect(await world.runner().runOnce()).toBe(1);
  });

  test('a late event stays untold by default, and is told with both times where the zone says so', async () => {
    const late = { occurred_at: DUE, now: DUE + 158 * MINUTE };
    const silent = await setUp();
    decide(silent, late);
    expect(await silent.runner().runOnce()).toBe(0);
    const telling = await setUp({ late_policy: 'tell' });
    decide(telling, late);
    expect(await telling.runner().runOnce()).toBe(1);
    expect(subjects(telling)).toEqual(["Anna's phone arrived at Home (08:15)"]);
    expect(telling.server.mails[0]?.text).toContain('happened 08:15, received 10:53');
    expect(telling.server.mails[0]?.html).toContain('happened 08:15, received 10:53');
  });

  test('an event that was taken back is not told, nor does it hold up what comes after it', async () => {
    const world = await setUp();
    const id = decide(world, { occurred_at: DUE });
    decide(world, { occurred_at: DUE + MINUTE, event_type: 'exit' });
    world.connection.run(query.updateTable('geofence_event').set({ retracted_at: DUE }).where('id', '=', id));
    expect(await world.runner().runOnce()).toBe(1);
    expect(subjects(world)).toEqual(["Anna's phone left Home"]);
    expect(told(world, id)).toEqual({ notification_status: 'suppressed', notification_reason: 'retracted' });
  });
});

describe('the mail of an alert', () => {
  test('says what was not met and where the device was last seen', async () => {
    const world = await setUp();
    await expectThat(world);
    const place = {
      latitude: 52.5317,
      longitude: 13.405,
      accuracy: 12,
      occurred_at: DUE - 23 * MINUTE,
      received_at: DUE - 23 * MINUTE,
    };
    world.connection.run(query.insertInto('location').values({ ...place, device_id: world.home.device_id } as never));
    world.connection.raw.exec("UPDATE engine_cursor SET location_id = 1 WHERE name = 'geofence'");
    world.time.now = DUE + SETTLE_MS;
    world.watcher.runOnce();
    expect(await world.runner().runOnce()).toBe(1);
    expect(subjects(world)).toEqual(["Anna's phone had not arrived at Home by 08:15"]);
    expect(world.server.mails[0]?.text).toContain('07:52 (23 min ago), 1.2 km from Home');
    expect(alertDeliveries(world.connection)).toMatchObject([{ state: 'sent', attempts: 1 }]);
    const [alert] = world.connection.all(query.selectFrom('expectation_alert').selectAll());
    expect(alert).toMatchObject({ notification_status: 'sent', notification_reason: null });
  });

  test('goes out after the worker died between the alert and the mail, once', async () => {
    const world = await setUp();
    await expectThat(world);
    world.time.now = DUE + SETTLE_MS;
    world.watcher.runOnce();
    // The worker is gone; another one starts on what it left.
    world.time.now += 40 * MINUTE;
    world.restart().runOnce();
    expect(await world.runner().runOnce()).toBe(1);
    world.restart().runOnce();
    expect(await world.runner().runOnce()).toBe(0);
    expect(world.server.mails).toHaveLength(1);
  });

  test('does not go when later news took the alert back, even while the server was trying', async () => {
    const world = await setUp();
    await expectThat(world);
    world.time.now = DUE + SETTLE_MS;
    world.watcher.runOnce();
    const store = new SqliteDeliveryStore(world.connection);
    const [claimed] = await store.claim('email', world.time.now, MINUTE, 1);
    if (!claimed) throw new Error('nothing was due');
    world.connection.run(query.updateTable('expectation_alert').set({ resolved_at: DUE, resolve_reason: 'arrived_in_time' }));
    const attempt = { at: world.time.now, outcome: 'transient' as const, response: 'busy' };
    const given_up = { tried_before: 0, reason: 'given up', response: 'busy' };
    const next = { next_attempt_at: world.time.now, reason: 'busy', keeps_bundle: false, given_up };
    await store.record(claimed, attempt, { state: 'pending', ...next });
    expect(await world.runner().runOnce()).toBe(0);
    expect(alertDeliveries(world.connection)).toMatchObject([{ state: 'suppressed', reason: 'resolved' }]);
  });
});

test('a mail that failed for good ends the cooldown that it began', async () => {
  const world = await setUp();
  decide(world, { occurred_at: DUE });
  const { device_id, geofence_id } = world.home;
  const cooldown = query.selectFrom('notification_cooldown').selectAll();
  world.connection.run(
    query.insertInto('notification_cooldown').values({ device_id, geofence_id, event_type: 'enter', last_notified_at: DUE }),
  );
  const store = new SqliteDeliveryStore(world.connection);
  const [claimed] = await store.claim('email', DUE, MINUTE, 1);
  if (!claimed) throw new Error('nothing was due');
  const attempt = { at: DUE, outcome: 'permanent' as const, response: 'no such mailbox' };
  await store.record(claimed, attempt, { state: 'failed', reason: 'no such mailbox' });
  expect(world.connection.all(cooldown)).toEqual([]);
});
