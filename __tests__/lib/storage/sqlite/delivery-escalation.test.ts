import { query } from '@/lib/storage/sqlite/connection';
import { HAPPENED, standing } from '../../../support/deliveries';
import { addTarget, failed, idsOf, important, MINUTE, moveTo, refused, sent, setUp } from '../../../support/delivery-world';
import { prefer } from '../../../support/ways';

describe('what is important', () => {
  async function twoWays() {
    const world = setUp();
    important(world);
    const escalation = (['email', 'push'] as const).map((channel) => ({ channel, target_id: null }));
    prefer(world.connection, world.home.user_id, { escalate_after_minutes: 10, escalation });
    const id = world.add();
    const row = world.connection.get(query.selectFrom('delivery').selectAll().where('id', '=', id));
    if (!row) throw new Error('it is gone');
    const { id: _id, ...copy } = row;
    /** The same on another way. */
    const also = (fields: Partial<typeof copy>) =>
      Number(world.connection.run(query.insertInto('delivery').values({ ...copy, ...fields })).lastInsertRowid);
    const second = also({ channel: 'push', reason: 'escalation', next_attempt_at: HAPPENED + 10 * MINUTE });
    return { world, id, second, also };
  }

  test('goes to the next way when nobody opened it', async () => {
    const { world, id, second } = await twoWays();
    await sent(world, (await world.claim())[0]);
    expect(await world.claim('push')).toEqual([]);
    world.time.now += 10 * MINUTE;
    expect((await world.claim('push')).map(idsOf)).toEqual([[second]]);
    expect(world.stateOf(id)).toBe('sent');
  });

  test('does not when the person looked at it', async () => {
    const { world, id, second } = await twoWays();
    await sent(world, (await world.claim())[0]);
    world.connection.run(
      query
        .updateTable('delivery')
        .set({ opened_at: HAPPENED + MINUTE })
        .where('id', '=', id),
    );
    world.time.now += 10 * MINUTE;
    expect(await world.claim('push')).toEqual([]);
    expect(standing(world.connection, second)).toMatchObject({ state: 'suppressed', reason: 'opened' });
  });

  test('does not when the person looked at it while the next way had to wait for a server that does not answer', async () => {
    const { world, id, second } = await twoWays();
    await sent(world, (await world.claim())[0]);
    moveTo(world, [world.add()], 'push', null);
    await failed(world, (await world.claim('push'))[0], 30 * MINUTE);
    world.time.now += 10 * MINUTE;
    expect(await world.claim('push')).toEqual([]);
    world.connection.run(query.updateTable('delivery').set({ opened_at: world.time.now }).where('id', '=', id));
    world.time.now += 20 * MINUTE;
    await world.claim('push');
    expect(standing(world.connection, second)).toMatchObject({ state: 'suppressed', reason: 'opened' });
  });

  test('goes on at once when the first way failed for good', async () => {
    const { world, second } = await twoWays();
    world.time.now += MINUTE;
    await refused(world, (await world.claim())[0]);
    expect((await world.claim('push')).map(idsOf)).toEqual([[second]]);
  });

  test('does not go on for a way that is told at once anyway', async () => {
    const { world, also } = await twoWays();
    also({ channel: 'mqtt' });
    await sent(world, (await world.claim())[0]);
    await refused(world, (await world.claim('mqtt'))[0]);
    expect(await world.claim('push')).toEqual([]);
  });

  test('does not go on for one browser of several', async () => {
    const { world, second, also } = await twoWays();
    const target = addTarget(world, true);
    also({ channel: 'push', target_id: target });
    await refused(world, (await world.claim('push'))[0], true);
    expect(standing(world.connection, second).next_attempt_at).toBe(HAPPENED + 10 * MINUTE);
  });
});
