import { createServer } from 'node:net';
import { SmtpProbe } from '@/lib/adapters/mail';
import type { ProbeStep } from '@/lib/domain/notify/mail-server';
import { pem } from '../../../support/certificates';
import { breakingServer, mailServer, reply, tcpServer } from '../../../support/mail-server';
import { freePort } from '../../../support/product';

const timeouts = { connection: 1_000, greeting: 700, socket: 1_500 };
const recipient = { email: 'ada@example.org', name: 'Ada', language: 'en', time_zone: 'Europe/Berlin' } as const;
const at = Date.UTC(2026, 0, 15, 13, 2);

async function probe(smtpUrl: string, signal = new AbortController().signal, from = 'Fencepost <fence@example.org>') {
  const steps: ProbeStep[] = [];
  const one = new SmtpProbe({ publicUrl: 'https://fence.example.org', timeouts });
  await one.run({ smtpUrl, from }, { recipient, at }, (step) => steps.push(step), signal);
  return steps;
}

const outcomes = (steps: ProbeStep[]) => steps.map(({ step, state }) => `${step} ${state}`);
const trusting = (name: string) => `tls.ca=${encodeURIComponent(pem(name).toString())}`;
const withLogIn = (url: string, user = 'fence', password = 'geheim') => url.replace('smtp://', `smtp://${user}:${password}@`);
const tlsServer = (pair: string) => mailServer({ secure: true, key: pem(`${pair}.key`), cert: pem(`${pair}.crt`) });

test('a mail goes the whole way, over STARTTLS and with a log-in', async () => {
  const server = await mailServer({
    startTls: true,
    authOptional: false,
    onAuth: ({ username, password }, _session, callback) =>
      callback(null, username === 'fence' && password === 'geheim' ? { user: 'fence' } : {}),
  });
  const steps = await probe(`${withLogIn(server.url)}?requireTLS=true&${trusting('self-signed.crt')}`);
  expect(outcomes(steps)).toEqual(['dns', 'tcp', 'greeting', 'tls', 'auth', 'mail', 'rcpt', 'data'].map((step) => `${step} ok`));
  const said = Object.fromEntries(steps.map((step) => [step.step, step.said]));
  expect(said).toMatchObject({
    dns: '127.0.0.1',
    tcp: `127.0.0.1 port ${server.port}`,
    greeting: expect.stringMatching(/^220 .*ESMTP/),
    tls: expect.stringMatching(/^TLSv1\.3 · localhost, valid until /),
    auth: expect.stringMatching(/^235 /),
    mail: expect.stringMatching(/^250 /),
    data: expect.stringMatching(/^250 OK: kept/),
  });
  expect(server.mails).toMatchObject([{ subject: 'Fencepost: test mail', to: [{ address: 'ada@example.org' }] }]);
  expect(steps.every(({ duration_ms }) => Number.isInteger(duration_ms) && duration_ms >= 0)).toBe(true);
});

test('with encryption from the first byte it comes before the greeting', async () => {
  const server = await tlsServer('broker');
  const steps = await probe(`smtps://127.0.0.1:${server.port}?${trusting('broker.crt')}`);
  expect(outcomes(steps)).toEqual([
    ...['dns ok', 'tcp ok', 'tls ok', 'greeting ok', 'auth skipped', 'mail ok', 'rcpt ok', 'data ok'],
  ]);
  expect(server.mails).toHaveLength(1);
});

test('a server without encryption and log-in works, and it is said that nothing is encrypted', async () => {
  const server = await mailServer();
  const steps = await probe(`${server.url}?ignoreTLS=true`);
  expect(steps.find(({ step }) => step === 'tls')).toMatchObject({ state: 'skipped', hint: 'unencrypted' });
  expect(outcomes(steps).at(-1)).toBe('data ok');
});

describe('what fails is named with the words of the other side and what to do', () => {
  const failures: [string, () => Promise<string>, Partial<ProbeStep>][] = [
    ['a name that does not exist', async () => 'smtp://no-such-host.invalid:587', { step: 'dns' }],
    [
      'no server',
      async () => `smtp://127.0.0.1:${await freePort()}`,
      { step: 'tcp', hint: 'refused', said: expect.stringMatching(/ECONNREFUSED/) },
    ],
    [
      'a server that says nothing, as one that waits for encryption',
      async () => (await tcpServer(() => {})).url,
      { step: 'greeting', hint: 'speaks_tls' },
    ],
    [
      'a server that hangs up',
      async () => (await tcpServer((socket) => socket.destroy())).url,
      { step: 'greeting', hint: 'closed' },
    ],
    [
      'a server that is busy',
      async () => (await tcpServer((socket) => socket.end('421 too busy\r\n'))).url,
      { step: 'greeting', hint: 'not_ready', said: expect.stringMatching(/421 too busy/) },
    ],
    [
      'encryption from the first byte where the server begins in the clear',
      async () => (await mailServer()).url.replace('smtp:', 'smtps:'),
      { step: 'tls', hint: 'speaks_plain' },
    ],
    [
      'STARTTLS that is not offered',
      async () => `${(await mailServer({ disabledCommands: ['STARTTLS'] })).url}?requireTLS=true`,
      { step: 'tls', hint: 'no_starttls' },
    ],
    [
      'a certificate that nobody signed',
      async () => `smtps://127.0.0.1:${(await tlsServer('self-signed')).port}`,
      { step: 'tls', hint: 'certificate_self_signed' },
    ],
    [
      'the same after STARTTLS',
      async () => `${(await mailServer({ startTls: true })).url}?requireTLS=true&tls.rejectUnauthorized=true`,
      { step: 'tls', hint: 'certificate_self_signed' },
    ],
    [
      'a certificate of another name',
      async () =>
        `smtps://127.0.0.1:${(await tlsServer('broker')).port}?${trusting('broker.crt')}&tls.servername=mail.example.com`,
      { step: 'tls', hint: 'certificate_name', said: expect.stringMatching(/mail\.example\.com/) },
    ],
    [
      'a certificate that has expired',
      async () => `smtps://127.0.0.1:${(await tlsServer('expired')).port}?${trusting('expired.crt')}`,
      { step: 'tls', hint: 'certificate_expired' },
    ],
    [
      'a sender that is refused',
      async () => (await mailServer({ onMailFrom: (_from, _session, done) => done(reply(553, 'not your address')) })).url,
      { step: 'mail', hint: 'sender_refused', said: '553 not your address' },
    ],
    [
      'a recipient that is refused',
      async () => (await mailServer({ onRcptTo: (_to, _session, done) => done(reply(550, 'no such user')) })).url,
      { step: 'rcpt', hint: 'recipient_unknown', said: expect.stringMatching(/550 no such user/) },
    ],
    [
      'a server that does not send for strangers',
      async () => (await mailServer({ onRcptTo: (_to, _session, done) => done(reply(554, 'Relay access denied')) })).url,
      { step: 'rcpt', hint: 'relay_denied' },
    ],
    [
      'greylisting',
      async () => (await mailServer({ onRcptTo: (_to, _session, done) => done(reply(450, 'Greylisted, try later')) })).url,
      { step: 'rcpt', hint: 'greylisted' },
    ],
    [
      'a mail that is refused after it was read',
      async () => (await mailServer({ onMail: () => Promise.reject(reply(554, 'looks like spam')) })).url,
      { step: 'data', hint: 'content_refused', said: '554 looks like spam' },
    ],
    [
      'a server that takes too long',
      async () => (await mailServer({ onRcptTo: () => {} })).url,
      { step: 'rcpt', hint: 'timeout' },
    ],
    [
      'a connection that breaks in the middle of the mail',
      async () => (await breakingServer((socket) => socket.destroy())).url,
      { step: 'data', hint: 'closed' },
    ],
  ];

  test.each(failures)('%s', async (_name, address, expected) => {
    const steps = await probe(await address());
    expect(steps.at(-1)).toMatchObject({ state: 'failed', said: expect.any(String), hint: expect.any(String), ...expected });
    expect(steps.slice(0, -1).every(({ state }) => state !== 'failed')).toBe(true);
  });
});

describe('a log-in', () => {
  const refusing = (message: string) =>
    mailServer({ startTls: true, onAuth: (_auth, _session, done) => done(reply(535, message)) });
  const open = 'tls.rejectUnauthorized=false';

  test('that is refused is told, and without the password, though the server repeats it', async () => {
    const encoded = Buffer.from('\0fence\0geheim').toString('base64');
    const server = await refusing(`no user with geheim or ${encoded}`);
    const steps = await probe(`${withLogIn(server.url)}?requireTLS=true&${open}`);
    expect(steps.at(-1)).toMatchObject({ step: 'auth', state: 'failed', hint: 'password_wrong' });
    expect(steps.at(-1)?.said).toBe('535 no user with ••• or •••');
  });

  test('with a password of three letters leaves the server’s words alone, where a mark would tell them', async () => {
    const server = await refusing('import no port');
    const steps = await probe(`smtp://fence:ort@127.0.0.1:${server.port}?requireTLS=true&${open}`);
    expect(steps.at(-1)?.said).toBe('535 import no port');
  });

  test('where the server offers none is left out, as it is for mails', async () => {
    const server = await mailServer({ disabledCommands: ['AUTH'] });
    const steps = await probe(withLogIn(server.url));
    expect(steps.find(({ step }) => step === 'auth')).toMatchObject({ state: 'skipped', hint: 'auth_missing' });
  });

  test('takes user names and passwords with every sign', async () => {
    let given: unknown = null;
    const server = await mailServer({
      startTls: true,
      onAuth: ({ username, password }, _session, done) => {
        given = { username, password };
        done(null, { user: 'x' });
      },
    });
    const [user, password] = ['ada@example.org', 'p%ä:/@ ?#&"'];
    await probe(`${withLogIn(server.url, encodeURIComponent(user), encodeURIComponent(password))}?${open}`);
    expect(given).toEqual({ username: user, password });
  });
});

test('ends when nobody waits for it any more', async () => {
  const server = await mailServer({ onRcptTo: () => {} });
  const waiting = new AbortController();
  const running = probe(server.url, waiting.signal);
  setTimeout(() => waiting.abort(), 300);
  expect((await running).at(-1)).toMatchObject({ step: 'rcpt', state: 'failed', hint: 'timeout' });
});

test('an address of IPv6 works like every other', async () => {
  const server = createServer((socket) => socket.end('554 no\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
  const { port } = server.address() as { port: number };
  const steps = await probe(`smtp://[::1]:${port}`);
  server.close();
  expect(outcomes(steps)).toEqual(['dns ok', 'tcp ok', 'greeting failed']);
});
