import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { GuardedOutbound, type GuardedOutboundOptions } from '@/lib/adapters/outbound';
import { excerptOf, retryAfterMs, sendResultOf } from '@/lib/services/outbound';
import { pem } from '../../../support/certificates';
import { answers, type Reaction, receiver } from '../../../support/receiver';

const NOW = Date.UTC(2026, 4, 1, 12);
const never = new AbortController().signal;

function outbound(options: Partial<GuardedOutboundOptions> = {}) {
  const policy = async () => ({ allow_private: false, allowed: ['127.0.0.1'] });
  return new GuardedOutbound({ policy, userAgent: 'Fencepost/1.2.3', ...options });
}

const post = (url: string, options: Partial<GuardedOutboundOptions> = {}, signal: AbortSignal = never) =>
  outbound(options).request({ url, method: 'POST', headers: { 'x-one': '1' }, body: '{"ä":1}' }, signal);

const raw: { server: Server; sockets: Socket[] }[] = [];

/** A server that need not speak HTTP; closed after the test. @returns its port on loopback */
async function rawServer(greet: (socket: Socket) => void): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    greet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  raw.push({ server, sockets });
  return (server.address() as AddressInfo).port;
}

afterEach(async () => {
  for (const { server, sockets } of raw.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('a request', () => {
  test('goes as it is, with its length and our name', async () => {
    const there = await receiver(answers(201, 'taken', { 'x-answer': 'yes' }));
    const answer = await post(`${there.url}/hook?a=1`);
    expect(answer).toEqual({
      kind: 'answer',
      status: 201,
      body: 'taken',
      headers: expect.objectContaining({ 'x-answer': 'yes' }),
    });
    expect(there.received).toEqual([
      {
        method: 'POST',
        path: '/hook?a=1',
        body: '{"ä":1}',
        headers: expect.objectContaining({ 'user-agent': 'Fencepost/1.2.3', 'content-length': '8', 'x-one': '1' }),
      },
    ]);
  });

  test('speaks TLS and checks the certificate', async () => {
    const there = await receiver(answers(200), { key: pem('broker.key'), cert: pem('broker.crt') });
    expect(await post(there.url, { ca: pem('broker.crt') })).toMatchObject({ kind: 'answer', status: 200 });
    expect(await post(there.url)).toMatchObject({
      outcome: 'transient',
      message: '127.0.0.1 has a certificate that is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
    });
    expect(there.received).toHaveLength(1);
  });

  test.each([301, 302, 303, 307, 308])(
    'does not follow a redirect %i, which is a failure for good that says so',
    async (status) => {
      const elsewhere = await receiver();
      const there = await receiver(answers(status, '', { location: elsewhere.url }));
      const result = sendResultOf(await post(there.url), NOW);
      expect(result).toEqual({
        outcome: 'permanent',
        response: `${status} (the server redirects; give the address that it redirects to)`,
      });
      expect(elsewhere.connections).toBe(0);
    },
  );

  test('reads no more than 4 KB of an answer that never ends', async () => {
    const endless: Reaction = (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(1000)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    const there = await receiver(endless);
    const answer = await post(there.url);
    expect(answer).toMatchObject({ kind: 'answer', status: 200 });
    expect(answer.kind === 'answer' && answer.body.length).toBe(4096);
  });

  test('counts the status of an answer whose body is slow or breaks off', async () => {
    const slow: Reaction = (_request, response) => void response.writeHead(200).write('one');
    const there = await receiver(slow);
    expect(await post(there.url, { overallMs: 200 })).toMatchObject({ kind: 'answer', status: 200, body: 'one' });
    there.react = (_request, response, socket) =>
      response.writeHead(503, { 'content-length': '9' }).write('two', () => socket.destroy());
    expect(await post(there.url)).toMatchObject({ kind: 'answer', status: 503, body: 'two' });
  });

  test('takes an answer that comes late but in time', async () => {
    const there = await receiver((_request, response) => void setTimeout(() => response.writeHead(204).end(), 150));
    expect(await post(there.url, { overallMs: 2_000 })).toMatchObject({ kind: 'answer', status: 204 });
  });

  test('ends when no answer comes, which may have been a sending all the same', async () => {
    const there = await receiver(() => {});
    expect(await post(there.url, { overallMs: 150 })).toEqual({
      kind: 'failure',
      outcome: 'transient',
      message: 'no answer within 0.15 s',
      is_ambiguous: true,
    });
  });

  test('ends soon after it is told to', async () => {
    const there = await receiver(() => {});
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const began = performance.now();
    expect(await post(there.url, {}, stop.signal)).toMatchObject({ outcome: 'transient', message: 'cut off' });
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(await post(there.url, {}, AbortSignal.abort())).toMatchObject({ outcome: 'transient' });
    expect(there.received).toHaveLength(1);
  });

  test('ends when the name is not looked up in time', async () => {
    const resolve = () => new Promise<never>(() => {});
    expect(await post('https://slow.example.org/', { resolve, overallMs: 100 })).toMatchObject({
      outcome: 'transient',
      message: 'no answer within 0.1 s',
      is_ambiguous: false,
    });
  });

  test('says what the network did, without addresses', async () => {
    const there = await receiver((_request, _response, socket) => socket.destroy());
    expect(await post(there.url)).toEqual({
      kind: 'failure',
      outcome: 'transient',
      message: '127.0.0.1 closed the connection without an answer',
      is_ambiguous: true,
    });
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    expect(await post('http://gone.example.org:1/', { resolve })).toEqual({
      kind: 'failure',
      outcome: 'transient',
      message: 'gone.example.org refused the connection',
      is_ambiguous: false,
    });
  });

  test('gives up an encryption that never begins', async () => {
    const port = await rawServer(() => {});
    expect(await post(`https://127.0.0.1:${port}/`, { connectMs: 150 })).toMatchObject({
      outcome: 'transient',
      message: 'no connection within 0.15 s',
      is_ambiguous: false,
    });
  });

  test.each([
    ['a protocol of its own', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n'],
    ['what is no HTTP', '220 mail.example.org ESMTP\r\n'],
    ['headers without end', `HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`],
  ])('ends when the other side speaks %s', async (_name, words) => {
    const port = await rawServer((socket) => socket.end(words));
    expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'failure', outcome: 'transient' });
  });
});

describe('what an answer means', () => {
  const answer = (status: number, body = '', headers = {}) => sendResultOf({ kind: 'answer', status, body, headers }, NOW);

  test.each([
    [200, 'sent'],
    [202, 'sent'],
    [204, 'sent'],
    [304, 'permanent'],
    [400, 'permanent'],
    [401, 'permanent'],
    [404, 'permanent'],
    [408, 'transient'],
    [410, 'permanent'],
    [425, 'transient'],
    [429, 'transient'],
    [500, 'transient'],
    [503, 'transient'],
  ])('%i is %s', (status, outcome) => {
    expect(answer(status).outcome).toBe(outcome);
  });

  test('a wait that is asked for is kept to, as seconds or as a date, up to six hours', () => {
    expect(answer(429, '', { 'retry-after': '120' })).toEqual({ outcome: 'transient', response: '429', retry_after_ms: 120_000 });
    expect(retryAfterMs('Fri, 01 May 2026 12:05:00 GMT', NOW)).toBe(300_000);
    expect(retryAfterMs('Fri, 01 May 2026 11:00:00 GMT', NOW)).toBe(0);
    expect(retryAfterMs('864000', NOW)).toBe(6 * 3_600_000);
    expect(retryAfterMs('soon', NOW)).toBeUndefined();
    expect(answer(400, '', { 'retry-after': '120' })).toEqual({ outcome: 'permanent', response: '400' });
  });

  test('of the body a short line is kept', () => {
    expect(excerptOf('  a\r\n\u0000b\u202e  c ')).toBe('a b c');
    expect(excerptOf('ö'.repeat(500))).toBe(`${'ö'.repeat(200)}…`);
    expect(answer(403, '<h1>No\nentry</h1>').response).toBe('403 <h1>No entry</h1>');
  });
});
