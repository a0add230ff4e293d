import path from 'node:path';
import type { Channel, Geofence } from '@/lib/domain/model';
import { ZoneEvaluator } from '@/lib/services/evaluate-zones';
import { SqliteChoiceStore } from '@/lib/storage/sqlite/choice-store';
import { Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { SqliteEngineStore } from '@/lib/storage/sqlite/engine-store';
import { SqliteZoneRecipientStore } from '@/lib/storage/sqlite/zone-recipient-store';
import { testDatabase } from '../../support/database';
import { addDevices, addFixes, addZone } from '../../support/engine';
import { addRecipient, addTarget, prefer } from '../../support/ways';
import { circle, fix } from '../../support/zones';

const NOW = 1_750_000_000_000;
const MINUTE = 60_000;
const open: Connection[] = [];

afterEach(() => {
  for (const connection of open.splice(0)) connection.close();
});

/** Anna's phone and zone; Ben is told, too. Engine and senders as the worker has them. */
function setUp(settings: Partial<Geofence> = {}) {
  const db = testDatabase();
  const { owner_id: anna, devices } = addDevices(db, 'anna', 1);
  const { owner_id: ben } = addDevices(db, 'ben', 0);
  addZone(db, circle(48, 11, 100, { id: 'home', name: 'Home', owner_id: anna, ...settings }));
  addRecipient(db, 'home', ben);
  const time = { now: NOW };
  const evaluator = new ZoneEvaluator(new SqliteEngineStore(db), () => time.now);
  const deliveries = new SqliteDeliveryStore(db);
  /** The phone is seen so many minutes later, an hour's drive away or at home. */
  const seen = (where: 'home' | 'away', minutes: number) => {
    time.now += minutes * MINUTE;
    const at = { device_id: devices[0] as number, occurred_at: time.now, received_at: time.now, velocity: 100 };
    addFixes(db, [fix(where === 'home' ? 48 : 48.5, 11, at)]);
    evaluator.runOnce();
  };
  /** Sends what is due. @returns to whom */
  const send = async (channel: Channel): Promise<number[]> => {
    const messages = await deliveries.claim(channel, time.now, MINUTE, 10);
    const sent = { at: time.now, outcome: 'sent' as const, response: '250 ok' };
    for (const message of messages) await deliveries.record(message, sent, { state: 'sent' });
    return messages.map(({ recipient }) => recipient.id).sort();
  };
  const reasons = (channel: Channel) =>
    db
      .all(query.selectFrom('delivery').select('reason').where('channel', '=', channel).orderBy('id'))
      .map(({ reason }) => reason);
  const statuses = () =>
    db
      .all(query.selectFrom('geofence_event').select('notification_status').orderBy('id'))
      .map(({ notification_status }) => notification_status);
  return { db, anna, ben, time, seen, send, reasons, statuses };
}

describe('an important arrival', () => {
  function important() {
    const world = setUp({ is_important: true });
    const hook = addTarget(world.db, world.anna, 'hook');
    const escalation = [{ channel: 'email' as const, target_id: null }, hook];
    prefer(world.db, world.anna, { escalate_after_minutes: 10, escalation });
    return world;
  }

  test('goes to all by mail, and on to the next way of who does not look', async () => {
    const { seen, send, time, anna, ben, statuses } = important();
    seen('home', 0);
    expect(await send('email')).toEqual([anna, ben]);
    expect(await send('webhook')).toEqual([]);
    expect(statuses()).toEqual(['sent']);
    time.now += 10 * MINUTE;
    expect(await send('webhook')).toEqual([anna]);
    expect(statuses()).toEqual(['sent']);
  });

  test('goes no further once it was opened', async () => {
    const { db, seen, send, time, anna, ben, reasons } = important();
    seen('home', 0);
    await send('email');
    const inbox = query.updateTable('delivery').set({ opened_at: time.now }).where('channel', '=', 'inbox');
    db.run(inbox.where('user_id', '=', ben));
    expect(reasons('webhook')).toEqual(['escalation']);
    db.run(inbox.where('user_id', '=', anna));
    time.now += 10 * MINUTE;
    expect(await send('webhook')).toEqual([]);
    expect(reasons('webhook')).toEqual(['opened']);
  });
});

describe('what people change', () => {
  test('holds from the next event on, whoever changed it in whichever process', async () => {
    const { db, anna, ben, seen, send } = setUp({ cooldown_seconds: 0 });
    const web = new Connection(path.resolve(db.raw.name));
    open.push(web);
    seen('home', 0);
    expect(await send('email')).toEqual([anna, ben]);
    await new SqliteChoiceStore(web).save(ben, 'home', [{ kind: 'exit', ways: [] }]);
    seen('away', 30);
    expect(await send('email')).toEqual([anna]);
    const choices = new SqliteChoiceStore(db);
    await choices.save(ben, 'home', [{ kind: 'exit', ways: null }]);
    await choices.save(anna, null, [{ kind: 'enter', ways: [] }]);
    seen('home', 30);
    expect(await send('email')).toEqual([ben]);
    await new SqliteZoneRecipientStore(web).remove('home', ben, NOW);
    seen('away', 30);
    expect(await send('email')).toEqual([anna]);
  });

  test('who is no recipient any more does not hear of what waits', async () => {
    const { db, anna, ben, seen, send, time, reasons } = setUp({ notify_enter_after_seconds: 300 });
    seen('home', 0);
    await new SqliteZoneRecipientStore(db).remove('home', ben, NOW);
    time.now += 5 * MINUTE;
    expect(await send('email')).toEqual([anna]);
    expect(reasons('email')).toEqual([null, 'not_a_recipient']);
    expect(await send('inbox')).toEqual([anna]);
  });
});

describe('the cooldown', () => {
  test('holds a second arrival back from all people and ways, and a departure from none', async () => {
    const { seen, send, reasons } = setUp({ cooldown_seconds: 3600 });
    seen('home', 0);
    seen('away', 20);
    seen('home', 20);
    expect(reasons('email')).toEqual([null, null, null, null, 'cooldown', 'cooldown']);
    expect(reasons('inbox')).toEqual([null, null, null, null, 'cooldown', 'cooldown']);
    expect(await send('email')).toHaveLength(2);
    seen('away', 20);
    seen('home', 20);
    expect(reasons('email').slice(6)).toEqual(['cooldown', 'cooldown', null, null]);
  });
});
