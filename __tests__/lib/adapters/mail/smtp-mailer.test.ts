import type { SmtpTimeouts } from '@/lib/adapters/mail';
import { NOT_CONFIGURED, SmtpMailer } from '@/lib/adapters/mail';
import { SignedLinks } from '@/lib/services/signed-links';
import type { ClaimedMessage } from '@/lib/storage/ports';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { geofenceRow } from '@/lib/storage/sqlite/geofence-row';
import { testDatabase } from '../../../support/database';
import { event, HAPPENED, household } from '../../../support/deliveries';
import { breakingServer, mailServer, reply, tcpServer } from '../../../support/mail-server';
import { freePort } from '../../../support/product';
import { circle } from '../../../support/zones';

const open: SmtpMailer[] = [];

function mailer(smtpUrl: string | null, timeouts?: Partial<SmtpTimeouts>): SmtpMailer {
  const from = 'Fencepost <fence@example.org>';
  const one = new SmtpMailer({ smtpUrl, from, publicUrl: 'https://fence.example.org', timeouts, clock: () => HAPPENED });
  open.push(one);
  return one;
}

async function claimed(person?: Parameters<typeof household>[1]): Promise<ClaimedMessage> {
  const connection = testDatabase();
  event(connection, household(connection, person));
  const [one] = await new SqliteDeliveryStore(connection).claim('email', HAPPENED, 60_000, 1);
  if (!one) throw new Error('nothing to claim');
  return one;
}

const patient = () => AbortSignal.timeout(20_000);

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

describe('a mail that the server takes', () => {
  test('has text and HTML, sender, recipient, subject and the headers of an automatic mail', async () => {
    const server = await mailServer();
    const delivery = await claimed({ email: 'anna@example.org' });
    const result = await mailer(server.url).deliver(delivery, patient());
    expect(result).toMatchObject({ outcome: 'sent', response: expect.stringMatching(/^250 OK: kept/) });
    const [mail] = server.mails;
    expect(mail?.from).toMatchObject({ name: 'Fencepost', address: 'fence@example.org' });
    expect(mail?.to).toMatchObject([{ name: 'Anna', address: 'anna@example.org' }]);
    expect(mail?.subject).toBe("Anna's phone arrived at Home");
    expect(mail?.text).toContain('Thursday, 15 January 2026 at 14:02 CET');
    expect(mail?.html).toContain('<html');
    expect(mail?.html).toContain('14:02 CET');
    expect(mail?.headers).toContainEqual(expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }));
  });

  test('speaks the language of the recipient', async () => {
    const server = await mailServer();
    await mailer(server.url).deliver(await claimed({ language: 'de' }), patient());
    expect(server.mails[0]?.subject).toBe("Anna's phone hat „Home“ erreicht");
    expect(server.mails[0]?.html).toContain('lang="de"');
  });

  test('carries the same Message-ID each time, another for another delivery', async () => {
    const server = await mailServer();
    const one = await claimed();
    const sender = mailer(server.url);
    await sender.deliver(one, patient());
    await mailer(server.url).deliver(one, patient());
    await sender.deliver({ ...one, identity: 'delivery-2' }, patient());
    const ids = server.mails.map(({ messageId }) => messageId);
    expect(ids[0]).toMatch(/^<delivery-1\.[0-9a-z]+@example\.org>$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test('keeps its connection for the next one', async () => {
    const server = await mailServer();
    const sender = mailer(server.url);
    const one = await claimed();
    for (let i = 0; i < 5; i++) await sender.deliver(one, patient());
    expect(server.mails).toHaveLength(5);
    expect(server.connections).toBe(1);
  });

  test('goes encrypted to a server whose certificate nobody signed, when no password is at stake', async () => {
    const secure: boolean[] = [];
    const server = await mailServer({
      startTls: true,
      onMailFrom(_address, session, callback) {
        secure.push(session.secure);
        callback();
      },
    });
    expect(await mailer(server.url).deliver(await claimed(), patient())).toMatchObject({ outcome: 'sent' });
    expect(secure).toEqual([true]);
  });

  test('logs in with what SMTP_URL holds', async () => {
    const users: string[] = [];
    const server = await mailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth({ username, password }, _session, callback) {
        users.push(`${username} ${password}`);
        callback(null, { user: username });
      },
    });
    const url = server.url.replace('//', '//anna:s%40fe@');
    expect(await mailer(url).deliver(await claimed(), patient())).toMatchObject({ outcome: 'sent' });
    expect(users).toEqual(['anna s@fe']);
  });
});

describe('a mail about several matters', () => {
  const publicUrl = 'https://fence.example.org';
  const links = new SignedLinks('a secret for tests only', publicUrl);

  /** Two zones of Anna's, an event in each, and her phone's battery. */
  async function several() {
    const connection = testDatabase();
    const home = household(connection);
    const school = { ...home, geofence_id: '00000000-0000-4000-8000-0000000000aa' };
    const zone = circle(52.53, 13.4, 90, { id: school.geofence_id, name: 'School', owner_id: home.user_id });
    connection.run(query.insertInto('geofence').values(geofenceRow(zone)));
    event(connection, home, 'exit');
    event(connection, school);
    const { device_id, user_id } = home;
    const times = { occurred_at: HAPPENED, raised_at: HAPPENED };
    const alert = connection.run(
      query.insertInto('device_alert').values({ device_id, kind: 'battery_low', detail: '{"battery":14}', ...times }),
    ).lastInsertRowid;
    const pending = { state: 'pending', reason: null, attempts: 0, next_attempt_at: HAPPENED, created_at: HAPPENED } as const;
    connection.run(query.insertInto('delivery').values({ device_alert_id: alert, user_id, channel: 'email', ...pending }));
    const messages = await new SqliteDeliveryStore(connection).claim('email', HAPPENED, 60_000, 5);
    return { messages, user_id, zones: [home.geofence_id, school.geofence_id] };
  }

  test('is one mail that tells all, named by the message, with a pause for each zone and the way out of all', async () => {
    const server = await mailServer();
    const { messages, user_id, zones } = await several();
    const [message] = messages;
    expect(messages).toHaveLength(1);
    if (!message) return;
    const options = { smtpUrl: server.url, from: 'fence@example.org', publicUrl, links, clock: () => HAPPENED };
    const sender = new SmtpMailer(options);
    open.push(sender);
    expect(await sender.deliver(message, patient())).toMatchObject({ outcome: 'sent' });
    const [mail] = server.mails;
    expect(server.mails).toHaveLength(1);
    expect(mail?.subject).toBe("3 messages: Anna's phone");
    for (const words of ['Left', 'Arrived', 'Home', 'School', 'Battery low (14 %)']) expect(mail?.text).toContain(words);
    expect(mail?.messageId).toContain(`<${message.identity}.`);
    const unsubscribe = mail?.headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? '';
    const token = /\/n\/([\w.-]+)>/.exec(unsubscribe)?.[1] ?? '';
    expect(links.read(token, HAPPENED)).toMatchObject({ claim: { action: 'unsubscribe', user_id } });
    expect(mail?.headers).toContainEqual(expect.objectContaining({ key: 'list-unsubscribe-post' }));
    const pauses = [...(mail?.text ?? '').matchAll(/\/n\/([\w.-]+)/g)].map(([, one]) => links.read(one as string, HAPPENED));
    const paused = pauses.flatMap((read) => ('claim' in read && read.claim.action === 'pause_hour' ? [read.claim.subject] : []));
    expect(paused).toEqual(zones);
  });

  test('a test of the way goes out as a test mail, with the way out, too', async () => {
    const server = await mailServer();
    const connection = testDatabase();
    const { user_id } = household(connection, { email: 'anna@example.org', language: 'de' });
    const row = { state: 'pending', reason: null, attempts: 0, next_attempt_at: HAPPENED, created_at: HAPPENED } as const;
    connection.run(query.insertInto('delivery').values({ is_test: 1, user_id, channel: 'email', ...row }));
    const [message] = await new SqliteDeliveryStore(connection).claim('email', HAPPENED, 60_000, 1);
    if (!message) throw new Error('nothing to claim');
    const sender = new SmtpMailer({ smtpUrl: server.url, from: 'fence@example.org', publicUrl, links, clock: () => HAPPENED });
    open.push(sender);
    await sender.deliver(message, patient());
    expect(server.mails[0]).toMatchObject({ subject: 'Fencepost: Testmail' });
    expect(server.mails[0]?.text).toContain('anna@example.org');
    expect(server.mails[0]?.headers).toContainEqual(expect.objectContaining({ key: 'list-unsubscribe' }));
  });
});

describe('a mail that the server does not take', () => {
  test.each([
    ['a 4yz reply to the recipient', 'transient', 450, 'mailbox busy'],
    ['a 5yz reply to the recipient', 'permanent', 550, 'no such user here'],
    ['a 503, which speaks of the session', 'transient', 503, 'bad sequence'],
  ] as const)('%s is %s, in its words', async (_, outcome, code, message) => {
    const server = await mailServer({ onRcptTo: (_address, _session, callback) => callback(reply(code, message)) });
    const result = await mailer(server.url).deliver(await claimed(), patient());
    expect(result).toMatchObject({ outcome, response: `${code} ${message}` });
  });

  test.each([
    ['transient', 451],
    ['permanent', 554],
  ] as const)('a %s refusal of the content', async (outcome, code) => {
    const server = await mailServer({
      onMail: () => {
        throw reply(code, 'not now');
      },
    });
    const result = await mailer(server.url).deliver(await claimed(), patient());
    expect(result).toMatchObject({ outcome, response: `${code} not now`, response_code: code });
  });

  test('a wrong password is permanent', async () => {
    const server = await mailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => callback(reply(535, 'wrong user or password')),
    });
    const result = await mailer(server.url.replace('//', '//anna:no@')).deliver(await claimed(), patient());
    expect(result).toMatchObject({ outcome: 'permanent', response: '535 wrong user or password', error_code: 'EAUTH' });
  });

  test('with a password in SMTP_URL, a certificate nobody signed is refused before it is sent', async () => {
    const server = await mailServer({ startTls: true, onAuth: (_auth, _session, callback) => callback(null, { user: 1 }) });
    const result = await mailer(server.url.replace('//', '//anna:no@')).deliver(await claimed(), patient());
    expect(result).toMatchObject({ outcome: 'transient', response: expect.stringMatching(/certificate/) });
    expect(server.mails).toEqual([]);
  });

  test('nobody listens: transient, and the error names it', async () => {
    const result = await mailer(`smtp://127.0.0.1:${await freePort()}`).deliver(await claimed(), patient());
    expect(result).toMatchObject({ outcome: 'transient', response: expect.stringMatching(/ECONNREFUSED/), response_code: null });
  });

  test('a name that does not exist is transient: the network may come back', async () => {
    const result = await mailer('smtp://mail.invalid:25').deliver(await claimed(), patient());
    expect(result).toMatchObject({ outcome: 'transient', response: expect.stringMatching(/mail\.invalid/) });
  });

  test('a server that never says hello: transient after the timeout', async () => {
    const server = await tcpServer(() => {});
    const result = await mailer(server.url, { greeting: 80 }).deliver(await claimed(), patient());
    expect(result).toMatchObject({ outcome: 'transient', response: expect.stringMatching(/[Gg]reeting/) });
  });

  test('a server that falls silent in the middle: transient after the timeout', async () => {
    const server = await breakingServer(() => {});
    const result = await mailer(server.url, { socket: 100 }).deliver(await claimed(), patient());
    expect(result).toMatchObject({ outcome: 'transient', error_code: 'ETIMEDOUT' });
  });

  test('a connection dropped during DATA: transient, tried once', async () => {
    let dropped = 0;
    const server = await breakingServer((socket) => {
      dropped += 1;
      socket.destroy();
    });
    const result = await mailer(server.url).deliver(await claimed(), patient());
    expect(result).toMatchObject({ outcome: 'transient', response: expect.stringMatching(/ECONN|closed/) });
    expect(dropped).toBe(1);
  });

  test('a server that trickles for ever is cut off with the signal', async () => {
    const server = await tcpServer((socket) => {
      socket.write('220-hello\r\n');
      const drip = setInterval(() => socket.write('220-still there\r\n'), 20);
      socket.on('close', () => clearInterval(drip));
    });
    const result = await mailer(server.url).deliver(await claimed(), AbortSignal.timeout(150));
    expect(result).toMatchObject({ outcome: 'transient' });
  });

  test('without SMTP_URL: permanent, and it says what is missing', async () => {
    const result = await mailer(null).deliver(await claimed(), patient());
    expect(result).toEqual({ outcome: 'permanent', response: NOT_CONFIGURED });
  });

  test('what a server says on several lines becomes one', async () => {
    const server = await tcpServer((socket) => socket.end('554-no service\r\n554 for you\r\n'));
    const result = await mailer(server.url).deliver(await claimed(), patient());
    expect(result).toMatchObject({ outcome: 'permanent', response: '554-no service 554 for you' });
  });
});
