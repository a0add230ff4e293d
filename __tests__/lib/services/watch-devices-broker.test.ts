import { DeviceWatcher } from '@/lib/services/watch-devices';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceWatchStore } from '@/lib/storage/sqlite/device-watch-store';
import { connectPhone, startBroker } from '../../support/broker';
import { testDatabase } from '../../support/database';
import { addDevice } from '../../support/ingest';
import { DAY, deviceAlerts, HOUR, MINUTE } from '../../support/phones';

const TOPIC = 'owntracks/anna/phone';

/** A phone on a real broker that is usually heard every half hour, and a watch whose clock can be put forward. */
async function setUp() {
  const connection = testDatabase({ durability: 'normal' });
  const { id } = addDevice(connection, 'anna', 'phone');
  const { port, ingest } = await startBroker(connection);
  const today = Math.floor(Date.now() / DAY);
  const longest = { rest: [30, 30], live: [30, 30] } as const;
  const days = [9, 8, 7, 6, 5, 4, 3, 2, 1].map((ago) => ({ day: today - ago, source: 'signs' as const, longest }));
  const store = new SqliteDeviceWatchStore(connection);
  store.saveRhythms(new Map([[id, { v: 1, days }]]));
  let ahead = 0;
  const watcher = new DeviceWatcher(store, () => Date.now() + ahead);
  watcher.runOnce();
  const will = { topic: TOPIC, payload: Buffer.from('{"_type":"lwt"}'), qos: 1 as const, retain: false };
  const phone = await connectPhone(port, 'anna', 'phone', { will });
  const fix = { _type: 'location', lat: 52.52, lon: 13.405, tst: Math.floor(Date.now() / 1000), batt: 50, m: 1 };
  await phone.publishAsync(TOPIC, JSON.stringify(fix), { qos: 1 });
  /** Looks every four minutes. */
  const pass = (ms: number) => {
    for (const end = ahead + ms; ahead < end; watcher.runOnce()) ahead += 4 * MINUTE;
  };
  return { connection, ingest, phone, pass };
}

const lost = (connection: Awaited<ReturnType<typeof setUp>>['connection']) =>
  connection.all(query.selectFrom('device_report').select('received_at').where('kind', '=', 'lwt'));

test('a phone that holds its connection is alive; once it broke off and stays away, it is told, with the moment', async () => {
  const { connection, phone, pass, ingest } = await setUp();
  ingest.flush();
  pass(5 * HOUR);
  expect(deviceAlerts(connection)).toEqual([]);
  phone.stream.destroy();
  for (let i = 0; i < 200 && lost(connection).length === 0; i++) await new Promise((done) => setTimeout(done, 10));
  ingest.flush();
  const [broken] = lost(connection);
  pass(4 * MINUTE);
  expect(deviceAlerts(connection)).toMatchObject([
    { kind: 'silent', resolved_at: null, detail: { lwt: broken?.received_at, last_battery: 50, was_at_rest: true } },
  ]);
});
