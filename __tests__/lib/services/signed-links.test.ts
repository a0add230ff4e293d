import { createHmac, hkdfSync } from 'node:crypto';
import { LINK_DAYS, type LinkClaim, SignedLinks } from '@/lib/services/signed-links';

const NOW = Date.UTC(2026, 4, 1, 12);
const SECRET = 'a secret for tests only';
const links = new SignedLinks(SECRET, 'https://fence.example.org');
const ZONE = '7d444840-9dc0-11d1-b245-5ffdce74fad2';
const claim: LinkClaim = { action: 'pause_hour', user_id: 7, subject: ZONE };

const withSignature = (payload: string, secret: string, purpose: string) => {
  const key = Buffer.from(hkdfSync('sha256', secret, 'fencepost', purpose, 32));
  return `${payload}.${createHmac('sha256', key).update(payload).digest('base64url')}`;
};

describe('signed links', () => {
  test.each<LinkClaim>([
    claim,
    { action: 'pause_tomorrow', user_id: 7, subject: ZONE },
    { action: 'pause_for_good', user_id: 7, subject: ZONE },
    { action: 'false_alarm', user_id: 7, subject: 4711 },
    { action: 'unsubscribe', user_id: 7, subject: null },
  ])('$action says what was signed', (signed) => {
    expect(links.read(links.sign(signed, NOW), NOW)).toEqual({ state: 'valid', claim: signed });
  });

  test('end after 90 days, and not before', () => {
    const token = links.sign(claim, NOW);
    const end = NOW + LINK_DAYS * 86_400_000;
    expect(links.read(token, end - 1).state).toBe('valid');
    expect(links.read(token, end)).toEqual({ state: 'expired', claim });
  });

  test('are forged when anything of them was changed, or nothing of them is ours', () => {
    const token = links.sign(claim, NOW);
    const [payload = '', signature = ''] = token.split('.');
    const other = Buffer.from(JSON.stringify(['ph', 8, ZONE, 99_999_999_999])).toString('base64url');
    const tokens = [
      ...[...token].map((char, at) => `${token.slice(0, at)}${char === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`).slice(0, -1),
      `${other}.${signature}`,
      `${payload}.`,
      payload,
      '',
      '.',
      `${token}.${signature}`,
      withSignature(payload, 'another secret of somebody', 'links in mails'),
      withSignature(payload, SECRET, 'another purpose'),
      'A'.repeat(100_000),
    ];
    for (const forged of tokens) expect(links.read(forged, NOW)).toEqual({ state: 'forged' });
  });

  test('of a mail lead to PUBLIC_URL; only a mail about an event can be a false alarm', () => {
    const about = { user_id: 7, zones: [{ id: ZONE, name: 'Home' }], event_ids: [12] };
    const mail = links.ofMail(about, NOW);
    const [pause] = mail.pauses;
    expect(pause?.zone).toBe('Home');
    const all = [...Object.values(pause?.links ?? {}), mail.false_alarms.get(12), mail.unsubscribe];
    for (const link of all) expect(link).toMatch(/^https:\/\/fence\.example\.org\/n\/[\w-]+\.[\w-]{43}$/);
    expect(new Set(all).size).toBe(5);
    expect(links.ofMail({ ...about, event_ids: [] }, NOW).false_alarms.size).toBe(0);
    expect(mail.settings).toBe('https://fence.example.org/notifications/settings');
  });

  test('of a mail about several events call each of them a false alarm; about many, none', () => {
    const alarms = (count: number) => {
      const event_ids = Array.from({ length: count }, (_, i) => i + 1);
      return links.ofMail({ user_id: 7, zones: [], event_ids }, NOW).false_alarms;
    };
    const subjects = [...alarms(10).values()].map((link) => {
      const read = links.read(link.split('/n/')[1] ?? '', NOW);
      return 'claim' in read ? read.claim : null;
    });
    expect(subjects).toEqual(Array.from({ length: 10 }, (_, i) => ({ action: 'false_alarm', user_id: 7, subject: i + 1 })));
    expect(alarms(11).size).toBe(0);
  });

  test('of a mail about many zones pause none of them, and still unsubscribe', () => {
    const zones = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ id: `${ZONE.slice(0, -1)}${i}`, name: `Zone ${i}` }));
    const mail = (count: number) => links.ofMail({ user_id: 7, zones: zones(count), event_ids: [] }, NOW);
    expect(mail(4).pauses.map(({ zone }) => zone)).toEqual(['Zone 0', 'Zone 1', 'Zone 2', 'Zone 3']);
    expect(mail(5).pauses).toEqual([]);
    expect(mail(5).unsubscribe).toMatch(/\/n\//);
  });
});
