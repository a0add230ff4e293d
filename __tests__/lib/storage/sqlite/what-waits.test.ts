import { DEFAULT_PREFERENCE } from '@/lib/domain/notify/preference-input';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { sumUpDeliveries } from '@/lib/storage/sqlite/notification-status';
import { SqlitePauseStore } from '@/lib/storage/sqlite/pause-store';
import { SqlitePreferenceStore } from '@/lib/storage/sqlite/preference-store';
import { SqliteZoneRecipientStore } from '@/lib/storage/sqlite/zone-recipient-store';
import { testDatabase } from '../../../support/database';
import { household, HAPPENED as NOW } from '../../../support/deliveries';
import { addRecipient } from '../../../support/ways';

/** How SQLite finds the deliveries of each statement that was prepared meanwhile. */
async function plansOf(db: Connection, work: () => Promise<unknown>): Promise<string[]> {
  const { prepare } = db;
  const seen: string[] = [];
  db.prepare = (sql) => {
    seen.push(sql);
    return prepare.call(db, sql);
  };
  await work();
  db.prepare = prepare;
  return seen.flatMap((sql) => {
    const values = (sql.match(/\?/g) ?? []).map(() => 1);
    const plan = db.raw.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
    return plan.map(({ detail }) => detail).filter((detail) => /\bdelivery\b/.test(detail));
  });
}

describe('whoever changes what a person is told', () => {
  test.each([
    [
      'pauses',
      (db: Connection, user_id: number) => new SqlitePauseStore(db).begin({ user_id, geofence_id: null, until: null }, NOW),
    ],
    [
      'preferences',
      (db: Connection, user_id: number) =>
        new SqlitePreferenceStore(db).save({ ...DEFAULT_PREFERENCE, user_id, updated_at: NOW }),
    ],
    [
      'recipients',
      (db: Connection, user_id: number, zone: string) => new SqliteZoneRecipientStore(db).remove(zone, user_id, NOW),
    ],
  ])('%s: looks at what waits, not at all that the person was ever told', async (_, change) => {
    const db = testDatabase();
    const [home, eva] = [household(db), household(db)];
    addRecipient(db, home.geofence_id, eva.user_id);
    const plans = await plansOf(db, () => change(db, eva.user_id, home.geofence_id));
    expect(plans).toHaveLength(1);
    expect(plans[0]).toMatch(/delivery_(due|way|tried)/);
  });
});

describe('sumUpDeliveries', () => {
  test('writes how the deliveries of an alert of a phone stand; a test has nothing to sum up', () => {
    const db = testDatabase();
    const { user_id, device_id } = household(db);
    const alert = { device_id, kind: 'silent', occurred_at: NOW, raised_at: NOW, resolved_at: null, detail: '{}' } as const;
    const device_alert_id = db.run(query.insertInto('device_alert').values(alert)).lastInsertRowid;
    const about = { event_id: null, alert_id: null, user_id, attempts: 0, claimed_until: null } as const;
    const times = { next_attempt_at: NOW, created_at: NOW, finished_at: null };
    const row = { ...about, ...times, reason: null, device_alert_id } as const;
    db.run(query.insertInto('delivery').values({ ...row, channel: 'inbox', state: 'sent' }));
    db.run(query.insertInto('delivery').values({ ...row, channel: 'email', state: 'failed', reason: '550 no' }));
    db.run(
      query.insertInto('delivery').values({ ...row, device_alert_id: null, is_test: 1, channel: 'email', state: 'sending' }),
    );
    sumUpDeliveries(db, { event_id: null, alert_id: null, device_alert_id });
    sumUpDeliveries(db, { event_id: null, alert_id: null, device_alert_id: null });
    expect(db.get(query.selectFrom('device_alert').selectAll())).toMatchObject({
      notification_status: 'failed',
      notification_reason: '550 no',
    });
  });
});
