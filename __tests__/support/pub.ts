import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pub } from '@/lib/adapters/http/pub';
import { AttemptLimit } from '@/lib/adapters/http/rate-limit';
import { HttpReplies, type HttpRepliesDependencies } from '@/lib/services/http-replies';
import { Ingest } from '@/lib/services/ingest';
import { FilePictures } from '@/lib/storage/files/picture-files';
import { openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { friendsOn } from '@/scripts/friends';
import { emptyServer, NOW, person } from './api';
import { directoryOf } from './ingest';

const open: (() => Promise<void>)[] = [];

export const fix = (more: object = {}) =>
  JSON.stringify({ _type: 'location', lat: 52.5, lon: 13.4, tst: NOW / 1000 - 60, ...more });
export const basic = (username: string, password: string) => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** Two people's phones and a real HTTP server on a database of its own, closed after the test. `post` is Otto's phone. */
export async function withPhones(commands: HttpRepliesDependencies['commands'] = { takeForHttp: () => [] }) {
  const { server, time } = emptyServer();
  const otto = await person(server, 'otto', 'user');
  const uta = await person(server, 'uta', 'user');
  const phone = await server.services.devices.create(otto.user, { name: 'Phone', device: 'phone' });
  const others = await server.services.devices.create(uta.user, { name: 'Phone', device: 'phone' });
  const connection = openDatabase(server.config.databaseFile);
  const devices = new SqliteDeviceStore(connection);
  const directory = directoryOf(connection);
  const clock = () => time.now;
  const pictures = new FilePictures(server.config.mediaDir);
  const { friends } = friendsOn(connection, directory, pictures, clock);
  const errors: unknown[] = [];
  const ingest = new Ingest(new SqliteIngestStore(connection), directory, clock, { pictures });
  const pub = new Pub({
    ingest,
    directory,
    forgetPassword: (device) => void devices.update(device.id, { provision_secret: null }, time.now),
    failures: new AttemptLimit('wrong device passwords', 5, 60),
    replies: new HttpReplies({ friends, commands, clock, onError: (error) => errors.push(error) }),
    clock,
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
  /** Header names exactly as given, as no fetch sends them. */
  const postRaw = (body: string, options: { auth?: string; path?: string; headers?: Record<string, string> }) =>
    new Promise<number>((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port, method: 'POST', path: '/pub', ...options }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0));
      });
      request.once('error', reject);
      request.end(body);
    });
  const rows = (sql: string) => server.connection.raw.prepare(sql).all() as Record<string, unknown>[];
  const locations = () => rows('SELECT device_id, latitude, longitude, occurred_at FROM location ORDER BY id');
  return { server, time, otto, uta, phone, others, post, postRaw, rows, locations, port, connection, ingest, errors };
}

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
