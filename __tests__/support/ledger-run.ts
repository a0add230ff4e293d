import fc from 'fast-check';
import { judgeSilently } from '@/lib/domain/geofence';
import { DEFAULT_SETTINGS } from '@/lib/domain/geofence/zone-settings';
import type { Geofence } from '@/lib/domain/model';
import { ZoneEvaluator } from '@/lib/services/evaluate-zones';
import { PendingBatch } from '@/lib/services/ingest-batch';
import type { GeofenceChange } from '@/lib/storage/ports';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteEngineStore } from '@/lib/storage/sqlite/engine-store';
import { SqliteGeofenceStore } from '@/lib/storage/sqlite/geofence-store';
import { SqliteGroupStore } from '@/lib/storage/sqlite/group-store';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { sumUpDeliveries } from '@/lib/storage/sqlite/notification-status';
import type { Message } from './ledger-phones';

/** How the engine is run: what arrives, in which batches and slices, what breaks, what people do meanwhile, how time goes on. */
export const episode = fc.record({
  arrive: fc.integer({ min: 0, max: 15 }),
  /** So many earlier messages are delivered once more. */
  again: fc.constantFrom(0, 0, 1, 5),
  batchSize: fc.integer({ min: 1, max: 7 }),
  sliceSize: fc.constantFrom(1, 2, 5, 2000),
  accident: fc.constantFrom('none', 'none', 'restart', 'at a statement', 'between two steps', 'before the commit'),
  /** At which statement, or after how many steps. */
  at: fc.nat({ max: 60 }),
  edit: fc.constantFrom('none', 'none', 'none', 'settings', 'reshape', 'switch', 'new', 'watch', 'members', 'remove'),
  zone: fc.nat({ max: 20 }),
  minutes: fc.constantFrom(0, 1, 5, 60),
});
export type Episode = typeof episode extends fc.Arbitrary<infer T> ? T : never;

/** Lets the n-th statement from now on fail. @returns what puts things right */
export function sabotage(db: Connection, n: number): () => void {
  const { prepare } = db;
  let count = 0;
  db.prepare = (sql) => {
    if (++count === n) throw new Error('sabotage');
    return prepare.call(db, sql);
  };
  return () => {
    db.prepare = prepare;
  };
}

/** One life of the engine, from the first message to long after the last. */
export class LedgerRun {
  private now = 1_750_000_000_000;
  private readonly seen: Message[] = [];
  private readonly sent = new Set<number>();
  private readonly ingest: SqliteIngestStore;
  private readonly zones: SqliteGeofenceStore<unknown>;
  private store: SqliteEngineStore;

  constructor(
    private readonly db: Connection,
    private readonly queue: Message[],
  ) {
    this.ingest = new SqliteIngestStore(db);
    this.zones = new SqliteGeofenceStore(db);
    this.store = new SqliteEngineStore(db);
  }

  async play(episodes: readonly Episode[]): Promise<void> {
    for (let i = 0; this.queue.length > 0; i++) {
      const one = episodes[i % episodes.length] as Episode;
      this.arrive(i < 200 ? one.arrive : 15, one.again);
      // The engine may be in the middle of a rewind or not have seen what is stored.
      await this.edit(one, i);
      this.breakDown(one);
      const evaluator = new ZoneEvaluator(this.store, () => this.now, one);
      evaluator.runOnce();
      this.send();
      this.now += one.minutes * 60_000;
      evaluator.runOnce();
    }
    this.now += 40 * 86_400_000;
    new ZoneEvaluator(this.store, () => this.now, { sliceSize: 3 }).runOnce();
  }

  private arrive(count: number, again: number): void {
    const fresh = this.queue.splice(0, count);
    const batch = Object.assign(new PendingBatch(), { activity: [] });
    for (const { location, transition } of [...fresh, ...this.seen.slice(-again)]) {
      const { occurred_at } = location ?? transition ?? { occurred_at: 0 };
      const received_at = Math.max(this.now, occurred_at);
      if (location) batch.locations.push({ ...location, received_at });
      if (transition) batch.transitions.push({ ...transition, received_at });
    }
    this.ingest.commit(batch);
    this.seen.push(...fresh);
    this.now = Math.max(
      this.now,
      ...batch.locations.map((fix) => fix.received_at),
      ...batch.transitions.map((word) => word.received_at),
    );
  }

  private async edit({ edit, zone }: Episode, i: number): Promise<void> {
    if (edit === 'none') return;
    const { db, now } = this;
    if (edit === 'members') return this.editGroup(zone);
    if (edit === 'new') {
      const place = {
        center_latitude: 0.001 * (zone % 5),
        center_longitude: 0,
        radius_meters: 150,
        geometry: null,
        description: null,
      };
      const name = zone % 2 ? 'Home' : 'New';
      const fields = { ...DEFAULT_SETTINGS, ...place, name, shape_type: 'circle', owner_id: 1, device_id: null } as const;
      await this.zones.create({ ...fields, is_active: true, color: '#000', dwell_seconds: 120 }, null, now, judgeSilently);
      return;
    }
    const all = db.raw.prepare("SELECT id FROM geofence WHERE shape_type <> 'group' ORDER BY rowid").all() as { id: string }[];
    if (all.length < 3) return;
    const { id } = all[zone % all.length] as { id: string };
    if (edit === 'remove') await this.zones.remove(id, now, judgeSilently);
    else await this.zones.update(id, (current) => changed(current, edit, i), null, now, judgeSilently);
  }

  private async editGroup(zone: number): Promise<void> {
    const own = "SELECT id FROM geofence WHERE shape_type <> 'group' AND owner_id = 1 ORDER BY rowid";
    const ids = (this.db.raw.prepare(own).all() as { id: string }[]).map(({ id }) => id);
    const member_ids = [ids[zone % ids.length], ids[(zone * 7) % ids.length]] as string[];
    const change = (fields: Geofence) => ({ fields, member_ids: [...new Set(member_ids)] });
    await new SqliteGroupStore<unknown>(this.db).update('town', change, this.now, judgeSilently);
  }

  private breakDown({ accident, at, ...options }: Episode): void {
    if (accident === 'none') return;
    if (accident !== 'restart') this.fail(accident, at, options);
    // As often the same process goes on.
    if (at % 2 === 0) this.store = new SqliteEngineStore(this.db);
  }

  private fail(accident: Episode['accident'], at: number, options: { batchSize: number; sliceSize: number }): void {
    const { store } = this;
    let steps = 0;
    const broken = () => {
      throw new Error('sabotage');
    };
    const advance: typeof store.advance = (limit, now, work) => {
      if (accident === 'between two steps' && ++steps > at % 4) broken();
      const isLast = accident === 'before the commit';
      const cooldowns = { [Symbol.iterator]: broken } as never;
      return store.advance(limit, now, (input) => (isLast ? { ...work(input), cooldowns } : work(input)));
    };
    const restore = sabotage(this.db, accident === 'at a statement' ? at + 1 : Number.POSITIVE_INFINITY);
    try {
      new ZoneEvaluator(Object.assign(Object.create(store), { advance }), () => this.now, options).runOnce();
    } catch (error) {
      if ((error as Error).message !== 'sabotage') throw error;
    } finally {
      restore();
    }
  }

  /** As the deliverer does: half of what is due goes out, and no delivery ever twice. */
  private send(): void {
    const due = "SELECT id FROM delivery WHERE state = 'pending' AND next_attempt_at <= ? AND id % 2 = 0";
    for (const { id } of this.db.raw.prepare(due).all(this.now) as { id: number }[]) {
      expect(this.sent.has(id)).toBe(false);
      this.sent.add(id);
      this.db.raw.prepare("UPDATE delivery SET state = 'sent', reason = NULL, attempts = 1 WHERE id = ?").run(id);
      const row = this.db.raw.prepare('SELECT event_id FROM delivery WHERE id = ?').get(id) as { event_id: number };
      sumUpDeliveries(this.db, { event_id: row.event_id, alert_id: null, device_alert_id: null });
    }
  }
}

function changed(current: Geofence, edit: Episode['edit'], i: number): GeofenceChange {
  if (edit === 'settings') {
    const settings = { confirm_seconds: 60 * (i % 3), hysteresis_meters: 5 * (i % 4), dwell_seconds: i % 2 ? 300 : null };
    return { fields: { ...current, ...settings }, reshaped: false };
  }
  if (edit === 'switch') return { fields: { ...current, is_active: !current.is_active }, reshaped: false };
  // One of the owner's devices, or all of them.
  const device_id = current.device_id === null && current.owner_id === 1 ? 1 + (i % 2) : null;
  if (edit === 'watch') return { fields: { ...current, device_id }, reshaped: false };
  const larger = current.radius_meters === null ? {} : { radius_meters: 50 + ((current.radius_meters + 70) % 400) };
  return { fields: { ...current, ...larger }, reshaped: true };
}
