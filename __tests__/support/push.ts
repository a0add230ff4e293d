import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

const SALT_BYTES = 16;
const TAG_BYTES = 16;

/** A browser's side of a subscription: what it gives out, and what it keeps to itself. */
export class PushBrowser {
  private readonly curve: ECDH = createECDH('prime256v1');
  private readonly auth = randomBytes(16);

  constructor(readonly endpoint: string) {
    this.curve.generateKeys();
  }

  get keys() {
    return { p256dh: this.curve.getPublicKey('base64url'), auth: this.auth.toString('base64url') };
  }

  /** As `PushSubscription.toJSON`. */
  get subscription() {
    return { endpoint: this.endpoint, expirationTime: null, keys: this.keys };
  }

  /** What a body of one record says to this browser (RFC 8188, 2; RFC 8291, 3.4). @throws Error when it is for another one */
  decrypt(body: Buffer): string {
    const salt = body.subarray(0, SALT_BYTES);
    const keyLength = body.readUInt8(SALT_BYTES + 4);
    const sender = body.subarray(SALT_BYTES + 5, SALT_BYTES + 5 + keyLength);
    const sealed = body.subarray(SALT_BYTES + 5 + keyLength);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.curve.getPublicKey(), sender]);
    const secret = Buffer.from(hkdfSync('sha256', this.curve.computeSecret(sender), this.auth, info, 32));
    const derive = (what: string, bytes: number) =>
      Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from(`Content-Encoding: ${what}\0`), bytes));
    const decipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
    const end = padded.lastIndexOf(2);
    if (padded.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('the last record does not end as it should');
    return padded.subarray(0, end).toString('utf8');
  }
}

export interface PushedMessage {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Vapid {
  aud: string;
  /** Seconds. */
  exp: number;
  sub: string;
  /** The public key that signed, base64url. */
  key: string;
}

/** What `Authorization` says (RFC 8292). @throws Error where the signature is not of the key that it names */
export function vapidOf({ headers }: PushedMessage): Vapid {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(headers.authorization ?? '') ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const signed = Buffer.from(`${head}.${claims}`);
  const by = { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
  if (!verify('sha256', signed, by, Buffer.from(signature, 'base64url'))) throw new Error('the signature is wrong');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  if (read(head).alg !== 'ES256') throw new Error(`alg is ${read(head).alg}`);
  return { ...read(claims), key };
}

export interface PushService {
  url: string;
  received: PushedMessage[];
  /** How it answers from now on. */
  answer: { status: number; headers?: Record<string, string>; body?: string };
}

const open: Server[] = [];

/** A push service on loopback that keeps what it gets; with `tls` it speaks HTTPS. Closed after the test. */
export async function pushService(tls?: ServerOptions): Promise<PushService> {
  const service: PushService = { url: '', received: [], answer: { status: 201 } };
  const onRequest: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    service.received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
    const { status, headers = {}, body = '' } = service.answer;
    response.writeHead(status, headers).end(body);
  };
  const server = tls ? createTlsServer(tls, onRequest) : createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  service.url = `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return service;
}

afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
