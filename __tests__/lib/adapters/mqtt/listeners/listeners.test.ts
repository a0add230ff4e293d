import { connect as tlsConnect } from 'node:tls';
import type { IClientOptions, MqttClient } from 'mqtt';
import { WebSocket } from 'ws';
import { EmbeddedBroker } from '@/lib/adapters/mqtt/broker';
import type { DeviceActivity } from '@/lib/domain/model';
import { hashDevicePassword } from '@/lib/services/device-password';
import { Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { connectPhone, connectSocket, type RunningBroker, startBroker } from '../../../../support/broker';
import { CertificateFolder, pem } from '../../../../support/certificates';
import { testDatabase } from '../../../../support/database';
import { addDevice, directoryOf, passwordOf } from '../../../../support/ingest';
import { freePort, until } from '../../../../support/product';

const NOW = Math.floor(Date.now() / 1000);
const fix = (tst: number, more: object = {}) => JSON.stringify({ _type: 'location', lat: 52.52, lon: 13.405, tst, ...more });

const count = (connection: Connection) =>
  connection.get<{ n: number }>(query.selectFrom('location').select(({ fn }) => fn.countAll<number>().as('n')))?.n;
const activityOf = (connection: Connection, id: number) =>
  connection.get<DeviceActivity>(query.selectFrom('device_activity').selectAll().where('device_id', '=', id));

const ways = ['mqtt', 'mqtts', 'ws', 'wss'] as const;
type Way = (typeof ways)[number];

interface OnAllPorts extends RunningBroker {
  folder: CertificateFolder;
  ports: Record<Way, number>;
  notices: string[];
}

type Options = Parameters<typeof startBroker>[1];

/** A broker that listens in every way. */
async function startOnAllPorts(connection: Connection, options: Options = {}): Promise<OnAllPorts> {
  const folder = new CertificateFolder();
  const notices: string[] = [];
  const [tlsPort, wsPort, wssPort] = [await freePort(), await freePort(), await freePort()];
  const onNotice = (line: string) => notices.push(line);
  const own = { tlsPort, wsPort, wssPort, certificate: folder.files, certificatePollMs: 20, onNotice };
  const running = await startBroker(connection, { ...options, listeners: { ...own, ...options?.listeners } });
  return { ...running, folder, notices, ports: { mqtt: running.port, mqtts: tlsPort, ws: wsPort, wss: wssPort } };
}

/** Trusts the test's certificate and nothing else, as a phone does on which it was installed. */
function phoneBy(way: Way, ports: Record<Way, number>, options: Partial<IClientOptions> = {}): Promise<MqttClient> {
  const own = { protocol: way, path: '/mqtt', ca: pem('broker.crt'), rejectUnauthorized: true };
  return connectPhone(ports[way], 'jane', 'phone', { ...own, ...options });
}

const closing = (phone: MqttClient) => new Promise<void>((resolve) => phone.once('close', () => resolve()));

describe.each(ways)('%s', (way) => {
  test('takes fixes and acknowledges after the commit', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { ports } = await startOnAllPorts(connection);
    const phone = await phoneBy(way, ports);
    const other = new Connection(connection.raw.name);
    for (let n = 1; n <= 20; n++) {
      await phone.publishAsync('owntracks/jane/phone', fix(NOW - n), { qos: 1 });
      expect(count(other)).toBe(n);
    }
    other.close();
  });

  test('takes hundreds of messages in flight, and a picture of a phone', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { ports, ingest } = await startOnAllPorts(connection);
    const phone = await phoneBy(way, ports);
    const publish = (n: number) => phone.publishAsync('owntracks/jane/phone', fix(NOW - n), { qos: 1 });
    await Promise.all(Array.from({ length: 500 }, (_, n) => publish(n)));
    expect(count(connection)).toBe(500);
    expect(ingest.counters().commits).toBeLessThan(100);
    await phone.publishAsync('owntracks/jane/phone/dump', 'x'.repeat(2_000_000), { qos: 1 });
    expect(phone.connected).toBe(true);
  });

  test('sends no PUBACK and ends the connection when nothing can be stored', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const store = {
      commit: () => {
        throw new Error('database or disk is full');
      },
    };
    const { ports } = await startOnAllPorts(connection, { store });
    const phone = await phoneBy(way, ports);
    let acknowledged = false;
    phone.publish('owntracks/jane/phone', fix(NOW), { qos: 1 }, (error) => {
      acknowledged = !error;
    });
    await closing(phone);
    expect(acknowledged).toBe(false);
  });

  test('tells a wrong password from a wrong user name, and counts them by address', async () => {
    const connection = testDatabase();
    const device = addDevice(connection, 'jane', 'phone');
    const { ports } = await startOnAllPorts(connection, { limits: { perUser: 2, perAddress: 50 } });
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(phoneBy(way, ports, { password: 'wrong' })).rejects.toMatchObject({ code: 4 });
    }
    await expect(phoneBy(way, ports, { password: 'wrong' })).rejects.toMatchObject({ code: 5 });
    await until('the note', async () => activityOf(connection, device.id)?.last_auth_failure_at);
    await phoneBy(way, ports);
  });

  test('files the last will of a connection that breaks, and notes that it is gone', async () => {
    const connection = testDatabase();
    const device = addDevice(connection, 'jane', 'phone');
    const { ports } = await startOnAllPorts(connection);
    const will = { topic: 'owntracks/jane/phone', payload: Buffer.from('{"_type":"lwt"}'), qos: 0 as const, retain: false };
    const phone = await phoneBy(way, ports, { will });
    await until('the connect', async () => activityOf(connection, device.id)?.last_connect_at);
    phone.stream.destroy();
    const store = new SqliteDeviceStore(connection);
    await until('the last will', async () => (await store.reports(device.id)).some(({ kind }) => kind === 'lwt'));
    await until('the end', async () => activityOf(connection, device.id)?.last_disconnect_at);
  });

  test('ends within two seconds when the password is changed, and takes only the new one', async () => {
    const connection = testDatabase();
    const device = addDevice(connection, 'jane', 'phone');
    const { ports } = await startOnAllPorts(connection);
    const phone = await phoneBy(way, ports);
    const closed = closing(phone);
    const changedAt = Date.now();
    await new SqliteDeviceStore(connection).update(device.id, { secret_hash: hashDevicePassword('new') }, changedAt);
    await closed;
    expect(Date.now() - changedAt).toBeLessThan(2_000);
    await expect(phoneBy(way, ports)).rejects.toMatchObject({ code: 4 });
    await phoneBy(way, ports, { password: 'new' });
  });

  test('hands on what is for the phone', async () => {
    const connection = testDatabase();
    const device = addDevice(connection, 'jane', 'phone');
    const { ports, broker } = await startOnAllPorts(connection);
    const phone = await phoneBy(way, ports);
    const heard: string[] = [];
    phone.on('message', (_topic, payload) => heard.push(payload.toString()));
    await phone.subscribeAsync('owntracks/jane/phone/cmd', { qos: 1 });
    const payload = Buffer.from(JSON.stringify({ _type: 'cmd', action: 'reportLocation', long: 'x'.repeat(100_000) }));
    await broker.send(device.id, { topic: 'owntracks/jane/phone/cmd', payload });
    expect(heard).toEqual([payload.toString()]);
  });

  test('acknowledges on stop what was stored, and stops in time', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { ports, broker } = await startOnAllPorts(connection, { ingest: { maxBatch: 1e6, quietMs: 60_000 } });
    const phone = await phoneBy(way, ports);
    const acknowledged = phone.publishAsync('owntracks/jane/phone', fix(NOW), { qos: 1 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const startedAt = Date.now();
    await broker.stop();
    await acknowledged;
    expect(Date.now() - startedAt).toBeLessThan(3_000);
    expect(count(connection)).toBe(1);
    await expect(phoneBy(way, ports)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('a certificate', () => {
  /** The serial number that a newcomer is shown. */
  const serialAt = (port: number) =>
    new Promise<string>((resolve, reject) => {
      const socket = tlsConnect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().serialNumber);
        socket.destroy();
      });
      socket.once('error', reject);
    });

  test('is exchanged while phones are connected: they stay, newcomers get the new one', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { ports, folder, notices } = await startOnAllPorts(connection);
    const phones = [await phoneBy('mqtts', ports, { clientId: 'a' }), await phoneBy('wss', ports, { clientId: 'b' })];
    expect([await serialAt(ports.mqtts), await serialAt(ports.wss)]).toEqual(['02', '02']);
    folder.link('renewed');
    await until('the renewal', async () => notices.length > 0);
    expect([await serialAt(ports.mqtts), await serialAt(ports.wss)]).toEqual(['03', '03']);
    for (const [n, phone] of phones.entries()) await phone.publishAsync('owntracks/jane/phone', fix(NOW - n), { qos: 1 });
    expect(count(connection)).toBe(2);
    await phoneBy('mqtts', ports, { ca: pem('renewed.crt') });
  });

  test('that is broken leaves the one before in use, and the broker says so', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { ports, folder, broker } = await startOnAllPorts(connection);
    folder.writeCertificate('renewed');
    await until('the problem', async () => broker.state().detail);
    expect(broker.state()).toMatchObject({ state: 'up', detail: expect.stringContaining('MQTT_TLS_KEY is ') });
    await phoneBy('mqtts', ports);
    await phoneBy('wss', ports);
  });

  test('that a phone does not trust costs nobody else the connection', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { ports } = await startOnAllPorts(connection);
    const phone = await phoneBy('mqtts', ports);
    await expect(phoneBy('mqtts', ports, { ca: pem('renewed.crt') })).rejects.toThrow(/certificate/);
    const stranger = await connectSocket(ports.mqtts);
    stranger.write('GET / HTTP/1.1\r\n\r\n');
    await new Promise((resolve) => stranger.once('close', resolve));
    await phone.publishAsync('owntracks/jane/phone', fix(NOW), { qos: 1 });
  });

  test('of no use stops the start', async () => {
    const connection = testDatabase();
    const { ingest } = await startBroker(connection);
    const folder = new CertificateFolder();
    folder.writeCertificate('renewed');
    const tls = { tlsPort: await freePort(), certificate: folder.files };
    const options = { port: await freePort(), host: '127.0.0.1', ingest, directory: directoryOf(connection), clock: Date.now };
    await expect(new EmbeddedBroker({ ...options, ...tls }).start()).rejects.toThrow(/^MQTT_TLS_KEY is /);
  });
});

describe('WebSockets', () => {
  /** `open`, or the status that the request was answered with. */
  const attempt = (url: string, protocols: string[] = ['mqtt']) =>
    new Promise<string | number>((resolve) => {
      const socket = new WebSocket(url, protocols);
      socket.on('error', () => {});
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.once('open', () => {
        resolve(`open ${socket.protocol}`);
        socket.terminate();
      });
    });

  test('are to be had at /mqtt only, for MQTT only', async () => {
    const { ports } = await startOnAllPorts(testDatabase());
    const base = `ws://127.0.0.1:${ports.ws}`;
    expect(await attempt(`${base}/mqtt`)).toBe('open mqtt');
    expect(await attempt(`${base}/mqtt?x=1`, ['mqttv3.1'])).toBe('open mqttv3.1');
    expect(await attempt(`${base}/mqtt`, ['chat', 'mqtt'])).toBe('open mqtt');
    expect(await attempt(`${base}/mqtt`, [])).toBe('open ');
    expect(await attempt(`${base}/mqtt`, ['chat'])).toBe(400);
    for (const path of ['/', '/mqtt/x', '/ws', '/MQTT']) expect(await attempt(`${base}${path}`)).toBe(404);
    expect((await fetch(`http://127.0.0.1:${ports.ws}/`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${ports.ws}/mqtt`)).status).toBe(426);
  });

  test('a text instead of bytes ends the connection', async () => {
    const { ports } = await startOnAllPorts(testDatabase());
    const socket = new WebSocket(`ws://127.0.0.1:${ports.ws}/mqtt`, 'mqtt');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.once('open', () => socket.send('hello'));
    await closed;
  });

  test('packets may come in pieces and several in one frame', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { ports } = await startOnAllPorts(connection);
    const text = (value: string) => [0, Buffer.byteLength(value), ...Buffer.from(value)];
    const packet = (type: number, ...body: number[]) => Buffer.from([type, body.length, ...body]);
    const log = [...text('jane-phone'), ...text('jane'), ...text(passwordOf('jane', 'phone'))];
    const connect = packet(0x10, ...text('MQTT'), 4, 0xc2, 0, 60, ...log);
    const message = (id: number) => packet(0x32, ...text('owntracks/jane/phone'), 0, id, ...Buffer.from(fix(NOW - id)));
    const socket = new WebSocket(`ws://127.0.0.1:${ports.ws}/mqtt`, 'mqtt');
    const heard: Buffer[] = [];
    socket.on('message', (data: Buffer) => heard.push(data));
    await new Promise((resolve) => socket.once('open', resolve));
    for (const byte of connect) socket.send(Buffer.from([byte]));
    socket.send(Buffer.concat([message(1), message(2)]));
    const expected = Buffer.from([0x20, 2, 0, 0, 0x40, 2, 0, 1, 0x40, 2, 0, 2]);
    await until('the acknowledgements', async () => Buffer.concat(heard).length >= expected.length);
    expect(Buffer.concat(heard)).toEqual(expected);
    expect(count(connection)).toBe(2);
    socket.terminate();
  });

  test('a stranger who sends without end before the log-in is cut off', async () => {
    const { ports } = await startOnAllPorts(testDatabase());
    const socket = new WebSocket(`ws://127.0.0.1:${ports.ws}/mqtt`, 'mqtt');
    socket.on('error', () => {});
    const closed = new Promise((resolve) => socket.once('close', resolve));
    // One message in frames without an end: none of it becomes readable.
    const send = () => socket.readyState === WebSocket.OPEN && socket.send(Buffer.alloc(64 * 1024), { fin: false }, send);
    socket.once('open', send);
    await closed;
  });

  test('behind a proxy, wrong log-ins count for the phone, not for all', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const addressOf = (_peer: string | undefined, forwardedFor: string | undefined) => forwardedFor ?? 'proxy';
    const { ports } = await startOnAllPorts(connection, {
      limits: { perUser: 1, perAddress: 50 },
      listeners: { addressOf },
    });
    const wrongFrom = (address: string) =>
      phoneBy('ws', ports, { password: 'wrong', wsOptions: { headers: { 'x-forwarded-for': address } } });
    await expect(wrongFrom('198.51.100.1')).rejects.toMatchObject({ code: 4 });
    await expect(wrongFrom('198.51.100.1')).rejects.toMatchObject({ code: 5 });
    await expect(wrongFrom('198.51.100.2')).rejects.toMatchObject({ code: 4 });
  });
});

test('each listener tells how it is, and a port that is taken is named', async () => {
  const connection = testDatabase();
  addDevice(connection, 'jane', 'phone');
  const { broker, ports, ingest } = await startOnAllPorts(connection);
  await phoneBy('wss', ports);
  expect(broker.state()).toMatchObject({ state: 'up', detail: null, connections: 1, certificate: { is_self_signed: true } });
  expect(broker.state().listeners).toEqual(
    ways.map((name) => ({ name, port: ports[name], state: 'up', connections: name === 'wss' ? 1 : 0 })),
  );
  const options = { port: await freePort(), host: '127.0.0.1', ingest, directory: directoryOf(connection), clock: Date.now };
  const second = new EmbeddedBroker({ ...options, wsPort: ports.ws });
  await expect(second.start()).rejects.toThrow(`MQTT_WS_PORT is ${ports.ws}; another program already uses this port`);
  const third = new EmbeddedBroker(options);
  await third.start();
  await third.stop();
});
