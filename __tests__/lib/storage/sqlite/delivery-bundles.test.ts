import { query } from '@/lib/storage/sqlite/connection';
import { HAPPENED, household, standing } from '../../../support/deliveries';
import {
  addTarget,
  failed,
  HOUR,
  idsOf,
  important,
  LEASE,
  MINUTE,
  MORNING,
  moveTo,
  NIGHT,
  sent,
  setUp,
  type World,
} from '../../../support/delivery-world';
import { prefer } from '../../../support/ways';

describe('what is due for one person on one way', () => {
  test('goes as one message, in the order in which it was recorded', async () => {
    const world = setUp();
    const ids = [world.add(HAPPENED - 5), world.add(HAPPENED - 50), world.add(HAPPENED - 10)];
    const messages = await world.claim();
    expect(messages.map(idsOf)).toEqual([ids]);
    await sent(world, messages[0]);
    expect(ids.map(world.stateOf)).toEqual(['sent', 'sent', 'sent']);
  });

  test('is apart from what goes to others', async () => {
    const world = setUp();
    const mine = world.add();
    const foreign = world.add(HAPPENED, household(world.connection));
    const messages = await world.claim();
    expect(messages.map(idsOf)).toEqual([[mine], [foreign]]);
    expect(messages.map(({ identity }) => identity)).toEqual([`delivery-${mine}`, `delivery-${foreign}`]);
  });

  test('comes one after the other: while one message is under way the next waits, and gathers', async () => {
    const world = setUp();
    world.add();
    const [first] = await world.claim();
    const later = [world.add(), world.add()];
    expect(await world.claim()).toEqual([]);
    await sent(world, first);
    expect((await world.claim()).map(idsOf)).toEqual([later]);
  });

  test('waits for an earlier one that the other side did not take, and goes with it', async () => {
    const world = setUp();
    const first = world.add();
    const [message] = await world.claim();
    await failed(world, message, HOUR);
    const later = [world.add(), world.add()];
    world.time.now += MINUTE;
    expect(await world.claim()).toEqual([]);
    expect(later.map((id) => standing(world.connection, id))).toMatchObject([
      { state: 'pending', attempts: 0, next_attempt_at: HAPPENED + HOUR },
      { state: 'pending', attempts: 0, next_attempt_at: HAPPENED + HOUR },
    ]);
    world.time.now = HAPPENED + HOUR;
    const [all] = await world.claim();
    expect(idsOf(all)).toEqual([first, ...later]);
    expect(all?.identity).not.toBe(message?.identity);
  });

  test('that a person let go again does not wait for what fails', async () => {
    const world = setUp();
    const failing = world.add();
    await failed(world, (await world.claim())[0], HOUR);
    const again = world.add();
    world.connection.run(query.updateTable('delivery').set({ resent_at: HAPPENED, resends: 1 }).where('id', '=', again));
    expect((await world.claim()).map(idsOf)).toEqual([[again]]);
    expect(world.stateOf(failing)).toBe('pending');
  });

  test('a flood becomes few messages', async () => {
    const world = setUp();
    world.connection.transaction(() => {
      for (let i = 0; i < 10_000; i++) world.add();
    });
    let messages = 0;
    for (let [message] = await world.claim(); message; [message] = await world.claim()) {
      messages += 1;
      await sent(world, message);
    }
    expect(messages).toBe(20);
    expect(await world.store.counts()).toMatchObject({ sent: 10_000, pending: 0 });
  }, 120_000);
});

describe('a message that may have arrived', () => {
  test('goes again just as it was, with its name; what came meanwhile follows', async () => {
    const world = setUp();
    const ids = [world.add(), world.add()];
    const [message] = await world.claim();
    await failed(world, message, MINUTE, true);
    const later = world.add();
    world.time.now += MINUTE;
    const [again] = await world.claim();
    expect(idsOf(again)).toEqual(ids);
    expect(again?.identity).toBe(message?.identity);
    await sent(world, again);
    expect((await world.claim()).map(idsOf)).toEqual([[later]]);
  });

  test('of a worker that died goes again just as it was, after its lease', async () => {
    const world = setUp();
    const ids = [world.add(), world.add()];
    const [message] = await world.claim();
    world.add();
    world.time.now += LEASE - 1;
    expect(await world.claim()).toEqual([]);
    world.time.now += 1;
    const [again] = await world.claim();
    expect(idsOf(again)).toEqual(ids);
    expect(again?.identity).toBe(message?.identity);
    expect(again?.attempt).toBe(2);
  });

  test('goes again before what came later also where it had been held for its reader', async () => {
    const world = setUp();
    prefer(world.connection, world.home.user_id, { digest: 'minutes' });
    const ids = [world.add(), world.add()];
    await world.claim();
    world.time.now = HAPPENED + 2 * MINUTE;
    expect((await world.claim()).map(idsOf)).toEqual([ids]);
    // The worker died; what comes now is due before its lease is over.
    world.add();
    world.connection.run(query.deleteFrom('notification_preference'));
    world.time.now += LEASE;
    expect((await world.claim()).map(idsOf)).toEqual([ids]);
  });

  test('keeps its name where a part of it was taken back', async () => {
    const world = setUp();
    const [first, second] = [world.add(), world.add()];
    const [message] = await world.claim();
    await failed(world, message, MINUTE, true);
    world.connection.run(
      query
        .updateTable('geofence_event')
        .set({ retracted_at: 1 })
        .where('id', '=', standing(world.connection, first).event_id ?? 0),
    );
    world.time.now += MINUTE;
    const [again] = await world.claim();
    expect(idsOf(again)).toEqual([second]);
    expect(again?.identity).toBe(message?.identity);
    expect(standing(world.connection, first)).toMatchObject({ state: 'suppressed', reason: 'retracted' });
  });
});

describe('quiet hours', () => {
  const wishes = { quiet_from: '22:00', quiet_until: '07:00' };

  test('hold what comes, and let it go as one message when they end', async () => {
    const world = setUp();
    prefer(world.connection, world.home.user_id, wishes);
    world.time.now = NIGHT;
    const ids = [world.add(), world.add()];
    expect(await world.claim()).toEqual([]);
    world.time.now += HOUR;
    ids.push(world.add());
    expect(await world.claim()).toEqual([]);
    for (const id of ids) {
      expect(standing(world.connection, id)).toMatchObject({
        state: 'pending',
        reason: 'quiet',
        next_attempt_at: MORNING,
        attempts: 0,
      });
    }
    world.time.now = MORNING;
    expect((await world.claim()).map(idsOf)).toEqual([ids]);
  });

  test('do not hold what is important, which does not take along what waits', async () => {
    const world = setUp();
    prefer(world.connection, world.home.user_id, wishes);
    world.time.now = NIGHT;
    const other = household(world.connection);
    world.connection.run(query.updateTable('geofence').set({ owner_id: world.home.user_id }).where('id', '=', other.geofence_id));
    const quiet = world.add(NIGHT, { ...world.home, geofence_id: other.geofence_id });
    await world.claim();
    important(world);
    const loud = world.add();
    expect((await world.claim()).map(idsOf)).toEqual([[loud]]);
    expect(world.stateOf(quiet)).toBe('pending');
  });

  test('hold no program, and nothing for other people', async () => {
    const world = setUp();
    prefer(world.connection, world.home.user_id, wishes);
    world.time.now = NIGHT;
    const hook = world.add();
    moveTo(world, [hook], 'webhook', addTarget(world, false));
    const foreign = world.add(NIGHT, household(world.connection));
    expect((await world.claim('webhook')).map(idsOf)).toEqual([[hook]]);
    expect((await world.claim()).map(idsOf)).toEqual([[foreign]]);
  });

  test('taken back during them, it is never told', async () => {
    const world = setUp();
    prefer(world.connection, world.home.user_id, wishes);
    world.time.now = NIGHT;
    const id = world.add();
    await world.claim();
    world.connection.run(query.updateTable('geofence_event').set({ retracted_at: NIGHT }));
    world.time.now = MORNING;
    expect(await world.claim()).toEqual([]);
    expect(standing(world.connection, id)).toMatchObject({ state: 'suppressed', reason: 'retracted' });
  });
});

describe('collecting', () => {
  test('two minutes from the first', async () => {
    const world = setUp();
    prefer(world.connection, world.home.user_id, { digest: 'minutes' });
    const ids = [world.add()];
    expect(await world.claim()).toEqual([]);
    world.time.now += 90_000;
    ids.push(world.add());
    expect(await world.claim()).toEqual([]);
    world.time.now = HAPPENED + 2 * MINUTE;
    expect((await world.claim()).map(idsOf)).toEqual([ids]);
  });

  test('a server that does not answer does not begin a new collection', async () => {
    const world = setUp();
    prefer(world.connection, world.home.user_id, { digest: 'daily', digest_at: '14:05' });
    const id = world.add();
    await world.claim();
    world.time.now = HAPPENED + 3 * MINUTE;
    await failed(world, (await world.claim())[0], MINUTE);
    world.time.now += MINUTE;
    expect((await world.claim()).map(idsOf)).toEqual([[id]]);
  });
});

test('whoever is no longer told of a zone gets nothing of what was under way', async () => {
  const world = setUp();
  const id = world.add();
  const [message] = await world.claim();
  const heir = household(world.connection);
  world.connection.run(query.updateTable('geofence').set({ owner_id: heir.user_id }).where('id', '=', world.home.geofence_id));
  await failed(world, message, MINUTE);
  expect(standing(world.connection, id)).toMatchObject({ state: 'suppressed', reason: 'not_a_recipient' });
  const shared = { geofence_id: world.home.geofence_id, user_id: world.home.user_id, created_at: HAPPENED };
  world.connection.run(query.insertInto('zone_recipient').values(shared));
  const next = world.add();
  expect((await world.claim()).map(idsOf)).toEqual([[next]]);
});

test('a maximum for a day: what is more is the summary of the next', async () => {
  const world = setUp();
  prefer(world.connection, world.home.user_id, { max_per_day: 2 });
  for (let i = 0; i < 2; i++) {
    world.add();
    world.add();
    await sent(world, (await world.claim())[0]);
  }
  const more = [world.add()];
  expect(await world.claim()).toEqual([]);
  world.time.now += HOUR;
  more.push(world.add());
  expect(await world.claim()).toEqual([]);
  expect(standing(world.connection, more[0] ?? 0)).toMatchObject({ reason: 'max', next_attempt_at: Date.UTC(2026, 0, 16, 7) });
  world.time.now = Date.UTC(2026, 0, 16, 7);
  expect((await world.claim()).map(idsOf)).toEqual([more]);
});

describe('a test of a way', () => {
  const addTest = ({ connection, home, time }: World) =>
    connection.run(
      query.insertInto('delivery').values({
        ...{ event_id: null, alert_id: null, is_test: 1, user_id: home.user_id, channel: 'email', state: 'pending' },
        ...{ reason: null, attempts: 0, next_attempt_at: time.now, claimed_until: null, created_at: time.now, finished_at: null },
      }),
    ).lastInsertRowid;

  test('goes at once, in quiet hours and beside what fails, and is not tried again', async () => {
    const world = setUp();
    prefer(world.connection, world.home.user_id, { quiet_from: '14:00', quiet_until: '15:00' });
    world.add();
    const id = addTest(world);
    const [message] = await world.claim();
    expect(message?.items).toMatchObject([{ kind: 'test', delivery: { id } }]);
    await failed(world, message, MINUTE);
    expect(standing(world.connection, id)).toMatchObject({ state: 'failed', reason: 'said transient' });
  });
});

test('it is given up a day after the first try, however long it was held before', async () => {
  const world = setUp();
  prefer(world.connection, world.home.user_id, { digest: 'daily', digest_at: '14:01' });
  const id = world.add();
  await world.claim();
  world.time.now = HAPPENED + 23 * HOUR + 59 * MINUTE;
  await failed(world, (await world.claim())[0], HOUR);
  expect(world.stateOf(id)).toBe('pending');
  world.time.now += 23 * HOUR + 30 * MINUTE;
  await failed(world, (await world.claim())[0], HOUR);
  expect(standing(world.connection, id)).toMatchObject({ state: 'failed', reason: 'given up' });
});
