import { execFile } from 'node:child_process';
import type { ReaderHub } from '@/lib/adapters/mqtt/publish/reader-hub';
import { hashToken } from '@/lib/services/tokens';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteTokenStore } from '@/lib/storage/sqlite/token-store';
import { startBroker } from '../support/broker';
import { testDatabase } from '../support/database';
import { addFix, setPublishing, startPublisher } from '../support/home-assistant';
import { addDevice, passwordOf } from '../support/ingest';
import { mosquittoPub } from '../support/mosquitto';
import { until } from '../support/product';

const NOW = Math.floor(Date.now() / 1000);
const fix = (tst: number) => JSON.stringify({ _type: 'location', lat: 52.52, lon: 13.405, tst });

async function setUp() {
  const connection = testDatabase();
  const device = addDevice(connection, 'jane', 'phone');
  const { port } = await startBroker(connection);
  const locations = () => connection.all<{ occurred_at: number }>(query.selectFrom('location').select('occurred_at'));
  return { connection, device, port, locations };
}

const credentials = ['-u', 'jane', '-P', passwordOf('jane', 'phone')];

/** Runs mosquitto_sub; answers what it printed when it ends. */
function mosquittoSub(port: number, ...args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile('mosquitto_sub', ['-h', '127.0.0.1', '-p', String(port), ...args], { timeout: 10_000 }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

describe('mosquitto_pub at the embedded broker', () => {
  test.each(['mqttv31', 'mqttv311'])('is heard with %s at QoS 0, 1 and 2', async (version) => {
    const { port, locations } = await setUp();
    for (const qos of [1, 2, 0]) {
      await mosquittoPub(port, 'owntracks/jane/phone', fix(NOW - qos), ...credentials, '-V', version, '-q', String(qos));
    }
    await until('three fixes', async () => locations().length === 3);
  });

  test('is stored when it ends: its exit means acknowledged', async () => {
    const { port, locations } = await setUp();
    for (let n = 1; n <= 5; n++) {
      await mosquittoPub(port, 'owntracks/jane/phone', fix(NOW - n), ...credentials);
      expect(locations()).toHaveLength(n);
    }
  });

  test('is refused without credentials and with wrong ones, in words it understands', async () => {
    const { port } = await setUp();
    await expect(mosquittoPub(port, 'owntracks/jane/phone', fix(NOW))).rejects.toThrow(/not authori[sz]ed/i);
    const wrong = mosquittoPub(port, 'owntracks/jane/phone', fix(NOW), '-u', 'jane', '-P', 'wrong');
    await expect(wrong).rejects.toThrow(/bad user name or password/i);
  });

  test('is acknowledged on a topic of somebody else, which stores nothing', async () => {
    const { port, locations } = await setUp();
    await mosquittoPub(port, 'owntracks/bob/phone', fix(NOW), ...credentials);
    expect(locations()).toEqual([]);
  });
});

describe('mosquitto_sub at the embedded broker', () => {
  test('reads the own topic, and is told that it may not read the others', async () => {
    const { port } = await setUp();
    const refused = await mosquittoSub(port, ...credentials, '-t', 'owntracks/bob/phone', '-W', '1');
    expect(refused).toMatch(/rejected|denied|refused|not authori[sz]ed/i);
    const reading = mosquittoSub(port, ...credentials, '-t', 'owntracks/jane/phone', '-C', '1', '-W', '5');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await mosquittoPub(port, 'owntracks/jane/phone', fix(NOW), ...credentials);
    expect(await reading).toContain('"_type":"location"');
  });
});

describe('mosquitto_sub with an API token', () => {
  test.each(['mqttv31', 'mqttv311'])(
    'reads what is published of its person with %s, and nothing of anybody else',
    async (version) => {
      const connection = testDatabase();
      const jane = addDevice(connection, 'jane', 'phone');
      const bob = addDevice(connection, 'bob', 'phone');
      for (const { id } of [jane, bob]) addFix(connection, id, NOW * 1000);
      const token = `fp_${'r'.repeat(43)}`;
      await new SqliteTokenStore(connection).create(jane.user_id, 'reader', hashToken(token), 0);
      await setPublishing(connection);
      const { broker, port } = await startBroker(connection);
      const hub = broker.readers as ReaderHub;
      const { publisher } = startPublisher(connection, (_target, names, _will, listener) => hub.link(names, listener));
      await until('the publisher', async () => publisher.state().topics >= 11);
      const reader = ['-u', 'jane', '-P', token, '-V', version, '-q', '1', '-v', '-W', '2'];
      const own = await mosquittoSub(
        port,
        ...reader,
        '-t',
        'fencepost/jane/#',
        '-t',
        'fencepost/status',
        '-t',
        'homeassistant/#',
      );
      expect(own).toContain('fencepost/jane/phone/state not_home');
      expect(own).toContain('fencepost/status online');
      expect(own).toContain(`_${jane.id}_tracker/config {`);
      expect(own).not.toMatch(/bob/);
      expect(await mosquittoSub(port, ...reader, '-t', 'fencepost/bob/#')).toMatch(/rejected|denied|refused|not authori[sz]ed/i);
    },
  );
});
