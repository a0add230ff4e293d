import { MqttChannel } from '@/lib/adapters/mqtt/publish/mqtt-channel';
import type { PublishNames } from '@/lib/domain/notify/home-assistant-topics';
import { DeliveryRunner } from '@/lib/services/deliver';
import type { Publication } from '@/lib/services/mqtt-publish-link';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { testDatabase } from '../../../support/database';
import { event, HAPPENED, household, standing } from '../../../support/deliveries';
import { directoryOf } from '../../../support/ingest';

const NAMES: PublishNames = { base: 'fencepost', prefix: 'homeassistant', installation: 'a1b2c3d4' };

type Publish = (publication: Publication) => Promise<string>;

/** Delivers all that is due over MQTT. @returns what was published */
async function deliver(
  connection: Connection,
  publish: Publish = async () => 'PUBACK',
  { names = NAMES, isOff = false }: { names?: PublishNames | null; isOff?: boolean } = {},
) {
  const sent: Publication[] = [];
  const publisher = {
    ...{ names, isOff, trouble: 'there is no broker' },
    publish: (publication: Publication) => {
      sent.push(publication);
      return publish(publication);
    },
  };
  const directory = directoryOf(connection);
  directory.refreshIfChanged();
  const channel = new MqttChannel({ publicUrl: 'https://fp.example.org', publisher, directory, clock: () => HAPPENED });
  await new DeliveryRunner(new SqliteDeliveryStore(connection), 'mqtt', channel, () => HAPPENED, { random: () => 0 }).runOnce();
  return sent;
}

/** An event of Anna's phone that goes to somebody over MQTT. */
function told(connection: Connection, home: ReturnType<typeof household>, recipient = home.user_id): number {
  const { delivery_id } = event(connection, home);
  const change = { channel: 'mqtt' as const, user_id: recipient };
  connection.run(query.updateTable('delivery').set(change).where('id', '=', delivery_id));
  return delivery_id;
}

const handleOf = (connection: Connection, id: number) =>
  connection.get<{ handle: string }>(query.selectFrom('user').select('handle').where('id', '=', id))?.handle;

describe('news over MQTT', () => {
  test('go below the person’s own topics, not retained, as the JSON of webhooks with the delivery’s identity', async () => {
    const connection = testDatabase();
    const home = household(connection);
    const delivery_id = told(connection, home);
    const [sent, ...more] = await deliver(connection);
    expect(more).toEqual([]);
    expect(sent).toMatchObject({ topic: `fencepost/${handleOf(connection, home.user_id)}/phone/event`, retain: false });
    expect(JSON.parse(sent?.payload ?? '')).toMatchObject({
      id: `delivery-${delivery_id}`,
      kind: 'enter',
      is_test: false,
      device: { id: home.device_id, name: "Anna's phone" },
      zone: { id: home.geofence_id, name: 'Home' },
      occurred_at: '2026-01-15T13:02:00.000Z',
      position: { latitude: 52.520008, longitude: 13.404954, accuracy: 12 },
      message: { title: expect.stringContaining('Home') },
    });
    expect(standing(connection, delivery_id)).toMatchObject({
      state: 'sent',
      tried: [{ outcome: 'sent', response: 'PUBACK' }],
    });
  });

  test('of somebody else’s phone lie below the recipient’s topics, under both names', async () => {
    const connection = testDatabase();
    const home = household(connection);
    const ben = household(connection);
    const { geofence_id } = home;
    connection.run(query.insertInto('zone_recipient').values({ geofence_id, user_id: ben.user_id, created_at: 0 }));
    told(connection, home, ben.user_id);
    const [sent] = await deliver(connection);
    const [anna, other] = [handleOf(connection, home.user_id), handleOf(connection, ben.user_id)];
    expect(sent?.topic).toBe(`fencepost/${other}/${anna}:phone/event`);
  });

  test('carry the same identity when they go again after a failure, whose words are kept', async () => {
    const connection = testDatabase();
    const delivery_id = told(connection, household(connection));
    const refuse: Publish = () => Promise.reject(new Error('there is no connection to mqtt://x: ECONNREFUSED'));
    const [first] = await deliver(connection, refuse);
    expect(standing(connection, delivery_id)).toMatchObject({
      state: 'pending',
      tried: [{ outcome: 'transient', response: expect.stringContaining('ECONNREFUSED') }],
    });
    connection.run(query.updateTable('delivery').set({ next_attempt_at: HAPPENED }).where('id', '=', delivery_id));
    const [second] = await deliver(connection);
    expect(JSON.parse(second?.payload ?? '').id).toBe(JSON.parse(first?.payload ?? '').id);
  });

  test('fail for good while publishing is switched off', async () => {
    const connection = testDatabase();
    const delivery_id = told(connection, household(connection));
    expect(await deliver(connection, undefined, { names: null, isOff: true })).toEqual([]);
    expect(standing(connection, delivery_id)).toMatchObject({ state: 'failed', tried: [{ outcome: 'permanent' }] });
  });

  test('wait while it is not known yet whether, and where, anything is published', async () => {
    const connection = testDatabase();
    const delivery_id = told(connection, household(connection));
    expect(await deliver(connection, undefined, { names: null })).toEqual([]);
    expect(standing(connection, delivery_id)).toMatchObject({
      state: 'pending',
      tried: [{ outcome: 'transient', response: 'there is no broker' }],
    });
  });

  test('of a test go to a topic of their own', async () => {
    const connection = testDatabase();
    const { user_id } = household(connection);
    const row = { user_id, channel: 'mqtt' as const, state: 'pending' as const, reason: null, attempts: 0, is_test: 1 as const };
    const times = { next_attempt_at: HAPPENED, claimed_until: null, created_at: HAPPENED, finished_at: null };
    connection.run(query.insertInto('delivery').values({ event_id: null, alert_id: null, ...row, ...times }));
    const [sent] = await deliver(connection);
    expect(sent?.topic).toBe(`fencepost/${handleOf(connection, user_id)}/test`);
    expect(JSON.parse(sent?.payload ?? '')).toMatchObject({ kind: 'test', is_test: true, device: null, zone: null });
  });
});
