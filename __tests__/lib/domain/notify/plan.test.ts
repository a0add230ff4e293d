import {
  endsWaiting,
  type NotifyMoment,
  planNotification,
  type Recipient,
  type ToldBefore,
  type ToldEvent,
  type ToldZone,
} from '@/lib/domain/notify/plan';

const NOW = Date.UTC(2026, 0, 15, 12);
const MINUTE = 60_000;

const zone: ToldZone = {
  id: 'zone-1',
  email_notifications: true,
  notify_on_enter: true,
  notify_on_exit: true,
  notify_on_dwell: true,
  schedule: null,
  notify_enter_after_seconds: 0,
  notify_exit_min_stay_seconds: 0,
  late_policy: 'silent',
  cooldown_seconds: 300,
  late_after_seconds: 900,
  is_important: false,
};
const event = (event_type: ToldEvent['event_type'], change: Partial<ToldEvent> = {}): ToldEvent => ({
  event_type,
  origin: 'live',
  occurred_at: NOW,
  decided_at: NOW,
  stay_seconds: null,
  ...change,
});
const [enter, exit, dwell] = [event('enter'), event('exit'), event('dwell')];
const email = { channel: 'email', target_id: null } as const;
const owner: Recipient = { user_id: 7, ways: [{ ...email, held: null }], pauses: [], escalation: null };
const first: NotifyMoment = { recipients: [owner], lastNotifiedAt: null, before: [], now: NOW };
const row = { user_id: 7, ...email, opened_at: null };

const reasonOf = (told: ToldEvent, change: Partial<ToldZone> = {}, moment: Partial<NotifyMoment> = {}) =>
  planNotification(told, { ...zone, ...change }, { ...first, ...moment }).notification_reason;

describe('planNotification', () => {
  test('the owner gets a mail for the first event', () => {
    expect(planNotification(enter, zone, first)).toEqual({
      deliveries: [{ ...row, state: 'pending', reason: null, not_before: NOW }],
      notification_status: 'pending',
      notification_reason: null,
      notified: true,
    });
  });

  test('a second event within the cooldown is recorded as suppressed, with the reason', () => {
    expect(planNotification(exit, zone, { ...first, lastNotifiedAt: NOW - 300_000 + 1 })).toEqual({
      deliveries: [{ ...row, state: 'suppressed', reason: 'cooldown', not_before: NOW }],
      notification_status: 'suppressed',
      notification_reason: 'cooldown',
      notified: false,
    });
  });

  test('the cooldown ends after exactly five minutes', () => {
    expect(planNotification(exit, zone, { ...first, lastNotifiedAt: NOW - 300_000 }).notified).toBe(true);
  });

  test('a zone may have a cooldown of its own, or none', () => {
    expect(reasonOf(enter, { cooldown_seconds: 60 }, { lastNotifiedAt: NOW - 60_000 })).toBeNull();
    expect(reasonOf(enter, { cooldown_seconds: 86_400 }, { lastNotifiedAt: NOW - 86_400_000 + 1 })).toBe('cooldown');
    expect(reasonOf(enter, { cooldown_seconds: 0 }, { lastNotifiedAt: NOW })).toBeNull();
  });

  test('a clock that was set back far does not silence the zone', () => {
    expect(planNotification(enter, zone, { ...first, lastNotifiedAt: NOW + 3_600_000 }).notified).toBe(true);
    expect(planNotification(enter, zone, { ...first, lastNotifiedAt: NOW + 1_000 }).notified).toBe(false);
  });

  test('a dwell is told within the cooldown of its own arrival and begins none', () => {
    const plan = planNotification(dwell, zone, { ...first, lastNotifiedAt: NOW - MINUTE });
    expect(plan).toMatchObject({ notification_status: 'pending', notified: false });
  });

  test.each([
    ['e-mail is off and there is no other way', enter, { email_notifications: false }],
    ['entering is not wanted', enter, { notify_on_enter: false }],
    ['leaving is not wanted', exit, { notify_on_exit: false }],
    ['dwelling is not wanted', dwell, { notify_on_dwell: false }],
    ['the past was reconstructed', event('enter', { origin: 'reconstructed' }), {}],
  ])('nobody is told when %s', (_, told, off) => {
    expect(planNotification(told, { ...zone, ...off }, first)).toEqual({
      deliveries: [],
      notification_status: 'none',
      notification_reason: null,
      notified: false,
    });
  });

  test('switching off one type leaves the others', () => {
    expect(planNotification(exit, { ...zone, notify_on_enter: false }, first).notified).toBe(true);
    expect(planNotification(enter, { ...zone, notify_on_exit: false }, first).notified).toBe(true);
  });
});

describe('the schedule', () => {
  /** 15 January 2026 is a Thursday; 12:00 UTC is 13:00 in Berlin. */
  const schedule = { time_zone: 'Europe/Berlin', windows: [{ days: [4 as const], start: '13:00', end: '14:00' }] };

  test('is asked for the time at which it happened, by the clock of its zone', () => {
    expect(reasonOf(enter, { schedule })).toBeNull();
    expect(reasonOf(event('enter', { occurred_at: NOW - 1 }), { schedule })).toBe('schedule');
    expect(reasonOf(event('exit', { occurred_at: NOW + 60 * MINUTE }), { schedule })).toBe('schedule');
  });

  test('begins no cooldown with what it holds back', () => {
    const night = event('enter', { occurred_at: NOW - 1 });
    expect(planNotification(night, { ...zone, schedule }, first).notified).toBe(false);
  });
});

describe('late events', () => {
  const late = event('enter', { occurred_at: NOW - 120 * MINUTE, decided_at: NOW - 15 * MINUTE - 1 });

  test('are shown only, by default', () => expect(reasonOf(late)).toBe('late'));
  test('are told where the zone says so', () => expect(reasonOf(late, { late_policy: 'tell' })).toBeNull());
  test('are those that could have been known earlier: a confirmation of two hours makes nothing late', () => {
    expect(reasonOf({ ...late, decided_at: NOW - 15 * MINUTE })).toBeNull();
  });
  test('are so after the time that the zone says', () => expect(reasonOf(late, { late_after_seconds: 3_600 })).toBeNull());
});

describe('conditional notifications', () => {
  const after = { notify_enter_after_seconds: 600 };

  test('an arrival waits until the stay is long enough, and begins no cooldown meanwhile', () => {
    const told = event('enter', { occurred_at: NOW - 4 * MINUTE });
    expect(planNotification(told, { ...zone, ...after }, first)).toEqual({
      deliveries: [{ ...row, state: 'pending', reason: 'waiting', not_before: NOW + 6 * MINUTE }],
      notification_status: 'pending',
      notification_reason: 'waiting',
      notified: false,
    });
  });

  test('an arrival that is long enough ago goes at once', () => {
    const told = event('enter', { occurred_at: NOW - 10 * MINUTE });
    expect(planNotification(told, { ...zone, ...after }, first)).toMatchObject({ notification_reason: null, notified: true });
  });

  test('a phone whose clock is ahead puts it off by no more than that time', () => {
    const told = event('enter', { occurred_at: NOW + 300 * MINUTE });
    expect(planNotification(told, { ...zone, ...after }, first).deliveries[0]?.not_before).toBe(NOW + 10 * MINUTE);
  });

  test('a departure waits for nothing', () => expect(reasonOf(exit, after)).toBeNull());

  test('a departure is told only after a stay that is long enough; an unknown stay is', () => {
    const least = { notify_exit_min_stay_seconds: 300 };
    expect(reasonOf(event('exit', { stay_seconds: 299 }), least)).toBe('short_stay');
    expect(reasonOf(event('exit', { stay_seconds: 300 }), least)).toBeNull();
    expect(reasonOf(event('exit'), least)).toBeNull();
  });

  test('a departure ends the waiting of an arrival unless the stay was long enough', () => {
    expect(endsWaiting({ stay_seconds: 599 }, after)).toBe(true);
    expect(endsWaiting({ stay_seconds: 600 }, after)).toBe(false);
    expect(endsWaiting({ stay_seconds: null }, after)).toBe(true);
  });
});

describe('an event that replaces another', () => {
  const told = (state: ToldBefore['state'], reason: string | null = null): ToldBefore[] => [{ ...row, state, reason }];

  test('is not told twice', () => expect(reasonOf(enter, {}, { before: told('sent') })).toBe('already_told'));

  test('is not told twice either where the one in between was not told for that reason', () => {
    expect(reasonOf(enter, {}, { before: told('suppressed', 'already_told') })).toBe('already_told');
  });

  test.each(['pending', 'failed'] as const)('is told when the other was %s, whatever cooldown that began', (state) => {
    expect(reasonOf(enter, {}, { before: told(state), lastNotifiedAt: NOW })).toBeNull();
  });

  test('is told when the other was called off because it was taken back', () => {
    expect(reasonOf(enter, {}, { before: told('suppressed', 'retracted'), lastNotifiedAt: NOW })).toBeNull();
  });

  test('keeps to the cooldown when the other did', () => {
    expect(reasonOf(enter, {}, { before: told('suppressed', 'cooldown'), lastNotifiedAt: NOW })).toBe('cooldown');
  });

  test('is told anew to whoever the other was not told to', () => {
    const eva = { ...owner, user_id: 8 };
    const { deliveries, notification_status } = planNotification(enter, zone, {
      ...first,
      recipients: [owner, eva],
      before: told('sent'),
    });
    expect(deliveries.map(({ user_id, reason }) => [user_id, reason])).toEqual([
      [7, 'already_told'],
      [8, null],
    ]);
    expect(notification_status).toBe('pending');
  });
});

describe('several people and ways', () => {
  const inbox = { channel: 'inbox', target_id: null, held: null } as const;
  const hook = { channel: 'webhook', target_id: 'hook-1', held: null } as const;
  const mail = { ...email, held: null };
  const eva: Recipient = { user_id: 8, ways: [inbox, mail, hook], pauses: [], escalation: null };
  const both = { ...first, recipients: [{ ...owner, ways: [inbox, mail] }, eva] };
  const shown = (plan: ReturnType<typeof planNotification>) =>
    plan.deliveries.map(({ user_id, channel, state, reason }) => `${user_id} ${channel} ${state} ${reason ?? '-'}`);
  const pause = (geofence_id: string | null) => ({ id: 'p', user_id: 8, geofence_id, until: null, created_at: 0 });

  test('each person is told on each way, in the notification centre at once', () => {
    const plan = planNotification(enter, zone, both);
    expect(shown(plan)).toEqual([
      '7 inbox sent -',
      '7 email pending -',
      '8 inbox sent -',
      '8 email pending -',
      '8 webhook pending -',
    ]);
    expect(plan).toMatchObject({ notification_status: 'pending', notification_reason: null, notified: true });
  });

  test('a zone that sends no mails tells on all other ways, also whoever it is shared with', () => {
    const plan = planNotification(enter, { ...zone, email_notifications: false }, both);
    expect(shown(plan)).toEqual(['7 inbox sent -', '8 inbox sent -', '8 webhook pending -']);
  });

  test('the pause of a zone holds back all of it for one person, and nothing for the others', () => {
    const paused = { ...both, recipients: [owner, { ...eva, pauses: [pause('zone-1'), pause('other')] }] };
    expect(shown(planNotification(enter, zone, paused))).toEqual([
      '7 email pending -',
      '8 inbox suppressed paused',
      '8 email suppressed paused',
      '8 webhook suppressed paused',
    ]);
  });

  test('the pause of all mails holds back nothing else', () => {
    const paused = { ...first, recipients: [{ ...eva, pauses: [pause(null)] }] };
    expect(shown(planNotification(enter, zone, paused))).toEqual([
      '8 inbox sent -',
      '8 email suppressed paused',
      '8 webhook pending -',
    ]);
  });

  test('what only the notification centre tells needs no status, and yet begins the cooldown', () => {
    const plan = planNotification(enter, zone, { ...first, recipients: [{ ...owner, ways: [inbox] }] });
    expect(plan).toMatchObject({ notification_status: 'none', notification_reason: null, notified: true });
  });

  test('the notification centre corrects what it told, and keeps that it was read', () => {
    const was = { user_id: 8, target_id: null, state: 'sent', reason: null, opened_at: NOW - 1 } as const;
    const before: ToldBefore[] = [
      { ...was, channel: 'inbox' },
      { ...was, channel: 'email' },
    ];
    const plan = planNotification(enter, zone, { ...first, recipients: [eva], before, lastNotifiedAt: NOW - 1 });
    expect(shown(plan)).toEqual(['8 inbox sent -', '8 email suppressed already_told', '8 webhook suppressed cooldown']);
    expect(plan.deliveries.map(({ opened_at }) => opened_at)).toEqual([NOW - 1, null, null]);
    expect(plan.notified).toBe(false);
  });

  test('nothing goes to a webhook that failed too often', () => {
    const broken = { ...eva, ways: [inbox, { ...hook, held: 'target_paused' as const }] };
    expect(shown(planNotification(enter, zone, { ...first, recipients: [broken] }))).toEqual([
      '8 inbox sent -',
      '8 webhook suppressed target_paused',
    ]);
  });

  test('what waits for the stay waits in the notification centre, too', () => {
    expect(shown(planNotification(enter, { ...zone, notify_enter_after_seconds: 60 }, { ...first, recipients: [eva] }))).toEqual([
      '8 inbox pending waiting',
      '8 email pending waiting',
      '8 webhook pending waiting',
    ]);
  });
});
