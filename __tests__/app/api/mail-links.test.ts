import type { Email } from 'postal-mime';
import { POST } from '@/app/api/n/[token]/route';
import { SmtpMailer } from '@/lib/adapters/mail';
import { DeliveryRunner } from '@/lib/services/deliver';
import { type LinkClaim, SignedLinks } from '@/lib/services/signed-links';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { bringLinkPosts } from '@/scripts/web/front';
import { call, NOW, testApi } from '../../support/api';
import { addDevice, addEvent, addZone } from '../../support/data';
import { mailServer } from '../../support/mail-server';

const SECRET = 'a secret for tests only';
const URL = 'https://fence.example.org';
const DAY = 86_400_000;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

async function setUp() {
  const api = await testApi();
  const links = new SignedLinks(SECRET, URL);
  const device_id = await addDevice(api.server, api.owner);
  const zone = await addZone(api.server, api.owner);
  const { id: user_id } = api.owner.user;
  const { connection } = api.server;
  /** An arrival that is to be told. */
  const arrive = (at = api.time.now) => {
    const event_id = addEvent(api.server, zone, device_id, at);
    const rest = { reason: null, attempts: 0, next_attempt_at: at, claimed_until: null, created_at: at, finished_at: null };
    const delivery = { event_id, alert_id: null, user_id, channel: 'email' as const, state: 'pending' as const, ...rest };
    connection.run(query.insertInto('delivery').values(delivery));
    return event_id;
  };
  const states = () =>
    connection
      .all(query.selectFrom('delivery').select(['state', 'reason']).orderBy('id'))
      .map(({ state, reason }) => reason ?? state);
  const token = (action: LinkClaim['action'], subject: LinkClaim['subject']) =>
    links.sign({ action, user_id, subject }, api.time.now);
  const look = (link: string) => api.services.mailLinks.look(link);
  const post = (link: string, body = 'List-Unsubscribe=One-Click', headers: Record<string, string> = {}) =>
    call(POST, { method: 'POST', params: { token: link }, body, headers: { ...FORM, ...headers } });
  const pauses = () => api.services.pauses.list(api.owner.user);
  return { api, links, zone, arrive, states, token, look, post, pauses };
}

/** The tokens of a mail's links, in their order, from its text and from its HTML. */
const tokensOf = (text = '') => [
  ...new Set([...text.matchAll(/https:\/\/fence\.example\.org\/n\/([\w.-]+)/g)].map(([, t]) => t as string)),
];
const header = ({ headers }: Email, key: string) => headers.find((one) => one.key === key)?.value;

describe('the links of a mail', () => {
  async function mailed() {
    const world = await setUp();
    const { api, arrive, links } = world;
    const server = await mailServer();
    const options = { smtpUrl: server.url, from: 'fence@example.org', publicUrl: URL, links, clock: () => api.time.now };
    const mailer = new SmtpMailer(options);
    const send = () =>
      new DeliveryRunner(new SqliteDeliveryStore(api.server.connection), 'email', mailer, () => api.time.now).runOnce();
    const event_id = arrive();
    await send();
    const [mail] = server.mails;
    if (!mail) throw new Error('no mail came');
    return { ...world, event_id, mail, server, send, close: () => mailer.close() };
  }

  test('lead to PUBLIC_URL, the same in HTML and text, and each does what it says for its reader', async () => {
    const { mail, look, zone, event_id, links, api, close } = await mailed();
    const tokens = tokensOf(mail.text);
    expect(tokensOf(mail.html).sort()).toEqual([...tokens].sort());
    const claims = tokens.map((token) => links.read(token, NOW));
    const user_id = api.owner.user.id;
    expect(claims).toEqual([
      { state: 'valid', claim: { action: 'pause_hour', user_id, subject: zone } },
      { state: 'valid', claim: { action: 'pause_tomorrow', user_id, subject: zone } },
      { state: 'valid', claim: { action: 'pause_for_good', user_id, subject: zone } },
      { state: 'valid', claim: { action: 'false_alarm', user_id, subject: event_id } },
      { state: 'valid', claim: { action: 'unsubscribe', user_id, subject: null } },
    ]);
    for (const token of tokens) expect(await look(token)).toMatchObject({ state: 'ready', matter: { is_done: false } });
    await close();
  });

  test('one click of the mail app unsubscribes: no more mails, and the reason says why', async () => {
    const { api, mail, post, send, server, arrive, states, close } = await mailed();
    const link = /^<(https:\/\/fence\.example\.org\/n\/([\w.-]+))>$/.exec(header(mail, 'list-unsubscribe') ?? '');
    expect(header(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect((await post(link?.[2] ?? '')).status).toBe(200);
    api.time.now += DAY;
    arrive();
    await send();
    expect(server.mails).toHaveLength(1);
    expect(states()).toEqual(['sent', 'paused']);
    await close();
  });
});

test('a post to the address of a link comes to the route, nothing else does', () => {
  const urlOf = (method: string, url: string) => {
    const request = { method, url };
    bringLinkPosts(request);
    return request.url;
  };
  expect(urlOf('POST', '/n/abc.def')).toBe('/api/n/abc.def');
  expect(urlOf('GET', '/n/abc.def')).toBe('/n/abc.def');
  expect(urlOf('HEAD', '/n/abc.def')).toBe('/n/abc.def');
  expect(urlOf('POST', '/news')).toBe('/news');
  expect(urlOf('POST', '/api/n/abc.def')).toBe('/api/n/abc.def');
});

describe('a link that is used', () => {
  test('opening it changes nothing, however often', async () => {
    const { token, look, pauses, zone } = await setUp();
    const link = token('pause_for_good', zone);
    await look(link);
    await look(link);
    expect(await pauses()).toEqual([]);
  });

  test.each([
    ['pause_hour', NOW + 3_600_000],
    ['pause_tomorrow', Date.UTC(2026, 4, 2)],
    ['pause_for_good', null],
  ] as const)('%s holds back what waits, and is undone from its page', async (action, until) => {
    const { token, look, post, pauses, zone, arrive, states } = await setUp();
    arrive();
    const link = token(action, zone);
    expect(await look(link)).toMatchObject({ matter: { zone_name: 'Home', until, pause: null } });
    const done = await post(link, 'answer=page');
    expect(done.status).toBe(303);
    expect(done.headers.get('location')).toBe(`/n/${link}?was=done`);
    expect(await pauses()).toMatchObject([{ geofence_id: zone, until }]);
    expect(states()).toEqual(['paused']);
    expect(await look(link)).toMatchObject({ matter: { is_done: true, pause: { until } } });
    const undone = await post(link, 'answer=page&undo=1');
    expect(undone.headers.get('location')).toBe(`/n/${link}?was=undone`);
    expect(await pauses()).toEqual([]);
  });

  test('twice does the same as once', async () => {
    const { api, arrive, token, post, pauses } = await setUp();
    for (const link of [token('unsubscribe', null), token('false_alarm', arrive())]) {
      expect([(await post(link)).status, (await post(link)).status]).toEqual([200, 200]);
    }
    expect(await pauses()).toHaveLength(1);
    const actions = (await api.services.audit.list(api.admin.user, 10)).map(({ action, detail }) => [action, detail?.way]);
    expect(actions.slice(0, 3)).toEqual([
      ['false_alarm', 'mail'],
      ['pause', 'mail'],
      ['pause', 'mail'],
    ]);
  });

  test('a false alarm is kept, and taken back', async () => {
    const { api, arrive, token, post, look } = await setUp();
    const event_id = arrive();
    const link = token('false_alarm', event_id);
    await post(link, 'answer=page');
    expect(await look(link)).toMatchObject({ matter: { is_done: true, event: { geofence_name: 'Home' } } });
    expect((await api.services.explain.event(api.owner.user, event_id)).event.false_alarm_at).toBe(NOW);
    await post(link, 'answer=page&undo=1');
    expect(await look(link)).toMatchObject({ matter: { is_done: false } });
  });

  test('works for whoever holds it: no session is asked for, and a foreign one does not count', async () => {
    const { api, token, pauses } = await setUp();
    const options = { method: 'POST', params: { token: token('unsubscribe', null) }, body: 'x=1', headers: FORM };
    expect((await call(POST, { ...options, as: api.other })).status).toBe(200);
    expect(await pauses()).toHaveLength(1);
    expect(await api.services.pauses.list(api.other.user)).toEqual([]);
  });
});

describe('a link that does nothing', () => {
  test('forged, expired, or of something that is gone says so and changes nothing', async () => {
    const { api, arrive, token, look, post, pauses, zone } = await setUp();
    const [pause, alarm] = [token('pause_for_good', zone), token('false_alarm', arrive())];
    const own = new SignedLinks('another secret of somebody', URL);
    const forged = own.sign({ action: 'unsubscribe', user_id: api.owner.user.id, subject: null }, NOW);
    expect(await look(forged)).toEqual({ state: 'forged', reader: null });
    expect(await post(forged)).toMatchObject({
      status: 404,
      body: { error: { message: expect.stringMatching(/not made here/) } },
    });
    expect((await post(forged, 'answer=page')).headers.get('location')).toBe(`/n/${forged}`);

    await api.services.zones.remove(api.owner.user, zone);
    for (const gone of [pause, alarm]) {
      expect(await look(gone)).toMatchObject({ state: 'gone', reader: { language: 'en' } });
      expect((await post(gone)).body.error.message).toMatch(/no longer exists/);
    }

    const old = token('unsubscribe', null);
    api.time.now += 90 * DAY;
    expect(await look(old)).toMatchObject({ state: 'expired', reader: { language: 'en' } });
    expect((await post(old)).body.error.message).toMatch(/older than 90 days/);
    expect(await pauses()).toEqual([]);
  });

  test('of somebody who is no longer there has nobody to speak to', async () => {
    const { api, token, look } = await setUp();
    const link = token('unsubscribe', null);
    api.server.connection.run(query.deleteFrom('user').where('id', '=', api.owner.user.id));
    expect(await look(link)).toEqual({ state: 'gone', reader: null });
  });
});
