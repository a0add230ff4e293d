import { query } from '@/lib/storage/sqlite/connection';
import { HAPPENED, standing } from '../../../support/deliveries';
import { addTarget, failed, HOUR, idsOf, MINUTE, moveTo, refused, sent, setUp, targetOf } from '../../../support/delivery-world';

describe('a program behind a webhook', () => {
  test('gets each by itself, one after the other', async () => {
    const world = setUp();
    const ids = [world.add(), world.add()];
    moveTo(world, ids, 'webhook', addTarget(world, false));
    const [first] = await world.claim('webhook');
    expect(idsOf(first)).toEqual(ids.slice(0, 1));
    expect(await world.claim('webhook')).toEqual([]);
    await sent(world, first);
    expect((await world.claim('webhook')).map(idsOf)).toEqual([ids.slice(1)]);
  });

  test('gets what it did not take before what came later', async () => {
    const world = setUp();
    const ids = [world.add()];
    const target = addTarget(world, false);
    moveTo(world, ids, 'webhook', target);
    await failed(world, (await world.claim('webhook'))[0], MINUTE);
    world.time.now += 59_000;
    ids.push(world.add());
    moveTo(world, ids, 'webhook', target);
    // Nobody looked before both were due.
    world.time.now += HOUR;
    expect((await world.claim('webhook')).map(idsOf)).toEqual([ids.slice(0, 1)]);
  });

  test('that refuses five times in a row is used no more, until one works again', async () => {
    const world = setUp();
    const target = addTarget(world, false);
    const next = async () => {
      moveTo(world, [world.add()], 'webhook', target);
      return (await world.claim('webhook'))[0];
    };
    for (let i = 0; i < 4; i++) await refused(world, await next());
    await sent(world, await next());
    expect(targetOf(world.connection)).toMatchObject({ failures: 0, last_sent_at: HAPPENED, paused_at: null });
    for (let i = 0; i < 5; i++) await refused(world, await next());
    expect(targetOf(world.connection)).toMatchObject({ failures: 5, paused_at: HAPPENED, pause_reason: 'said permanent' });
    expect(await next()).toBeUndefined();
    const last = world.connection.get(query.selectFrom('delivery').selectAll().orderBy('id', 'desc').limit(1));
    expect(last).toMatchObject({ state: 'suppressed', reason: 'target_paused' });
  });

  test('that is gone, or was removed, gets nothing more', async () => {
    const world = setUp();
    const target = addTarget(world, true);
    const ids = [world.add(), world.add(), world.add()];
    moveTo(world, ids.slice(0, 1), 'webhook', target);
    await refused(world, (await world.claim('webhook'))[0], true);
    expect(targetOf(world.connection)).toMatchObject({ is_active: 0 });
    moveTo(world, ids.slice(1, 2), 'webhook', target);
    expect(await world.claim('webhook')).toEqual([]);
    world.connection.run(query.deleteFrom('notification_target'));
    moveTo(world, ids.slice(2), 'webhook', target);
    expect(await world.claim('webhook')).toEqual([]);
    expect(ids.map((id) => standing(world.connection, id).reason)).toEqual(['said permanent', 'target_paused', 'target_gone']);
  });
});
