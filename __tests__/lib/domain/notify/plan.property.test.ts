import fc from 'fast-check';
import { type NotifyMoment, planNotification, type Recipient, type ToldEvent, type ToldZone } from '@/lib/domain/notify/plan';
import { covers, type RecipientWay } from '@/lib/domain/notify/recipient';
import type { Way } from '@/lib/domain/notify/records';

/** The same cases each time, so that a change is red for what it changed; `RUNS=5000 SEED=7` look further. */
const RUNS = Number(process.env.RUNS ?? 2000);
const SEED = Number(process.env.SEED ?? 11);
const NOW = Date.UTC(2026, 0, 15, 12);

const WAYS: Way[] = [
  { channel: 'inbox', target_id: null },
  { channel: 'email', target_id: null },
  { channel: 'push', target_id: 'phone' },
  { channel: 'push', target_id: 'tablet' },
  { channel: 'webhook', target_id: 'hook' },
  { channel: 'mqtt', target_id: null },
];
const soon = fc.integer({ min: -2000, max: 2000 }).map((seconds) => NOW + seconds * 1000);
const ways = fc
  .subarray(WAYS)
  .chain((some) =>
    fc.tuple(
      ...some.map((way) =>
        fc.constantFrom<RecipientWay['held']>(null, null, null, 'target_paused').map((held) => ({ ...way, held })),
      ),
    ),
  );
const order = fc.shuffledSubarray([...WAYS, { channel: 'push' as const, target_id: null }]);
const pause = fc.record({
  id: fc.constant('p'),
  user_id: fc.constant(0),
  geofence_id: fc.constantFrom('home', 'work', null),
  until: fc.option(soon),
  created_at: fc.constant(0),
});
const person = fc.record({
  ways,
  pauses: fc.array(pause, { maxLength: 2 }),
  escalation: fc.option(fc.record({ after_ms: fc.integer({ min: 1, max: 1440 }).map((minutes) => minutes * 60_000), order })),
});
const recipients = fc
  .array(person, { maxLength: 4 })
  .map((people): Recipient[] => people.map((one, i) => ({ ...one, ways: [...one.ways], user_id: i + 1 })));
const told = fc.record({
  user_id: fc.integer({ min: 1, max: 4 }),
  way: fc.constantFrom(...WAYS),
  state: fc.constantFrom('pending' as const, 'sending' as const, 'sent' as const, 'failed' as const, 'suppressed' as const),
  reason: fc.constantFrom('cooldown', 'already_told', 'retracted', null),
  opened_at: fc.option(soon),
});
const before = fc
  .uniqueArray(told, { maxLength: 6, selector: ({ user_id, way }) => `${user_id} ${way.channel} ${way.target_id}` })
  .map((rows) => rows.map(({ way, ...row }) => ({ ...row, ...way })));
const moment: fc.Arbitrary<NotifyMoment> = fc.record({
  recipients,
  before,
  lastNotifiedAt: fc.option(soon),
  now: fc.constant(NOW),
});
const event: fc.Arbitrary<ToldEvent> = fc.record({
  event_type: fc.constantFrom('enter' as const, 'exit' as const, 'dwell' as const),
  origin: fc.constantFrom('live' as const, 'live' as const, 'live' as const, 'reconstructed' as const),
  occurred_at: soon,
  decided_at: soon,
  stay_seconds: fc.option(fc.nat({ max: 2000 })),
});
const zone: fc.Arbitrary<ToldZone> = fc.record({
  id: fc.constant('home'),
  email_notifications: fc.boolean(),
  notify_on_enter: fc.constantFrom(true, true, false),
  notify_on_exit: fc.constantFrom(true, true, false),
  notify_on_dwell: fc.constantFrom(true, true, false),
  schedule: fc.constantFrom(null, { time_zone: 'UTC', windows: [{ days: [4 as const], start: '11:50', end: '12:10' }] }),
  notify_enter_after_seconds: fc.constantFrom(0, 0, 600),
  notify_exit_min_stay_seconds: fc.constantFrom(0, 0, 600),
  late_policy: fc.constantFrom('silent' as const, 'tell' as const),
  late_after_seconds: fc.constant(900),
  cooldown_seconds: fc.constantFrom(0, 300),
  is_important: fc.boolean(),
});

type Planned = ReturnType<typeof planNotification>['deliveries'][number];
const keyOf = ({ user_id, channel, target_id }: Pick<Planned, 'user_id' | 'channel' | 'target_id'>) =>
  `${user_id} ${channel} ${target_id}`;

/** Too short a stay, outside the ten minutes before and after noon, or known a quarter of an hour late. */
function isHeldBack({ event_type, stay_seconds, occurred_at, decided_at }: ToldEvent, zone: ToldZone): boolean {
  const isShort = event_type === 'exit' && (stay_seconds ?? 2000) < zone.notify_exit_min_stay_seconds;
  const isOutside = zone.schedule !== null && (occurred_at < NOW - 600_000 || occurred_at >= NOW + 600_000);
  return isShort || isOutside || (zone.late_policy === 'silent' && NOW - decided_at > 900_000);
}

/** Looks at what is planned for whatever may come. */
function always(
  look: (
    rows: Planned[],
    told: { event: ToldEvent; zone: ToldZone; moment: NotifyMoment; plan: ReturnType<typeof planNotification> },
  ) => void,
) {
  fc.assert(
    fc.property(event, zone, moment, (event, zone, moment) => {
      const plan = planNotification(event, zone, moment);
      look(plan.deliveries, { event, zone, moment, plan });
    }),
    { numRuns: RUNS, seed: SEED },
  );
}

describe('whatever is planned', () => {
  test('there is one delivery for each person and way that was chosen, and none for anybody else', () => {
    always((rows, { event, zone, moment }) => {
      const isWanted = { enter: zone.notify_on_enter, exit: zone.notify_on_exit, dwell: zone.notify_on_dwell }[event.event_type];
      const wanted = moment.recipients.flatMap(({ user_id, ways }) => ways.map((way) => keyOf({ user_id, ...way })));
      const mailed = zone.email_notifications ? wanted : wanted.filter((key) => !key.includes('email'));
      expect(rows.map(keyOf)).toEqual(isWanted && event.origin === 'live' ? mailed : []);
    });
  });

  test('what the zone holds back goes out to nobody, and what somebody paused not to them', () => {
    always((rows, { event, zone, moment }) => {
      const isHeld = isHeldBack(event, zone);
      for (const row of rows) {
        const { pauses } = moment.recipients.find(({ user_id }) => user_id === row.user_id) as Recipient;
        const isOff = pauses.some(
          ({ geofence_id, until }) =>
            (until === null || until > row.not_before) &&
            (geofence_id === 'home' || (geofence_id === null && row.channel === 'email')),
        );
        const corrects = row.channel === 'inbox' && moment.before.length > 0;
        if (isOff || (isHeld && !corrects)) expect(row.state).toBe('suppressed');
      }
    });
  });

  test('nobody is told twice outside of the app, and what was not told is not lost to a cooldown of its own', () => {
    always((rows, { moment }) => {
      const known = new Map(moment.before.map((row) => [keyOf(row), row]));
      for (const row of rows) {
        const was = known.get(keyOf(row));
        const wasTold = was?.state === 'sent' || was?.reason === 'already_told';
        if (wasTold && row.channel !== 'inbox') expect(row).toMatchObject({ state: 'suppressed', reason: 'already_told' });
        if (was && was.state !== 'suppressed') expect(row.reason).not.toBe('cooldown');
      }
    });
  });

  test('only the notification centre is told by being recorded; all else waits for a worker, never in the past', () => {
    always((rows) => {
      for (const { channel, state, not_before, reason } of rows) {
        const isTold = channel === 'inbox' && state !== 'suppressed' && not_before === NOW;
        expect(state === 'sent').toBe(isTold);
        if (channel === 'inbox') expect(reason).not.toBe('escalation');
        expect(not_before).toBeGreaterThanOrEqual(NOW);
        expect(state === 'suppressed').toBe(reason !== null && reason !== 'waiting' && reason !== 'escalation');
      }
    });
  });

  test('of each person something goes first, and each further way of the order comes later by the same time', () => {
    always((rows, { zone, moment }) => {
      for (const { user_id, escalation } of moment.recipients) {
        const own = rows.filter((row) => row.user_id === user_id);
        const going = own.filter(({ state }) => state !== 'suppressed');
        // A way on which the same was told before keeps its turn.
        const turns = own.filter((row) => row.reason === 'already_told' || going.includes(row));
        const first = Math.min(...turns.map(({ not_before }) => not_before));
        const later = going.filter(({ not_before }) => not_before > first);
        if (escalation === null || !zone.is_important) expect(later).toEqual([]);
        for (const row of going) expect(row.reason === 'escalation').toBe(later.includes(row));
        for (const { not_before, ...way } of later) {
          expect((not_before - first) % (escalation?.after_ms ?? 1)).toBe(0);
          expect(escalation?.order.some((step) => covers(step, way))).toBe(true);
        }
      }
    });
  });

  test('a cooldown begins only where something is told now, and a dwell neither begins nor heeds one', () => {
    always((rows, { event, plan }) => {
      const goesNow = rows.some(({ state, not_before }) => state !== 'suppressed' && not_before === NOW);
      if (!goesNow || event.event_type === 'dwell') expect(plan.notified).toBe(false);
      if (event.event_type === 'dwell') expect(rows.filter(({ reason }) => reason === 'cooldown')).toEqual([]);
    });
  });

  test('the status says nothing of the notification centre', () => {
    always((rows, { plan }) => {
      const outside = rows.filter(({ channel }) => channel !== 'inbox');
      const pending = outside.some(({ state }) => state === 'pending');
      expect(plan.notification_status).toBe(outside.length === 0 ? 'none' : pending ? 'pending' : 'suppressed');
    });
  });
});
