import type { FoldEvent } from '@/lib/domain/geofence/fold-output';
import type { Delivery, Geofence } from '@/lib/domain/model';
import { planEntries } from '@/lib/services/ledger';
import type { EngineOutput } from '@/lib/storage/ports';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { EngineDevices } from '@/lib/storage/sqlite/engine-devices';
import { EngineLedgerWriter } from '@/lib/storage/sqlite/engine-ledger-writer';
import { toGeofence } from '@/lib/storage/sqlite/geofence-row';
import { testDatabase } from '../../support/database';
import { type Household, household, HAPPENED as NOW } from '../../support/deliveries';
import { foldEvent } from '../../support/ledger-events';
import { addRecipient, addTarget, prefer } from '../../support/ways';

const MINUTE = 60_000;
const NOTHING: EngineOutput = {
  ...{ retracted: [], restored: [], amended: [], devices: [], entries: [], cooldowns: [], called_off: [] },
};

let connection: Connection, home: Household, zone: Geofence;
beforeEach(() => {
  connection = testDatabase();
  home = household(connection);
  const row = connection.get(query.selectFrom('geofence').selectAll().where('id', '=', home.geofence_id));
  zone = toGeofence(row as never);
});

const write = (output: Partial<EngineOutput>, now: number) =>
  new EngineLedgerWriter(connection).write({ ...NOTHING, ...output }, now);

/** What the fold decides, planned and written as the engine does. @returns the id of the event */
function decide(
  event_type: FoldEvent['event_type'],
  at: number,
  replaced: number | null = null,
  change: Partial<FoldEvent> = {},
) {
  const event = foldEvent(home, { event_type, occurred_at: at, ...change });
  const replaces = replaced === null ? null : { id: replaced, notification_status: 'pending' as const };
  write(planEntries([{ event, geofence: zone, replaces }], new EngineDevices(connection).lookUps(), at), at);
  return (connection.raw.prepare('SELECT max(id) AS id FROM geofence_event').get() as { id: number }).id;
}

const retract = (id: number, now: number) => write({ retracted: [{ id, reason: 'late_fix', decided_at: now }] }, now);
const restore = (id: number, now: number, is_timely = true) => {
  const waits_ms = zone.notify_enter_after_seconds * 1000;
  write({ restored: [{ id, is_timely, waits_ms }] }, now);
};
const set = (id: number, channel: Delivery['channel'], state: Delivery['state']) =>
  connection.run(
    query
      .updateTable('delivery')
      .set({ state, reason: null, attempts: 1 })
      .where('event_id', '=', id)
      .where('channel', '=', channel),
  );

/** Each way of an event, with why and when, in minutes. */
function ways(id: number, user_id = home.user_id): string[] {
  const rows = connection.all(
    query.selectFrom('delivery').selectAll().where('event_id', '=', id).where('user_id', '=', user_id).orderBy('id'),
  );
  return rows.map(
    ({ channel, state, reason, next_attempt_at }) => `${channel} ${state} ${reason ?? '-'} ${(next_attempt_at - NOW) / MINUTE}`,
  );
}
const status = (id: number) => {
  const row = connection.get(query.selectFrom('geofence_event').selectAll().where('id', '=', id));
  return [row?.notification_status, row?.notification_reason];
};

/** The owner has a webhook, which comes after the mail where it is important. */
function withHook(): void {
  const hook = addTarget(connection, home.user_id, 'hook');
  prefer(connection, home.user_id, { escalate_after_minutes: 10, escalation: [{ channel: 'email', target_id: null }, hook] });
}

describe('an event that is taken back', () => {
  test('is held back on every way and for everybody; what the notification centre shows stays', () => {
    withHook();
    zone.is_important = true;
    const eva = household(connection).user_id;
    addRecipient(connection, zone.id, eva);
    const id = decide('enter', NOW);
    expect(ways(id)).toEqual(['inbox sent - 0', 'email pending - 0', 'webhook pending escalation 10']);
    expect(ways(id, eva)).toEqual(['inbox sent - 0', 'email pending - 0']);
    retract(id, NOW + MINUTE);
    expect(ways(id)).toEqual(['inbox sent - 0', 'email suppressed retracted 0', 'webhook suppressed retracted 10']);
    expect(ways(id, eva)).toEqual(['inbox sent - 0', 'email suppressed retracted 0']);
    expect(status(id)).toEqual(['suppressed', 'retracted']);
  });

  test('keeps the status of what went out already', () => {
    withHook();
    zone.is_important = true;
    const id = decide('enter', NOW);
    set(id, 'email', 'sent');
    retract(id, NOW + MINUTE);
    expect(ways(id)).toEqual(['inbox sent - 0', 'email sent - 0', 'webhook suppressed retracted 10']);
    expect(status(id)).toEqual(['sent', null]);
  });

  test('goes after all when it is restored in time, each way in its turn; what was tried already does not', () => {
    withHook();
    zone.is_important = true;
    const id = decide('enter', NOW);
    retract(id, NOW + MINUTE);
    restore(id, NOW + 2 * MINUTE);
    expect(ways(id)).toEqual(['inbox sent - 0', 'email pending - 0', 'webhook pending escalation 10']);
    expect(status(id)).toEqual(['pending', null]);
    set(id, 'email', 'pending');
    retract(id, NOW + 3 * MINUTE);
    restore(id, NOW + 4 * MINUTE);
    expect(ways(id)).toEqual(['inbox sent - 0', 'email suppressed retracted 0', 'webhook pending escalation 10']);
    retract(id, NOW + 5 * MINUTE);
    restore(id, NOW + 6 * MINUTE, false);
    expect(status(id)).toEqual(['suppressed', 'retracted']);
  });

  test('waits on for its stay when it is restored before that has ended', () => {
    zone.notify_enter_after_seconds = 600;
    const id = decide('enter', NOW);
    expect(ways(id)).toEqual(['inbox pending waiting 10', 'email pending waiting 10']);
    retract(id, NOW + MINUTE);
    restore(id, NOW + 2 * MINUTE);
    expect(ways(id)).toEqual(['inbox pending waiting 10', 'email pending waiting 10']);
    const exit = decide('exit', NOW + 5 * MINUTE, null, { stay_seconds: 300 });
    expect(ways(id)).toEqual(['inbox suppressed left_early 10', 'email suppressed left_early 10']);
    expect(status(id)).toEqual(['suppressed', 'left_early']);
    retract(exit, NOW + 6 * MINUTE);
    retract(id, NOW + 7 * MINUTE);
    restore(id, NOW + 11 * MINUTE);
    expect(ways(id)).toEqual(['inbox pending - 10', 'email pending - 10']);
  });
});

describe('an arrival that waits for the stay', () => {
  beforeEach(() => {
    withHook();
    zone = { ...zone, notify_enter_after_seconds: 300, is_important: true };
  });

  test('is called off on all ways when the device leaves, and waits on, each way in its turn, when that was false', () => {
    const id = decide('enter', NOW);
    const waiting = ['inbox pending waiting 5', 'email pending waiting 5', 'webhook pending escalation 15'];
    expect(ways(id)).toEqual(waiting);
    const exit = decide('exit', NOW + MINUTE, null, { stay_seconds: 60 });
    expect(ways(id)).toEqual([
      'inbox suppressed left_early 5',
      'email suppressed left_early 5',
      'webhook suppressed left_early 15',
    ]);
    expect(status(id)).toEqual(['suppressed', 'left_early']);
    retract(exit, NOW + 2 * MINUTE);
    expect(ways(id)).toEqual(waiting);
    expect(status(id)).toEqual(['pending', 'waiting']);
  });

  test('escalates on once it was told, though the device leaves', () => {
    const id = decide('enter', NOW);
    set(id, 'inbox', 'sent');
    set(id, 'email', 'sent');
    decide('exit', NOW + 6 * MINUTE, null, { stay_seconds: 360 });
    decide('exit', NOW + 7 * MINUTE, null, { stay_seconds: 60 });
    expect(ways(id)).toEqual(['inbox sent - 5', 'email sent - 5', 'webhook pending escalation 15']);
  });

  test('that only the notification centre would tell is called off in the step of the departure, too', () => {
    connection.run(query.deleteFrom('notification_target'));
    zone.email_notifications = false;
    const enter = foldEvent(home, { occurred_at: NOW });
    const exit = foldEvent(home, { occurred_at: NOW + MINUTE, event_type: 'exit', stay_seconds: 60 });
    const added = [enter, exit].map((event) => ({ event, geofence: zone, replaces: null }));
    const { entries } = planEntries(added, new EngineDevices(connection).lookUps(), NOW + MINUTE);
    expect(entries.map(({ event }) => event.notification_status)).toEqual(['none', 'none']);
    expect(entries.map(({ deliveries }) => deliveries.map(({ state, reason }) => [state, reason]))).toEqual([
      [['suppressed', 'left_early']],
      [['sent', null]],
    ]);
  });
});

describe('an event that replaces one', () => {
  test('goes on the ways on which the other did not', () => {
    addTarget(connection, home.user_id, 'hook');
    const first = decide('enter', NOW);
    set(first, 'email', 'sent');
    set(first, 'webhook', 'failed');
    connection.run(
      query
        .updateTable('delivery')
        .set({ opened_at: NOW + 1 })
        .where('event_id', '=', first),
    );
    retract(first, NOW + MINUTE);
    const second = decide('enter', NOW + MINUTE, first);
    expect(ways(second)).toEqual(['inbox sent - 1', 'email suppressed already_told 1', 'webhook pending - 1']);
    const opened = connection.all(query.selectFrom('delivery').select('opened_at').where('event_id', '=', second).orderBy('id'));
    expect(opened.map(({ opened_at }) => opened_at)).toEqual([NOW + 1, null, null]);
    retract(second, NOW + 2 * MINUTE);
    const third = decide('enter', NOW + 9 * MINUTE, second);
    expect(ways(third)).toEqual(['inbox sent - 9', 'email suppressed already_told 9', 'webhook pending - 9']);
  });
});
