import { rmSync } from 'node:fs';
import { buildServer, type Server } from '@/app/server';
import { holdServer } from '@/lib/adapters/http/held-server';
import { loadConfig } from '@/lib/config';
import type { Role, User } from '@/lib/domain/model';
import { hashPassword } from '@/lib/services/passwords';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';
import { temporaryFolder } from './database';

export const NOW = Date.UTC(2026, 4, 1, 12, 0, 0);
export const PASSWORD = 'correct horse battery';

export interface Person {
  user: User;
  /** Bearer token. */
  token: string;
}

export interface TestApi {
  server: Server;
  services: Server['services'];
  /** The frozen clock; move it by assigning. */
  time: { now: number };
  admin: Person;
  owner: Person;
  /** A second user, who owns nothing of `owner`'s. */
  other: Person;
}

const open: { server: Server; folder: string }[] = [];

/** Cheap to compute: tests of the cost itself are elsewhere. */
let passwordHash: Promise<string> | null = null;

/** A user with the password `PASSWORD` and a bearer token. */
export async function person(server: Server, name: string, role: Role): Promise<Person> {
  passwordHash ??= hashPassword(PASSWORD, { N: 1024, r: 8, p: 1 });
  const fields = { email: `${name}@example.org`, name, handle: name, role, language: 'en' as const, time_zone: 'UTC' };
  const user = await new SqliteUserStore(server.connection).create({ ...fields, password_hash: await passwordHash }, NOW);
  if (!user) throw new Error(`${name} exists already`);
  const { token } = await server.services.tokens.create(user, 'test');
  return { user, token };
}

/** A server of its own for a test, with an empty migrated database; the routes under test use it. Closed after the test. */
export function emptyServer(env: Record<string, string> = {}): { server: Server; time: { now: number } } {
  const folder = temporaryFolder();
  const time = { now: NOW };
  const config = loadConfig({ DATA_DIR: folder, AUTH_SECRET: 'a secret for tests only', ...env });
  const server = buildServer(config, () => time.now);
  open.push({ server, folder });
  holdServer(server);
  return { server, time };
}

/** As `emptyServer`, with an admin and two users. */
export async function testApi(env: Record<string, string> = {}): Promise<TestApi> {
  const { server, time } = emptyServer(env);
  const admin = await person(server, 'ada', 'admin');
  const owner = await person(server, 'otto', 'user');
  const other = await person(server, 'uta', 'user');
  return { server, services: server.services, time, admin, owner, other };
}

export interface Call {
  method?: string;
  /** Path with query. */
  path?: string;
  /** Of whom; without it the call is a stranger's. */
  as?: Person;
  token?: string;
  body?: unknown;
  params?: Record<string, string>;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into answers of every shape.
  body: any;
  text: string;
  headers: Headers;
}

type Handler = (request: Request, context: { params: Promise<never> }) => Promise<Response>;

/** Calls a route handler as Next does and reads the answer. */
export async function call(handler: Handler, options: Call = {}): Promise<Answer> {
  const { method = 'GET', path = '/', params = {}, body } = options;
  const headers = new Headers({ host: 'localhost:3000', ...options.headers });
  const token = options.token ?? options.as?.token;
  if (token) headers.set('authorization', `Bearer ${token}`);
  if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
  const payload = isRaw ? (body as string | undefined) : JSON.stringify(body);
  const request = new Request(`http://localhost:3000${path}`, { method, headers, body: payload });
  const response = await handler(request, { params: Promise.resolve(params as never) });
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, body: isJson ? JSON.parse(text) : text, text, headers: response.headers };
}

afterEach(async () => {
  for (const { server, folder } of open.splice(0)) {
    holdServer(null);
    server.endStreams();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
