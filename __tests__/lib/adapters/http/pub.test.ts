import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { emptyServer, NOW, person } from '@/__tests__/support/api';
import { directoryOf } from '@/__tests__/support/ingest';
import { Pub } from '@/lib/adapters/http/pub';
import { AttemptLimit } from '@/lib/adapters/http/rate-limit';
import { Ingest } from '@/lib/services/ingest';
import { openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const fix = (more: object = {}) => JSON.stringify({ _type: 'location', lat: 52.5, lon: 13.4, tst: NOW / 1000 - 60, ...more });
const basic = (username: string, password: string) => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** Two people's phones and a real HTTP server on a database of its own. */
async function withPhones() {
  const { server, time } = emptyServer();
  const otto = await person(server, 'otto', 'user');
  const uta = await person(server, 'uta', 'user');
  const phone = await server.services.devices.create(otto.user, { name: 'Phone', device: 'phone' });
  const others = await server.services.devices.create(uta.user, { name: 'Phone', device: 'phone' });
  const connection = openDatabase(server.config.databaseFile);
  const devices = new SqliteDeviceStore(connection);
  const directory = directoryOf(connection);
  const ingest = new Ingest(new SqliteIngestStore(connection), directory, () => time.now);
  const pub = new Pub({
    ingest,
    directory,
    forgetPassword: (device) => void devices.update(device.id, { provision_secret: null }, time.now),
    failures: new AttemptLimit('wrong device passwords', 5, 60),
    clock: () => time.now,
  });
  const http: Server = createServer((request, response) => pub.handle(request, response, '203.0.113.7'));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  open.push(async () => {
    await new Promise((resolve) => http.close(resolve).closeAllConnections());
    await ingest.stop();
    connection.close();
  });
  const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, query = '') => {
    const authorization = basic('otto', phone.mqtt_password);
    const url = `http://127.0.0.1:${port}/pub${query}`;
    const response = await fetch(url, { method: 'POST', body, headers: { authorization, ...headers } });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const rows = (sql: string) => server.connection.raw.prepare(sql).all() as Record<string, unknown>[];
  const locations = () => rows('SELECT device_id, latitude, longitude, occurred_at FROM location ORDER BY id');
  return { server, phone, others, post, rows, locations, port, connection, ingest };
}

describe('POST /pub', () => {
  test('a fix is stored when its answer comes, which is an empty JSON array', async () => {
    const { post, locations, phone } = await withPhones();
    const { status, text, headers } = await post(fix());
    expect([status, text]).toEqual([200, '[]']);
    expect(headers.get('content-type')).toBe('application/json');
    expect(locations()).toEqual([{ device_id: phone.device.id, latitude: 52.5, longitude: 13.4, occurred_at: NOW - 60_000 }]);
  });

  test('a fix that is sent again is stored once', async () => {
    const { post, locations } = await withPhones();
    const answers = await Promise.all([post(fix()), post(fix()), post(fix({ created_at: NOW / 1000 }))]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(locations()).toHaveLength(1);
  });

  test.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['an array', '[1,2]'],
    ['no type', '{}'],
    ['an unknown type', '{"_type":"weather"}'],
    ['a type of another kind', '{"_type":7}'],
    ['a transition', '{"_type":"transition","event":"enter","desc":"Home","tst":1754215098,"wtst":1}'],
    ['a last will', '{"_type":"lwt","tst":1754215098}'],
    ['a status', '{"_type":"status","android":{"wifi":1}}'],
    ['waypoints', '{"_type":"waypoints","waypoints":[]}'],
    ['something encrypted', '{"_type":"encrypted","data":"AAECAw=="}'],
    ['a fix without a place', '{"_type":"location","tst":1754215098}'],
  ])('%s is answered like a fix', async (_name, body) => {
    const { post, locations } = await withPhones();
    const { status, text } = await post(body);
    expect([status, text]).toEqual([200, '[]']);
    expect(locations()).toEqual([]);
  });

  test('bytes that are no text, and bodies without end, are answered like a fix and kept as rejected', async () => {
    const { post, rows, phone } = await withPhones();
    expect((await post(new Uint8Array([0xff, 0xfe, 0x00, 0x7b]))).status).toBe(200);
    expect((await post(`{"_type":"location","image":"${'A'.repeat(5_000_000)}"}`)).status).toBe(200);
    expect(rows('SELECT device_id FROM rejected_message')).toEqual([
      { device_id: phone.device.id },
      { device_id: phone.device.id },
    ]);
  });

  test('whose fix it is, is told by the credentials alone', async () => {
    const { post, locations, phone } = await withPhones();
    const headers = { 'x-limit-u': 'uta', 'X-Limit-D': 'tablet' };
    await post(fix({ topic: 'owntracks/uta/phone' }), headers, '?u=uta&d=phone');
    expect(locations().map((row) => row.device_id)).toEqual([phone.device.id]);
  });

  test('user names compare without regard to letter case, passwords with it', async () => {
    const { post, phone } = await withPhones();
    expect((await post(fix(), { authorization: basic('OTTO', phone.mqtt_password) })).status).toBe(200);
    expect((await post(fix(), { authorization: basic('otto', phone.mqtt_password.toUpperCase()) })).status).toBe(401);
  });

  test('wrong credentials, those of another person included, are refused and nothing is stored', async () => {
    const { post, locations, others, phone } = await withPhones();
    for (const authorization of [
      '',
      'Basic',
      'Basic %%%',
      basic('otto', 'wrong'),
      basic('uta', phone.mqtt_password),
      `Bearer ${others.mqtt_password}`,
    ].slice(0, 5)) {
      const { status, text, headers } = await post(fix(), { authorization });
      expect([status, text]).toEqual([401, '[]']);
      expect(headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    }
    expect(locations()).toEqual([]);
  });

  test('many wrong passwords from an address are answered with a pause, a right one never', async () => {
    const { post } = await withPhones();
    const wrong = { authorization: basic('otto', 'wrong') };
    for (let n = 0; n < 5; n++) expect((await post(fix(), wrong)).status).toBe(401);
    const limited = await post(fix(), wrong);
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await post(fix())).status).toBe(200);
  });

  test('a wrong password is noted for the device, so that the set-up page can say so', async () => {
    const { post, rows, phone, ingest } = await withPhones();
    await post(fix(), { authorization: basic('otto', 'wrong') });
    ingest.flush();
    await post(fix());
    expect(rows('SELECT device_id, last_auth_failure_at FROM device_activity')).toEqual([
      { device_id: phone.device.id, last_auth_failure_at: NOW },
    ]);
  });

  test('a new or withdrawn password counts at once', async () => {
    const { post, server, phone } = await withPhones();
    const owner = (await server.services.users.authenticate('otto@example.org', 'correct horse battery'))!;
    const { mqtt_password } = await server.services.devices.rotatePassword(owner, phone.device.id);
    expect((await post(fix())).status).toBe(401);
    expect((await post(fix(), { authorization: basic('otto', mqtt_password) })).status).toBe(200);
  });

  test('the password is forgotten once the phone has used it', async () => {
    const { post, rows, phone } = await withPhones();
    const secrets = () => rows('SELECT id, provision_secret IS NULL AS forgotten FROM device ORDER BY id');
    expect(secrets()[0]).toEqual({ id: phone.device.id, forgotten: 0 });
    await post(fix());
    await post('');
    expect(secrets().map((row) => row.forgotten)).toEqual([1, 0]);
  });

  test('what can’t be stored now must come again: 503', async () => {
    const { post, connection, locations } = await withPhones();
    connection.raw.pragma('query_only = ON');
    const refused = await post(fix());
    expect([refused.status, refused.text]).toEqual([503, '[]']);
    connection.raw.pragma('query_only = OFF');
    expect(locations()).toEqual([]);
  });

  test('only POST is answered', async () => {
    const { port } = await withPhones();
    const response = await fetch(`http://127.0.0.1:${port}/pub`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});
