import type { Selectable } from 'kysely';
import type { EventType, Fix, Geofence, NewGeofenceEvent, PhoneTransition } from '@/lib/domain/model';
import type { PastDevice, ReconstructStore } from '@/lib/storage/ports/backtest';
import { type Connection, query } from './connection';
import { FIX_COLUMNS, type FixRow, toFix } from './fix-row';
import { toGeofence } from './geofence-row';
import type { GeofenceTable } from './schema';
import { TRANSITION_COLUMNS } from './synced-transition';

const AFTER = `SELECT ${FIX_COLUMNS} FROM location
  WHERE device_id = @device_id AND occurred_at >= @occurred_at AND occurred_at <= @until
    AND (occurred_at > @occurred_at OR id > @id)
  ORDER BY occurred_at, id LIMIT @limit`;
const BEFORE = `SELECT ${FIX_COLUMNS} FROM location WHERE device_id = ? AND occurred_at < ? ORDER BY occurred_at DESC, id DESC LIMIT ?`;
const TRANSITIONS = `SELECT ${TRANSITION_COLUMNS} FROM phone_transition AS t
  WHERE t.device_id = ? AND t.occurred_at >= ? AND t.occurred_at < ? ORDER BY t.occurred_at, t.id`;
const WITHIN = `SELECT count(*) AS fixes
  FROM (SELECT 1 FROM location WHERE device_id = ? AND occurred_at >= ? AND occurred_at <= ? LIMIT ?)`;
const REACH = `SELECT occurred_at FROM location
  WHERE device_id = ? AND occurred_at >= ? AND occurred_at <= ? ORDER BY occurred_at DESC LIMIT 1 OFFSET ?`;
const LAST_SILENT = 'SELECT occurred_at FROM location WHERE device_id = ? AND id <= ? ORDER BY occurred_at DESC LIMIT 1';
const FIRST_EARLIER = `SELECT occurred_at, event_type FROM geofence_event
  WHERE geofence_id = ? AND device_id = ? AND iif(location_id IS NULL, received_at <= ?, location_id <= ?)
    AND origin = 'live' AND retracted_at IS NULL AND event_type <> 'dwell'
  ORDER BY occurred_at LIMIT 1`;
// In one statement, so that the engine writes nothing in between.
const LIVE_SIDE = `SELECT is_inside, (
    SELECT event_type FROM geofence_event AS event
    WHERE event.device_id = status.device_id AND +event.geofence_id = status.geofence_id AND event.decided_at > ?
      AND event.origin = 'live' AND event.retracted_at IS NULL AND event.event_type <> 'dwell'
    ORDER BY event.decided_at, event.id LIMIT 1
  ) AS first_event
  FROM geofence_status AS status WHERE status.device_id = ? AND status.geofence_id = ?`;

/** The past as SQLite has it. Prepared by hand: tens of thousands of fixes are read while somebody draws. */
export class SqliteBacktestStore implements ReconstructStore {
  constructor(private readonly connection: Connection) {}

  async devicesOf(owner_id: number, device_id: number | null): Promise<PastDevice[]> {
    let select = query.selectFrom('device').select(['id', 'user_id as owner_id', 'name']).where('user_id', '=', owner_id);
    if (device_id !== null) select = select.where('id', '=', device_id);
    return this.connection.all<PastDevice>(select.orderBy('name').orderBy('id'));
  }

  async fixesWithin(device_id: number, from: number, until: number, limit: number): Promise<number> {
    return (this.connection.prepare(WITHIN).get(device_id, from, until, limit + 1) as { fixes: number }).fixes;
  }

  async reachOf(device_id: number, from: number, until: number, limit: number): Promise<number> {
    const beyond = this.connection.prepare(REACH).get(device_id, from, until, limit) as { occurred_at: number } | undefined;
    return beyond ? beyond.occurred_at + 1 : from;
  }

  async fixesBefore(device_id: number, before: number, limit: number): Promise<Fix[]> {
    const rows = this.connection.prepare(BEFORE).all(device_id, before, limit) as FixRow[];
    return rows.map(toFix).reverse();
  }

  async fixesAfter(device_id: number, cursor: { occurred_at: number; id: number }, until: number, limit: number): Promise<Fix[]> {
    const { occurred_at, id } = cursor;
    return (this.connection.prepare(AFTER).all({ device_id, occurred_at, id, until, limit }) as FixRow[]).map(toFix);
  }

  async transitionsBetween(device_id: number, from: number, before: number): Promise<PhoneTransition[]> {
    return this.connection.prepare(TRANSITIONS).all(device_id, from, before) as PhoneTransition[];
  }

  async zone(id: string): Promise<{ geofence: Geofence; members: Geofence[] } | null> {
    const rows = query.selectFrom('geofence').selectAll('geofence');
    const [row] = this.connection.all<Selectable<GeofenceTable>>(rows.where('id', '=', id));
    if (!row) return null;
    const members = rows
      .innerJoin('geofence_group_member', 'geofence_group_member.geofence_id', 'geofence.id')
      .where('group_id', '=', id)
      .where('is_active', '=', 1);
    return { geofence: toGeofence(row), members: this.connection.all<Selectable<GeofenceTable>>(members).map(toGeofence) };
  }

  async lastSilentAt(device_id: number, judged_after_location_id: number): Promise<number | null> {
    const last = this.connection.prepare(LAST_SILENT).get(device_id, judged_after_location_id);
    return (last as { occurred_at: number } | undefined)?.occurred_at ?? null;
  }

  async firstEarlierEvent({ id, judged_since, judged_after_location_id }: Geofence, device_id: number) {
    const row = this.connection.prepare(FIRST_EARLIER).get(id, device_id, judged_since, judged_after_location_id);
    return (row as { occurred_at: number; event_type: EventType } | undefined) ?? null;
  }

  async liveSide(geofence: Geofence, device_id: number, decided_after: number): Promise<boolean | null> {
    const row = this.connection.prepare(LIVE_SIDE).get(decided_after, device_id, geofence.id);
    if (!row) return null;
    const { is_inside, first_event } = row as { is_inside: 0 | 1; first_event: EventType | null };
    return first_event === null ? is_inside === 1 : first_event === 'exit';
  }

  async replaceReconstructed(
    { id, version, judged_after_location_id }: Pick<Geofence, 'id' | 'version' | 'judged_after_location_id'>,
    events: readonly NewGeofenceEvent[],
  ): Promise<{ added: number; removed: number } | null> {
    const present = query
      .selectFrom('geofence')
      .select('id')
      .where('id', '=', id)
      .where('version', '=', version)
      .where('judged_after_location_id', '=', judged_after_location_id);
    return this.connection.transaction(() => {
      if (!this.connection.get(present)) return null;
      const removed = this.remove(id);
      for (const event of events) this.insert(event);
      return { added: events.length, removed };
    });
  }

  async removeReconstructed(geofence_id: string): Promise<number> {
    return this.remove(geofence_id);
  }

  private remove(geofence_id: string): number {
    const made = query.deleteFrom('geofence_event').where('geofence_id', '=', geofence_id).where('origin', '=', 'reconstructed');
    return this.connection.run(made).changes;
  }

  private insert({ is_pass_through, witnesses, ...columns }: NewGeofenceEvent): void {
    const row = { ...columns, is_pass_through: is_pass_through ? 1 : 0, witnesses: JSON.stringify(witnesses) } as const;
    this.connection.run(query.insertInto('geofence_event').values(row));
  }
}
