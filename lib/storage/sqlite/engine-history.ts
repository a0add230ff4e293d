import type { Selectable } from 'kysely';
import { type EventKey, OUTSIDE, type Snapshot } from '@/lib/domain/geofence';
import type { Checkpoint } from '@/lib/domain/geofence/ledger-replay';
import type { GeofenceEvent, PhoneTransition } from '@/lib/domain/model';
import type { EngineInput } from '@/lib/storage/ports';
import type { Connection } from './connection';
import { toEvent } from './event-row';
import { FIX_COLUMNS, type FixRow, toFix } from './fix-row';
import type { Database } from './schema';
import { TRANSITION_COLUMNS } from './synced-transition';

// Without what was imported: the fold must find what it found when the fixes came.
const HISTORY = `SELECT ${FIX_COLUMNS} FROM location
  WHERE device_id = ? AND occurred_at > ? AND id <= ? AND origin IS NULL ORDER BY occurred_at, id LIMIT ?`;
const MOMENT = `SELECT ${FIX_COLUMNS} FROM location
  WHERE device_id = ? AND occurred_at = ? AND id <= ? AND origin IS NULL ORDER BY id`;
const TRANSITIONS = `SELECT ${TRANSITION_COLUMNS} FROM phone_transition AS t
  WHERE t.device_id = ? AND t.occurred_at > ? AND t.occurred_at <= ? AND t.id <= ? ORDER BY t.occurred_at, t.id`;
const CHECKPOINT = `SELECT at, folded, cursor, state FROM device_checkpoint WHERE device_id = ? AND at < ?
  AND (json_extract(state, '$.doubt') IS NULL OR json_extract(state, '$.revision') = ?) ORDER BY at DESC LIMIT 1`;
const EVENTS = `SELECT * FROM geofence_event
  WHERE device_id = ? AND decided_at > ? AND decided_at <= ? AND origin = 'live' ORDER BY id`;
const EVENT = `SELECT * FROM geofence_event WHERE device_id = ? AND occurred_at = ? AND geofence_id = ? AND event_type = ?
  AND location_id IS ? AND origin = 'live' ORDER BY id DESC LIMIT 1`;
const ZONES = `SELECT geofence_id FROM geofence_status WHERE device_id = ? AND (is_inside = 1 OR state <> ?)
  UNION SELECT geofence_id FROM geofence_event WHERE device_id = ? AND decided_at > ? AND origin = 'live'`;
const CLOSED = JSON.stringify(OUTSIDE);

type EventRow = Selectable<Database['geofence_event']>;

/** What a rewind needs of the past: checkpoints, stored fixes by their time, the ledger. */
export class EngineHistory {
  constructor(private readonly connection: Connection) {}

  /** @param cursors what is stored beyond them belongs to later steps */
  lookUps(
    cursors: { location: number; phone_transition: number },
    revision: number,
  ): Pick<EngineInput, 'checkpointBefore' | 'history' | 'events' | 'find' | 'zonesSince'> {
    return {
      checkpointBefore: (id, at) => this.checkpointBefore(id, at, revision),
      history: (id, after, limit) => this.history(id, after, limit, cursors),
      events: (id, after, until) => this.all<EventRow>(EVENTS, id, after, until).map(toEvent),
      find: (id, key) => this.find(id, key),
      zonesSince: (id, after) =>
        this.all<{ geofence_id: string }>(ZONES, id, CLOSED, id, after).map(({ geofence_id }) => geofence_id),
    };
  }

  private all<Row>(sql: string, ...values: (number | string)[]): Row[] {
    return this.connection.prepare(sql).all(...values) as Row[];
  }

  private checkpointBefore(id: number, at: number, now: number): Checkpoint | null {
    const row = this.connection.prepare(CHECKPOINT).get(id, at, now) as
      | (Omit<Checkpoint, 'state'> & { state: string })
      | undefined;
    if (!row) return null;
    const { revision, ...state } = JSON.parse(row.state) as Snapshot & { revision: number };
    return { ...row, revision, state };
  }

  private history(id: number, after: number, limit: number, cursors: { location: number; phone_transition: number }) {
    const rows = this.all<FixRow>(HISTORY, id, after, cursors.location, limit);
    const is_complete = rows.length < limit;
    const fixes = (is_complete ? rows : this.wholeMoments(rows, id, cursors.location)).map(toFix);
    const until = is_complete ? Number.MAX_SAFE_INTEGER : (fixes.at(-1)?.occurred_at ?? after);
    const transitions = this.all<PhoneTransition>(TRANSITIONS, id, after, until, cursors.phone_transition);
    return { fixes, transitions, is_complete };
  }

  /** Without the last time, of which there may be more; or all of that time if there is no other. */
  private wholeMoments(rows: FixRow[], id: number, cursor: number): FixRow[] {
    const last = rows.at(-1)?.occurred_at as number;
    const whole = rows.slice(
      0,
      rows.findIndex(({ occurred_at }) => occurred_at === last),
    );
    return whole.length > 0 ? whole : this.all<FixRow>(MOMENT, id, last, cursor);
  }

  private find(id: number, { occurred_at, geofence_id, event_type, location_id }: EventKey): GeofenceEvent | null {
    const row = this.connection.prepare(EVENT).get(id, occurred_at, geofence_id, event_type, location_id);
    return row ? toEvent(row as EventRow) : null;
  }
}
