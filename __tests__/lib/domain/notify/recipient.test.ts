import { covers, type Recipient, type RecipientWay, type Telling, waysToRows } from '@/lib/domain/notify/recipient';
import type { Way } from '@/lib/domain/notify/records';

const NOW = Date.UTC(2026, 0, 15, 12);
const MINUTE = 60_000;

const way = (channel: Way['channel'], target_id: string | null = null): RecipientWay => ({ channel, target_id, held: null });
const [inbox, mail, phone, tablet, hook] = [
  way('inbox'),
  way('email'),
  way('push', 'phone'),
  way('push', 'tablet'),
  way('webhook', 'hook'),
];
const all = [inbox, mail, phone, tablet, hook];
const browsers: Way = { channel: 'push', target_id: null };
const news: Telling = {
  geofence_id: 'home',
  is_important: true,
  held: null,
  is_cooling_down: false,
  before: [],
  not_before: NOW,
  now: NOW,
};

/** What becomes of each way: when, in minutes from now, and why. */
function rows(order: Way[], change: Partial<Telling> = {}, person: Partial<Recipient> = {}) {
  const escalation = { after_ms: 10 * MINUTE, order };
  const recipient: Recipient = { user_id: 7, ways: all, pauses: [], escalation, ...person };
  return waysToRows(recipient, { ...news, ...change }).map(
    ({ channel, target_id, state, reason, not_before }) =>
      `${target_id ?? channel} ${state} ${reason ?? '-'} ${(not_before - NOW) / MINUTE}`,
  );
}

describe('escalation', () => {
  test('the first way goes at once, each further one after so many minutes more; what is not in the order goes at once', () => {
    expect(rows([mail, browsers])).toEqual([
      'inbox sent - 0',
      'email pending - 0',
      'phone pending escalation 10',
      'tablet pending escalation 10',
      'hook pending - 0',
    ]);
    expect(rows([hook, phone, mail])).toEqual([
      'inbox sent - 0',
      'email pending escalation 20',
      'phone pending escalation 10',
      'tablet pending - 0',
      'hook pending - 0',
    ]);
  });

  test('what is not important goes on all ways at once, and so it does where the person wants no order', () => {
    const atOnce = ['inbox sent - 0', 'email pending - 0', 'phone pending - 0', 'tablet pending - 0', 'hook pending - 0'];
    expect(rows([mail, browsers], { is_important: false })).toEqual(atOnce);
    expect(rows([], {}, { escalation: null })).toEqual(atOnce);
  });

  test('ways that are not chosen or can not be used now leave no gap', () => {
    expect(rows([hook, mail, phone], {}, { ways: [mail, phone] })).toEqual(['email pending - 0', 'phone pending escalation 10']);
    const ways = [mail, phone, { ...hook, held: 'target_paused' as const }];
    const pauses = [{ id: 'p', user_id: 7, geofence_id: null, until: null, created_at: 0 }];
    expect(rows([hook, mail, phone], {}, { ways, pauses })).toEqual([
      'email suppressed paused 0',
      'phone pending - 0',
      'hook suppressed target_paused 0',
    ]);
  });

  test('the notification centre can be the first way, and never waits for another', () => {
    const two = { ways: [inbox, mail] };
    expect(rows([inbox, mail], {}, two)).toEqual(['inbox sent - 0', 'email pending escalation 10']);
    expect(rows([mail, inbox], {}, two)).toEqual(['inbox sent - 0', 'email pending - 0']);
  });

  test('what waits for the stay escalates from its end on', () => {
    expect(rows([mail, phone], { not_before: NOW + 5 * MINUTE }, { ways: [inbox, mail, phone] })).toEqual([
      'inbox pending waiting 5',
      'email pending waiting 5',
      'phone pending escalation 15',
    ]);
  });

  test('a way on which the same was told before keeps its place', () => {
    const before = [{ user_id: 7, channel: 'email', target_id: null, state: 'sent', reason: null, opened_at: null } as const];
    expect(rows([mail, phone], { before }, { ways: [mail, phone] })).toEqual([
      'email suppressed already_told 0',
      'phone pending escalation 10',
    ]);
  });

  test('what is held back is held back on all ways', () => {
    expect(rows([mail, browsers], { held: 'late' })).toEqual([
      'inbox suppressed late 0',
      'email suppressed late 0',
      'phone suppressed late 0',
      'tablet suppressed late 0',
      'hook suppressed late 0',
    ]);
  });
});

describe('covers', () => {
  test('push without a target stands for all browsers; a webhook only for itself', () => {
    expect(covers(browsers, phone)).toBe(true);
    expect(covers(phone, tablet)).toBe(false);
    expect(covers({ channel: 'webhook', target_id: null }, hook)).toBe(false);
    expect(covers(browsers, hook)).toBe(false);
  });
});
