import type { Selectable } from 'kysely';
import type { Fix, PhoneTransition } from '@/lib/domain/model';
import type { EngineInput, EngineOutput, EngineStore, StepResult } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { EngineDevices } from './engine-devices';
import { EngineHistory } from './engine-history';
import { EngineWriter } from './engine-writer';
import { FIX_COLUMNS, type FixRow, toFix } from './fix-row';
import { toGeofence } from './geofence-row';
import type { GeofenceTable } from './schema';
import { TRANSITION_COLUMNS } from './synced-transition';

/** Devices whose timers fire in one step at most, and whose rewinds go on in one. */
const AT_ONCE = 100;

const CURSOR = 'SELECT location_id AS at FROM engine_cursor WHERE name = ?';
const FIXES = `SELECT ${FIX_COLUMNS} FROM location WHERE id > ? AND id <= ? AND origin IS NULL ORDER BY id LIMIT ?`;
/** Ids looked at in one step: imported history, which decides nothing, is passed over in strides of some milliseconds. */
const STRIDE = 20_000;
const TRANSITIONS = `SELECT ${TRANSITION_COLUMNS} FROM phone_transition AS t WHERE t.id > ? ORDER BY t.id LIMIT ?`;
const NEXT_FIRE = `SELECT min(at) AS at FROM (SELECT min(fire_at) AS at FROM geofence_status WHERE fire_at IS NOT NULL
  UNION ALL SELECT min(fire_at) FROM device_track WHERE fire_at IS NOT NULL)`;
const DUE = `SELECT device_id, min(at) AS at FROM (
  SELECT device_id, fire_at AS at FROM geofence_status WHERE fire_at IS NOT NULL AND fire_at <= ?
  UNION ALL SELECT device_id, fire_at FROM device_track WHERE fire_at IS NOT NULL AND fire_at <= ?
  ) GROUP BY device_id ORDER BY at LIMIT ?`;
const REPLAYING = 'SELECT device_id FROM device_track WHERE replay_until IS NOT NULL LIMIT ?';
const REVISION = "SELECT value FROM revision WHERE name = 'geofence'";
const NEWEST = {
  location: 'SELECT max(id) AS newest FROM location',
  phone_transition: 'SELECT max(id) AS newest FROM phone_transition',
};

type Cursors = { location: number; phone_transition: number };

/** The engine's way to its tables. Prepared by hand, since every fix passes here. */
export class SqliteEngineStore implements EngineStore {
  private readonly writer: EngineWriter;
  private readonly devices: EngineDevices;
  private readonly history: EngineHistory;

  constructor(private readonly connection: Connection) {
    this.writer = new EngineWriter(connection);
    this.devices = new EngineDevices(connection);
    this.history = new EngineHistory(connection);
  }

  advance(limit: number, now: number, fold: (input: EngineInput) => EngineOutput): StepResult {
    try {
      return this.connection.transaction(() => this.step(limit, now, fold));
    } catch (error) {
      this.devices.forget();
      throw error;
    }
  }

  lag(): number {
    const { location, phone_transition } = this.cursors();
    return Math.max(0, this.newest('location') - location) + Math.max(0, this.newest('phone_transition') - phone_transition);
  }

  nextFireAt(): number | null {
    return (this.connection.prepare(NEXT_FIRE).get() as { at: number | null }).at;
  }

  dataVersion(): number {
    return this.connection.dataVersion();
  }

  geofenceRevision(): number {
    return (this.connection.prepare(REVISION).get() as { value: number }).value;
  }

  activeGeofences(): ReturnType<EngineStore['activeGeofences']> {
    const active = query.selectFrom('geofence').selectAll().where('is_active', '=', 1).orderBy('id');
    const memberships = query
      .selectFrom('geofence_group_member')
      .innerJoin('geofence', 'geofence.id', 'geofence_group_member.geofence_id')
      .select(['group_id', 'geofence_id'])
      .where('is_active', '=', 1)
      .orderBy('geofence_id');
    const members = new Map<string, string[]>();
    for (const { group_id, geofence_id } of this.connection.all<{ group_id: string; geofence_id: string }>(memberships)) {
      members.set(group_id, [...(members.get(group_id) ?? []), geofence_id]);
    }
    return { geofences: this.connection.all<Selectable<GeofenceTable>>(active).map(toGeofence), members };
  }

  private step(limit: number, now: number, fold: (input: EngineInput) => EngineOutput): StepResult {
    const { connection, devices, history } = this;
    const before = this.cursors();
    const newest = this.newest('location');
    const until = Math.min(newest, before.location + STRIDE);
    const fixes = (connection.prepare(FIXES).all(before.location, until, limit) as FixRow[]).map(toFix);
    const transitions = connection.prepare(TRANSITIONS).all(before.phone_transition, limit) as PhoneTransition[];
    const is_caught_up = fixes.length < limit && until >= newest && transitions.length < limit;
    const due = is_caught_up ? this.ids(DUE, now, now, AT_ONCE) : [];
    const replaying = this.ids(REPLAYING, AT_ONCE);
    const isIdle = until <= before.location && transitions.length + due.length + replaying.length === 0;
    if (isIdle) return { fixes: 0, events: 0, more: false };
    const after = {
      location: fixes.length < limit ? Math.max(until, before.location) : (fixes.at(-1) as Fix).id,
      phone_transition: transitions.at(-1)?.id ?? before.phone_transition,
    };
    const revision = this.geofenceRevision();
    devices.begin(revision, before);
    const output = fold({
      ...{ revision, cursor: after.location, fixes, transitions, is_caught_up, due, replaying },
      ...devices.lookUps(),
      ...history.lookUps(after, revision),
    });
    this.writer.write(output, { due, now, revision, cursors: after });
    devices.remember(output, revision, after);
    const changed = [output.entries, output.retracted, output.restored, output.amended];
    const events = changed.reduce((sum, { length }) => sum + length, 0);
    const more = !is_caught_up || due.length === AT_ONCE || output.devices.some(({ replay }) => replay !== null);
    return { fixes: fixes.length, events, more };
  }

  private cursors(): Cursors {
    const at = (name: string) => (this.connection.prepare(CURSOR).get(name) as { at: number }).at;
    return { location: at('geofence'), phone_transition: at('phone_transition') };
  }

  private newest(table: keyof typeof NEWEST): number {
    return (this.connection.prepare(NEWEST[table]).get() as { newest: number | null }).newest ?? 0;
  }

  private ids(sql: string, ...values: number[]): number[] {
    return (this.connection.prepare(sql).all(...values) as { device_id: number }[]).map(({ device_id }) => device_id);
  }
}
