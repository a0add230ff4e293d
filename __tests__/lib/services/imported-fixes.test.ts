import fc from 'fast-check';
import { judgeSilently } from '@/lib/domain/geofence';
import type { Fix } from '@/lib/domain/model';
import { ZoneEvaluator } from '@/lib/services/evaluate-zones';
import type { GeofenceFields } from '@/lib/storage/ports';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteEngineStore } from '@/lib/storage/sqlite/engine-store';
import { SqliteGeofenceStore } from '@/lib/storage/sqlite/geofence-store';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { SqliteLocationStore } from '@/lib/storage/sqlite/location-store';
import { testDatabase } from '../../support/database';
import { addDevices, addFixes, addZone, readEvents } from '../../support/engine';
import { circle, fix } from '../../support/zones';
import { fix as newLocation } from '../storage/contract/fixture';

const NOW = 1_750_000_000_000;
const HOUR = 3_600_000;

function household() {
  const db = testDatabase();
  const { owner_id, devices } = addDevices(db, 'anna', 1);
  return { db, owner_id, phone: devices[0] as number };
}

const place = (device_id: number, latitude: number, at: number): Fix =>
  fix(latitude, 11, { device_id, occurred_at: at, received_at: at });

function addImported(db: Connection, fixes: Fix[]): void {
  addFixes(db, fixes);
  db.raw.exec(`UPDATE location SET origin = 'import' WHERE id > (SELECT max(id) FROM location) - ${fixes.length}`);
}

function judge(db: Connection): number {
  const evaluator = new ZoneEvaluator(new SqliteEngineStore(db), () => NOW);
  let runs = 1;
  while (new SqliteEngineStore(db).lag() > 0 && runs < 100) {
    evaluator.runOnce();
    runs += 1;
  }
  return runs;
}

const ledger = (db: Connection) =>
  readEvents(db).map(({ event_type, occurred_at, latitude, retracted_at }) => ({
    event_type,
    occurred_at,
    latitude,
    retracted_at,
  }));

describe('imported fixes', () => {
  test('change nothing in the ledger, wherever they lie in time and between which fixes they came', () => {
    const step = fc.record({
      isImported: fc.boolean(),
      latitude: fc.constantFrom(48, 48.0003, 48.01, 48.5),
      hour: fc.integer({ min: 0, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
        const ledgers = [true, false].map((withImported) => {
          const { db, owner_id, phone } = household();
          addZone(db, circle(48, 11, 100, { id: 'home', owner_id }));
          const seen = new Set<number>();
          for (const { isImported, latitude, hour } of steps) {
            // The times of phone and archive differ, so that no fix is the same.
            const at = NOW - 100 * HOUR + hour * HOUR + (isImported ? 1 : 0);
            if (seen.has(at)) continue;
            seen.add(at);
            if (isImported && withImported) addImported(db, [place(phone, latitude, at)]);
            else if (!isImported) addFixes(db, [{ ...place(phone, latitude, at), received_at: NOW - HOUR }]);
            judge(db);
          }
          return ledger(db);
        });
        expect(ledgers[0]).toEqual(ledgers[1]);
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  test('are passed over in strides, and the phone behind them is judged', () => {
    const { db, owner_id, phone } = household();
    addZone(db, circle(48, 11, 100, { id: 'home', owner_id }));
    addImported(
      db,
      Array.from({ length: 45_000 }, (_, i) => place(phone, 48, NOW - 9_000 * HOUR + i * 1_000)),
    );
    addFixes(db, [place(phone, 48, NOW - HOUR)]);
    expect(judge(db)).toBeLessThan(10);
    expect(ledger(db)).toMatchObject([{ event_type: 'enter', occurred_at: NOW - HOUR }]);
    expect(new SqliteEngineStore(db).lag()).toBe(0);
  });

  test('are no news for those who watch', async () => {
    const { db, phone } = household();
    addFixes(db, [place(phone, 48, NOW)]);
    addImported(db, [place(phone, 49, NOW - HOUR)]);
    const locations = new SqliteLocationStore(db);
    expect((await locations.between(0, 10)).map(({ latitude }) => latitude)).toEqual([48]);
    expect(await locations.list({ device_id: phone, limit: 10 })).toHaveLength(2);
  });

  test('become news when the phone itself sends the same', () => {
    const { db, owner_id, phone } = household();
    addZone(db, circle(48, 11, 100, { id: 'home', owner_id }));
    const same = newLocation(phone, NOW - HOUR, { latitude: 48, longitude: 11, received_at: NOW - HOUR });
    addImported(db, [place(phone, 48, NOW - HOUR)]);
    judge(db);
    expect(ledger(db)).toEqual([]);
    const nothing = { transitions: [], reports: [], rejected: [], activity: [], steps: [], sightings: [], media: [] };
    expect(new SqliteIngestStore(db).commit({ ...nothing, locations: [same, same] }).location_ids).toEqual([
      expect.any(Number),
      null,
    ]);
    judge(db);
    expect(ledger(db)).toMatchObject([{ event_type: 'enter' }]);
    expect(db.raw.prepare('SELECT origin FROM location').all()).toEqual([{ origin: null }]);
  });
});

describe('a zone that is drawn', () => {
  const drawn = (db: Connection, owner_id: number) => {
    const {
      created_at: _c,
      updated_at: _u,
      version: _v,
      judged_after_location_id: _j,
      ...fields
    } = circle(48, 11, 100, { owner_id });
    return new SqliteGeofenceStore(db).create(fields as GeofenceFields, null, NOW, judgeSilently);
  };
  const status = (db: Connection) => db.raw.prepare('SELECT is_inside, last_location_id FROM geofence_status').all();

  test('stands towards a device as its newest fix says, not as an older one that was imported later', async () => {
    const { db, owner_id, phone } = household();
    addFixes(db, [place(phone, 48, NOW - HOUR)]);
    judge(db);
    addImported(db, [place(phone, 50, NOW - 2 * HOUR)]);
    await drawn(db, owner_id);
    expect(status(db)).toEqual([{ is_inside: 1, last_location_id: 1 }]);
  });

  test('takes what was imported where there is nothing else', async () => {
    const { db, owner_id, phone } = household();
    addImported(db, [place(phone, 48, NOW - 2 * HOUR)]);
    judge(db);
    await drawn(db, owner_id);
    expect(status(db)).toEqual([{ is_inside: 1, last_location_id: 1 }]);
    expect(ledger(db)).toEqual([]);
  });
});
