import type { Socket } from 'node:net';
import { SmtpMailer, type SmtpTimeouts } from '@/lib/adapters/mail';
import { classifyFailure } from '@/lib/adapters/mail/classify';
import type { ClaimedMessage } from '@/lib/storage/ports';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { testDatabase } from '../../../support/database';
import { event, HAPPENED, household } from '../../../support/deliveries';
import { mailServer, reply, smtpScript } from '../../../support/mail-server';

// What a mail comes to, by the stage of the conversation at which it ends.

const open: SmtpMailer[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function claimed(): Promise<ClaimedMessage> {
  const connection = testDatabase();
  event(connection, household(connection));
  const [one] = await new SqliteDeliveryStore(connection).claim('email', HAPPENED, 60_000, 1);
  if (!one) throw new Error('nothing to claim');
  return one;
}

async function send(url: string, timeouts: Partial<SmtpTimeouts> = {}, signal = AbortSignal.timeout(20_000)) {
  const mailer = new SmtpMailer({
    smtpUrl: url,
    from: 'fence@example.org',
    publicUrl: 'https://fence.example.org',
    timeouts,
    clock: () => HAPPENED,
  });
  open.push(mailer);
  return mailer.deliver(await claimed(), signal);
}

describe('after the end of the mail, without a reply', () => {
  const silent = () => {};
  const drop = (socket: Socket) => socket.destroy();
  const hangUp = (socket: Socket) => socket.end();

  test.each([
    ['the server says nothing any more', silent],
    ['the connection breaks', drop],
    ['the server hangs up', hangUp],
  ])('%s: it may have been taken', async (_, afterDot) => {
    const server = await smtpScript({ afterDot });
    const result = await send(server.url, { socket: 500 });
    expect(server.bodies).toHaveLength(1);
    expect(result).toMatchObject({ outcome: 'transient', is_ambiguous: true });
  });

  test('cut off by us: it may have been taken', async () => {
    const server = await smtpScript({ afterDot: silent });
    const cut = new AbortController();
    const sending = send(server.url, {}, cut.signal);
    while (server.bodies.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    cut.abort();
    expect(await sending).toMatchObject({ outcome: 'transient', is_ambiguous: true });
  });
});

describe('a mail that surely was not taken', () => {
  test.each(['EHLO', 'MAIL', 'RCPT', 'DATA'])('the connection breaks at %s', async (verb) => {
    const server = await smtpScript({ on: { [verb]: (socket) => socket.destroy() } });
    const result = await send(server.url);
    expect(result.outcome).toBe('transient');
    expect(result.is_ambiguous).toBeUndefined();
    expect(server.bodies).toEqual([]);
  });

  test.each(['MAIL', 'RCPT', 'DATA'])('silence after %s', async (verb) => {
    const server = await smtpScript({ on: { [verb]: () => {} } });
    const result = await send(server.url, { socket: 300 });
    expect(result).toMatchObject({ outcome: 'transient', response: expect.stringMatching(/ETIMEDOUT/) });
    expect(result.is_ambiguous).toBeUndefined();
  });

  test.each([
    ['450 4.2.0 mailbox busy', 'transient'],
    ['421 4.3.2 shutting down', 'transient'],
    ['552 5.3.4 too large', 'permanent'],
    ['554 5.7.1 looks like spam', 'permanent'],
  ] as const)('"%s" as the reply to the whole mail is %s, and not ambiguous', async (line, outcome) => {
    const server = await smtpScript({ afterDot: (socket) => socket.write(`${line}\r\n`) });
    const result = await send(server.url);
    expect(result).toMatchObject({ outcome, response: line });
    expect(result.is_ambiguous).toBeUndefined();
  });

  test.each([
    ['greeting', '421 4.3.2 too many connections', 'transient'],
    ['greeting', '554 5.7.1 no service for you', 'permanent'],
    ['MAIL', '451 4.3.0 out of memory', 'transient'],
    ['MAIL', '550 5.7.1 sender refused', 'permanent'],
    ['RCPT', '421 4.7.0 slow down', 'transient'],
    ['RCPT', '452 4.2.2 mailbox full', 'transient'],
    ['RCPT', '550 5.1.1 no such user', 'permanent'],
    ['DATA', '451 4.7.1 try again later', 'transient'],
    ['DATA', '554 5.5.1 no valid recipients', 'permanent'],
  ] as const)('%s: "%s" is %s', async (verb, line, outcome) => {
    const server = await smtpScript({ on: { [verb]: (socket) => socket.write(`${line}\r\n`) } });
    const result = await send(server.url);
    expect(result).toMatchObject({ outcome, response: line });
    expect(result.is_ambiguous).toBeUndefined();
  });
});

describe('a log-in', () => {
  test.each([
    [454, 'temporary authentication failure', 'transient'],
    [535, 'wrong user or password', 'permanent'],
  ] as const)('refused with %d is %s', async (code, text, outcome) => {
    const server = await mailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => callback(reply(code, text)),
    });
    const result = await send(server.url.replace('//', '//anna:no@'));
    expect(result).toMatchObject({ outcome, response_code: code });
  });
});

describe('encryption', () => {
  test('that is asked for and not offered is permanent, and nothing is sent', async () => {
    const server = await mailServer({ disabledCommands: ['STARTTLS'] });
    const result = await send(`${server.url}?requireTLS=true`);
    expect(result.outcome).toBe('permanent');
    expect(server.mails).toEqual([]);
  });

  test('smtps to a server that speaks plain text is transient', async () => {
    const server = await mailServer();
    const result = await send(server.url.replace('smtp:', 'smtps:'), { connection: 500, greeting: 500 });
    expect(result.outcome).toBe('transient');
    expect(result.is_ambiguous).toBeUndefined();
  });
});

test('greylisting: refused at first, taken when tried again as the same mail', async () => {
  const seen = new Set<string>();
  const server = await mailServer({
    onRcptTo({ address }, _session, callback) {
      const isNew = !seen.has(address);
      seen.add(address);
      callback(isNew ? reply(451, '4.7.1 Greylisted, please try again in 300 seconds') : null);
    },
  });
  const mailer = new SmtpMailer({ smtpUrl: server.url, from: 'fence@example.org', publicUrl: 'https://fence.example.org' });
  open.push(mailer);
  const message = await claimed();
  const signal = AbortSignal.timeout(20_000);
  expect(await mailer.deliver(message, signal)).toMatchObject({ outcome: 'transient', retry_after_ms: 300_000 });
  expect(await mailer.deliver(message, signal)).toMatchObject({ outcome: 'sent' });
  expect(server.mails).toHaveLength(1);
});

test('a server that takes its time over the mail is waited for', async () => {
  const server = await mailServer({ onMail: () => new Promise((resolve) => setTimeout(resolve, 700)) });
  expect(await send(server.url, { socket: 5_000 })).toMatchObject({ outcome: 'sent' });
});

test.each([
  ['451 4.7.1 Greylisted, please try again in 300 seconds', 300_000],
  ['450 4.2.0 <a@b>: Greylisting in action, please come back in 5 minutes', 300_000],
  ['421 too many, retry after 10 min', 600_000],
  ['451 try again in 90000s', 3_600_000],
  ['451 4.7.1 Please try again later', undefined],
  ['450 4.2.0 Greylisted, see https://postgrey.schweikert.ch/help/a.b.html?300', undefined],
])('"%s" asks for %s milliseconds', (response, wait) => {
  const error = Object.assign(new Error(response), { response, responseCode: Number.parseInt(response, 10) });
  expect(classifyFailure(error).retry_after_ms).toBe(wait);
});
