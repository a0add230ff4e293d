import { query } from '@/lib/storage/sqlite/connection';
import { testDatabase } from '../support/database';
import { addFix, addZone, brokerAt, HomeAssistant, setPublishing, setStatus, startPublisher } from '../support/home-assistant';
import { addDevice } from '../support/ingest';
import { Mosquitto } from '../support/mosquitto';

jest.setTimeout(60_000);

const HOME = '6f0c3a4e-0000-4000-8000-000000000001';
const SCHOOL = '6f0c3a4e-0000-4000-8000-000000000002';
const PHONE = 'fencepost/anna/phone';
const AT = Date.UTC(2026, 4, 1, 8);

const brokers: Mosquitto[] = [];

async function startMosquitto(lines: string[] = []): Promise<Mosquitto> {
  const mosquitto = await Mosquitto.create(lines);
  brokers.push(mosquitto);
  await mosquitto.start();
  return mosquitto;
}

afterEach(async () => {
  for (const mosquitto of brokers.splice(0)) await mosquitto.remove();
});

/** Anna's phone is at Home, not at School; it is published on a Mosquitto. */
async function setUp(lines: string[] = []) {
  const connection = testDatabase();
  const phone = addDevice(connection, 'anna', 'phone');
  addZone(connection, phone.user_id, HOME, { name: 'Home' });
  addZone(connection, phone.user_id, SCHOOL, { name: 'School', radius_meters: 300 });
  addFix(connection, phone.id, AT, { battery: 81 });
  setStatus(connection, phone.id, HOME, true, AT);
  setStatus(connection, phone.id, SCHOOL, false, AT);
  const mosquitto = await startMosquitto(lines);
  await setPublishing(connection, { broker: brokerAt(mosquitto.url) });
  return { connection, phone, mosquitto };
}

describe('a Home Assistant with its own Mosquitto', () => {
  test('that comes later finds the devices, their zones and how they are', async () => {
    const { connection, mosquitto } = await setUp();
    startPublisher(connection);
    const first = await HomeAssistant.connect(mosquitto.url);
    await first.says('fencepost/status', 'online');

    const home = await HomeAssistant.connect(mosquitto.url);
    await home.says('fencepost/status', 'online');
    expect(home.heard.every(({ retain }) => retain)).toBe(true);
    expect(home.configs('device_tracker')).toMatchObject([
      { state_topic: `${PHONE}/state`, source_type: 'gps', payload_home: 'Home' },
    ]);
    expect(home.configs('binary_sensor').map(({ name }) => name)).toEqual(['Home', 'School']);
    expect(home.configs('sensor')).toHaveLength(2);
    expect(home.retained.get(`${PHONE}/state`)).toBe('Home');
    expect(home.retained.get(`${PHONE}/battery`)).toBe('81');
    expect(home.retained.get(`${PHONE}/zone/${HOME}`)).toBe('ON');
    expect(home.retained.get(`${PHONE}/zone/${SCHOOL}`)).toBe('OFF');
    expect(JSON.parse(home.retained.get(`${PHONE}/zone/${HOME}/attributes`) as string)).toEqual({
      zone: 'Home',
      since: '2026-05-01T08:00:00.000Z',
    });
    expect(JSON.parse(home.retained.get(`${PHONE}/attributes`) as string)).toEqual({
      latitude: 48.137,
      longitude: 11.575,
      gps_accuracy: 12,
      last_fix: '2026-05-01T08:00:00.000Z',
    });
  });

  test('hears what changes, and nothing that does not', async () => {
    const { connection, phone, mosquitto } = await setUp();
    startPublisher(connection);
    const home = await HomeAssistant.connect(mosquitto.url);
    await home.says('fencepost/status', 'online');
    home.heard.length = 0;

    setStatus(connection, phone.id, HOME, false, AT + 60_000);
    await home.says(`${PHONE}/state`, 'not_home');
    await home.says(`${PHONE}/zone/${HOME}`, 'OFF');
    const topics = home.heard.map(({ topic }) => topic).sort();
    expect(topics).toEqual([`${PHONE}/state`, `${PHONE}/zone/${HOME}`, `${PHONE}/zone/${HOME}/attributes`]);
  });

  test('gets everything once more when it says that it has started', async () => {
    const { connection, mosquitto } = await setUp();
    startPublisher(connection);
    const home = await HomeAssistant.connect(mosquitto.url);
    await home.says('fencepost/status', 'online');
    const all = [...home.retained.keys()].filter((topic) => topic !== 'homeassistant/status').sort();
    home.retained.clear();
    await home.isBorn();
    await home.says('fencepost/status', 'online');
    const again = [...home.retained.keys()].filter((topic) => topic !== 'homeassistant/status').sort();
    expect(again).toEqual(all);
  });

  test('forgets zones and devices that are gone, and keeps ids through a new name', async () => {
    const { connection, phone, mosquitto } = await setUp();
    startPublisher(connection);
    const home = await HomeAssistant.connect(mosquitto.url);
    await home.says('fencepost/status', 'online');
    const before = home.configs('binary_sensor').find(({ name }) => name === 'School')?.unique_id;

    connection.run(query.updateTable('geofence').set({ name: 'High school' }).where('id', '=', SCHOOL));
    connection.run(query.updateTable('geofence').set({ is_active: 0 }).where('id', '=', HOME));
    await home.says(`${PHONE}/zone/${HOME}`, undefined);
    await home.says(`${PHONE}/state`, 'not_home');
    expect(home.configs('binary_sensor')).toMatchObject([{ name: 'High school', unique_id: before }]);

    connection.run(query.deleteFrom('device').where('id', '=', phone.id));
    await home.says(`${PHONE}/state`, undefined);
    await home.says(`${PHONE}/zone/${SCHOOL}`, undefined);
    expect([...home.retained.keys()].filter((topic) => topic !== 'homeassistant/status')).toEqual(['fencepost/status']);
  });

  test('finds nothing of what changed while the publisher was dead, but what is true', async () => {
    const { connection, phone, mosquitto } = await setUp();
    const { stop } = startPublisher(connection);
    const home = await HomeAssistant.connect(mosquitto.url);
    await home.says('fencepost/status', 'online');
    await stop();
    await home.says('fencepost/status', 'offline');

    connection.run(query.deleteFrom('geofence').where('id', '=', HOME));
    setStatus(connection, phone.id, SCHOOL, true, AT + 60_000);
    startPublisher(connection);
    await home.says('fencepost/status', 'online');
    expect(home.retained.get(`${PHONE}/zone/${HOME}`)).toBeUndefined();
    expect(home.retained.get(`${PHONE}/state`)).toBe('School');
    expect(home.configs('binary_sensor').map(({ name }) => name)).toEqual(['School']);
  });

  test('finds all again after its broker lost its memory, and is told when we are gone', async () => {
    const { connection, mosquitto } = await setUp(['autosave_interval 1', 'retain_available true']);
    const { publisher } = startPublisher(connection);
    const home = await HomeAssistant.connect(mosquitto.url);
    await home.says('fencepost/status', 'online');
    await home.leave();
    await mosquitto.stop('SIGKILL');
    const { state } = { state: () => publisher.state() };
    while (state().link === 'up') await new Promise((resolve) => setTimeout(resolve, 20));
    expect(state().detail).toMatch(/closed|ECONNREFUSED|ECONNRESET/);
    await mosquitto.start();
    const after = await HomeAssistant.connect(mosquitto.url);
    await after.says(`${PHONE}/state`, 'Home');
    await after.says('fencepost/status', 'online');
  });

  test('keeps nothing when publishing is switched off, or goes elsewhere', async () => {
    const { connection, mosquitto } = await setUp();
    startPublisher(connection);
    const home = await HomeAssistant.connect(mosquitto.url);
    await home.says('fencepost/status', 'online');
    const other = await startMosquitto();
    await setPublishing(connection, { broker: brokerAt(other.url) });
    await home.says('fencepost/status', undefined);
    expect(home.retained.size).toBe(0);

    const there = await HomeAssistant.connect(other.url);
    await there.says(`${PHONE}/state`, 'Home');
    await there.says('fencepost/status', 'online');
    await setPublishing(connection, { broker: brokerAt(other.url), is_enabled: false });
    await there.says('fencepost/status', undefined);
    expect(there.retained.size).toBe(0);
    expect((await HomeAssistant.connect(other.url)).retained.size).toBe(0);
  });

  test('sees the devices of the chosen people only, also when the choice changes', async () => {
    const { connection, phone, mosquitto } = await setUp();
    const ben = addDevice(connection, 'ben', 'phone');
    addFix(connection, ben.id, AT);
    startPublisher(connection);
    const home = await HomeAssistant.connect(mosquitto.url);
    await home.says('fencepost/ben/phone/state', 'not_home');
    await setPublishing(connection, { broker: brokerAt(mosquitto.url), people: [phone.user_id] });
    await home.says('fencepost/ben/phone/state', undefined);
    await home.says(`${PHONE}/state`, 'Home');
    await home.says('fencepost/status', 'online');
    expect([...home.retained].filter(([topic, payload]) => `${topic} ${payload}`.includes('ben'))).toEqual([]);
  });

  test('keeps nothing of another base or prefix', async () => {
    const { connection, mosquitto } = await setUp();
    startPublisher(connection);
    const home = await HomeAssistant.connect(mosquitto.url, ['#']);
    await home.says('fencepost/status', 'online');
    await setPublishing(connection, { broker: brokerAt(mosquitto.url), base: 'family', discovery_prefix: 'ha' });
    await home.says('family/status', 'online');
    await home.says('fencepost/status', undefined);
    expect([...home.retained.keys()].filter((topic) => !/^(family|ha)\//.test(topic))).toEqual([]);
    expect(home.retained.get('family/anna/phone/state')).toBe('Home');
  });
});
