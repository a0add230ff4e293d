import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { bundledProgram, ROOT } from '../support/bundle';
import { testDatabase } from '../support/database';
import { addFix, addZone, brokerAt, HomeAssistant, setPublishing, setStatus } from '../support/home-assistant';
import { addDevice } from '../support/ingest';
import { Mosquitto } from '../support/mosquitto';
import { until } from '../support/product';

jest.setTimeout(120_000);

const program = bundledProgram('publisher-process');
const DEVICES = 60;
const ROUNDS = 8;

const children: ChildProcess[] = [];
const brokers: Mosquitto[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const mosquitto of brokers.splice(0)) await mosquitto.remove();
});

function start(connection: Connection): ChildProcess {
  const child = spawn(process.execPath, [program, connection.raw.name], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  children.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const zoneId = (n: number) => `6f0c3a4e-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** What should be there of states and zones, straight from the tables. */
function expected(connection: Connection): Map<string, string> {
  const devices = connection.all<{ id: number; device: string }>(query.selectFrom('device').select(['id', 'device']));
  const zones = connection.all<{ id: string; device_id: number | null }>(
    query.selectFrom('geofence').select(['id', 'device_id']),
  );
  const rows = connection.all<{ device_id: number; geofence_id: string; is_inside: number }>(
    query.selectFrom('geofence_status').select(['device_id', 'geofence_id', 'is_inside']),
  );
  const states = new Map<string, string>();
  for (const { id, device } of devices) {
    const own = rows.filter((row) => row.device_id === id && zones.some((zone) => zone.id === row.geofence_id));
    for (const row of own) states.set(`fencepost/anna/${device}/zone/${row.geofence_id}`, row.is_inside ? 'ON' : 'OFF');
    states.set(`fencepost/anna/${device}/state`, own.some(({ is_inside }) => is_inside) ? 'Place' : 'not_home');
  }
  return states;
}

const statesIn = (home: HomeAssistant) =>
  new Map([...home.retained].filter(([topic]) => /\/(state|zone\/[^/]+)$/.test(topic) && topic.startsWith('fencepost/')));

test('a publisher that is killed again and again leaves nothing behind that is not true', async () => {
  const connection = testDatabase();
  const devices = Array.from({ length: DEVICES }, (_, n) => addDevice(connection, 'anna', `phone${n}`));
  for (const [n, device] of devices.entries()) {
    addFix(connection, device.id, 1_000);
    addZone(connection, device.user_id, zoneId(n), { name: 'Place', device_id: device.id });
    setStatus(connection, device.id, zoneId(n), n % 2 === 0);
  }
  const mosquitto = await Mosquitto.create();
  brokers.push(mosquitto);
  await mosquitto.start();
  await setPublishing(connection, { broker: brokerAt(mosquitto.url) });

  for (let round = 0; round < ROUNDS; round++) {
    const child = start(connection);
    const watcher = await HomeAssistant.connect(mosquitto.url, ['fencepost/#']);
    const some = 20 + round * 60;
    await until(
      'something is published',
      async () => watcher.heard.length > some || watcher.retained.get('fencepost/status') === 'online',
    );
    await kill(child);
    await watcher.leave();
    // Meanwhile life goes on: one device and its zone go, others move.
    const gone = devices[round];
    if (gone) connection.run(query.deleteFrom('device').where('id', '=', gone.id));
    for (const [n, device] of devices.entries())
      if (n > round) setStatus(connection, device.id, zoneId(n), (n + round) % 3 === 0);
  }

  start(connection);
  const home = await HomeAssistant.connect(mosquitto.url, ['fencepost/#', 'homeassistant/#']);
  await home.says('fencepost/status', 'online');
  expect(Object.fromEntries(statesIn(home))).toEqual(Object.fromEntries(expected(connection)));
  expect(home.configs('device_tracker')).toHaveLength(DEVICES - ROUNDS);
  expect(home.configs('binary_sensor')).toHaveLength(DEVICES - ROUNDS);
  expect(home.configs('sensor')).toHaveLength(2 * (DEVICES - ROUNDS));
});

test('who reads is told at once that a killed publisher is away', async () => {
  const connection = testDatabase();
  addFix(connection, addDevice(connection, 'anna', 'phone').id, 1_000);
  const mosquitto = await Mosquitto.create();
  brokers.push(mosquitto);
  await mosquitto.start();
  await setPublishing(connection, { broker: brokerAt(mosquitto.url) });
  const child = start(connection);
  const home = await HomeAssistant.connect(mosquitto.url);
  await home.says('fencepost/status', 'online');
  await kill(child);
  await home.says('fencepost/status', 'offline');
});
