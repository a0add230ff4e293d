import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { query } from '@/lib/storage/sqlite/connection';
import { startBroker } from '../support/broker';
import { CertificateFolder, fixture } from '../support/certificates';
import { testDatabase } from '../support/database';
import { addDevice, passwordOf } from '../support/ingest';
import { mosquittoPub } from '../support/mosquitto';
import { freePort } from '../support/product';

jest.setTimeout(60_000);

const NOW = Math.floor(Date.now() / 1000);
const fix = (tst: number) => JSON.stringify({ _type: 'location', lat: 52.52, lon: 13.405, tst });
const CA = fixture('broker.crt');

async function setUp() {
  const connection = testDatabase();
  const device = addDevice(connection, 'jane', 'phone');
  const { files: certificate } = new CertificateFolder();
  const ports = { mqtts: await freePort(), ws: await freePort(), wss: await freePort() };
  const listeners = { tlsPort: ports.mqtts, wsPort: ports.ws, wssPort: ports.wss, certificate };
  const { port, broker } = await startBroker(connection, { listeners });
  const count = () => connection.all(query.selectFrom('location').select('id')).length;
  return { device, broker, count, ports: { mqtt: port, ...ports } };
}

const credentials = ['-u', 'jane', '-P', passwordOf('jane', 'phone')];

describe('mosquitto_pub over TLS', () => {
  test.each(['mqttv31', 'mqttv311'])('with %s is stored when it ends', async (version) => {
    const { ports, count } = await setUp();
    for (let n = 1; n <= 3; n++) {
      await mosquittoPub(ports.mqtts, 'owntracks/jane/phone', fix(NOW - n), ...credentials, '-V', version, '--cafile', CA);
      expect(count()).toBe(n);
    }
  });

  test('does not trust another certificate, and a wrong password is refused in its words', async () => {
    const { ports, count } = await setUp();
    const send = (...more: string[]) => mosquittoPub(ports.mqtts, 'owntracks/jane/phone', fix(NOW), ...more);
    await expect(send(...credentials, '--cafile', fixture('renewed.crt'))).rejects.toThrow(/certificate|TLS/i);
    await expect(send('-u', 'jane', '-P', 'wrong', '--cafile', CA)).rejects.toThrow(/bad user name or password/i);
    expect(count()).toBe(0);
  });
});

interface PahoResult {
  code: number;
  acknowledged: number;
  heard: string[];
}

const PYTHON = '/usr/bin/python3';
const SCRIPT = path.resolve(__dirname, '../support/paho_phone.py');

/** Debian's python3-paho-mqtt as a phone; `onReady` when it listens to its commands. */
function pahoPhone(job: Record<string, unknown>, onReady?: () => void): Promise<PahoResult> {
  const own = { host: 'localhost', username: 'jane', password: passwordOf('jane', 'phone'), client_id: 'janephone' };
  const child = spawn(PYTHON, [SCRIPT, JSON.stringify({ ...own, topic: 'owntracks/jane/phone', ...job })]);
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
    if (chunk.includes('ready')) onReady?.();
  });
  return new Promise((resolve, reject) => {
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(output) as PahoResult) : reject(new Error(errors))));
  });
}

describe('Paho as a phone', () => {
  const ways = [
    ['mqtt', { transport: 'tcp' }],
    ['mqtts', { transport: 'tcp', ca: CA }],
    ['ws', { transport: 'websockets' }],
    ['wss', { transport: 'websockets', ca: CA }],
  ] as const;

  test('is installed', async () => {
    const version = await new Promise((resolve) =>
      execFile(PYTHON, ['-c', 'import paho.mqtt; print(paho.mqtt.__version__)'], (error, stdout) =>
        resolve(error ?? stdout.trim()),
      ),
    );
    expect(version).toMatch(/^\d+\./);
  });

  test.each(ways)('over %s: all its fixes are acknowledged and stored, as MQTT 3.1 and 3.1.1', async (way, job) => {
    const { ports, count } = await setUp();
    const messages = Array.from({ length: 100 }, (_, n) => fix(NOW - n));
    for (const protocol of [4, 3]) {
      const result = await pahoPhone({ ...job, port: ports[way], protocol, messages });
      expect(result).toEqual({ code: 0, acknowledged: 100, heard: [] });
    }
    expect(count()).toBe(100);
  });

  test.each(ways)('over %s: is told of a wrong password', async (way, job) => {
    const { ports } = await setUp();
    expect(await pahoPhone({ ...job, port: ports[way], password: 'wrong' })).toMatchObject({ code: 4 });
  });

  test.each(ways)('over %s: gets its commands', async (way, job) => {
    const { ports, broker, device } = await setUp();
    const payload = Buffer.from('{"_type":"cmd","action":"reportLocation"}');
    let sent: Promise<void> | undefined;
    const send = () => {
      sent = broker.send(device.id, { topic: 'owntracks/jane/phone/cmd', payload });
    };
    const result = await pahoPhone({ ...job, port: ports[way], messages: [fix(NOW)], answer_to: 'cmd' }, send);
    expect(result.heard).toEqual([payload.toString()]);
    await sent;
  });
});
