import { type Snapshot, ZoneSet } from '@/lib/domain/geofence';
import { foldDevice } from '@/lib/domain/geofence/fold-device';
import type { PhoneTransition } from '@/lib/domain/model';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteEngineStore } from '@/lib/storage/sqlite/engine-store';
import { readEvents, readFixes } from './engine';

interface Essential {
  geofence_id: string;
  device_id: number;
  event_type: string;
  location_id: number | null;
  occurred_at: number;
  decided_at: number;
  stay_seconds: number | null;
  confidence: number;
  witnesses: readonly string[];
}

/** What is compared of an event: all that the fold says of it. */
export const essence = (event: Essential) =>
  [
    ...[event.device_id, event.geofence_id, event.event_type, event.occurred_at, event.location_id],
    ...[event.decided_at, event.stay_seconds, event.confidence, event.witnesses.join('+')],
  ].join(' ');

const byTime = (a: { occurred_at: number; id: number }, b: { occurred_at: number; id: number }) =>
  a.occurred_at - b.occurred_at || a.id - b.id;

/** What the ledger must be: one call of the pure function for each device over all that is stored, in the order of time. */
export function expectedLedger(db: Connection): { events: string[]; ends: Map<number, Snapshot>; zones: ZoneSet } {
  const { geofences, members } = new SqliteEngineStore(db).activeGeofences();
  const zones = new ZoneSet(geofences, members);
  const fixes = readFixes(db).sort(byTime);
  const transitions = db.raw.prepare('SELECT * FROM phone_transition ORDER BY occurred_at, id').all() as PhoneTransition[];
  const devices = db.raw.prepare('SELECT id, user_id AS owner_id FROM device').all() as { id: number; owner_id: number }[];
  const ends = new Map<number, Snapshot>();
  const events = devices.flatMap((device) => {
    const of = <T extends { device_id: number }>(items: T[]) => items.filter(({ device_id }) => device_id === device.id);
    const folded = foldDevice(zones, device, { fixes: of(fixes), transitions: of(transitions) }, Number.MAX_SAFE_INTEGER);
    ends.set(device.id, folded.end);
    return folded.events.map(essence);
  });
  return { events: events.sort(), ends, zones };
}

/** The live events that hold, of the zones as they are drawn now. */
export function actualLedger(db: Connection, zones: ZoneSet): string[] {
  const present = readEvents(db).filter(({ geofence_id, location_id, received_at, retracted_at, origin }) => {
    const geofence = zones.find(geofence_id)?.geofence;
    if (!geofence || retracted_at !== null || origin !== 'live') return false;
    return location_id === null ? received_at > geofence.judged_since : location_id > geofence.judged_after_location_id;
  });
  return present.map(essence).sort();
}

interface StatusRow {
  device_id: number;
  geofence_id: string;
  is_inside: number;
  fire_at: number | null;
  last_enter_time: number | null;
  last_exit_time: number | null;
}

/** Open states by device and zone, of what the fold ended with and of what the rows say. */
export function statesOf(db: Connection, { ends, zones }: ReturnType<typeof expectedLedger>) {
  const expected = [...ends].flatMap(([device, end]) =>
    end.zones.filter(({ geofence_id }) => zones.find(geofence_id)).map((zone) => [`${device} ${zone.geofence_id}`, zone.state]),
  );
  const rows = db.raw
    .prepare(
      `SELECT geofence_status.device_id, geofence_id, is_inside, fire_at, last_enter_time, last_exit_time, geofence_status.state AS state FROM geofence_status
       JOIN geofence ON geofence.id = geofence_id WHERE is_active = 1`,
    )
    .all() as (StatusRow & { state: string })[];
  const states = rows.map((row) => ({ ...row, state: JSON.parse(row.state) as { inside: boolean } }));
  const open = states.filter(({ state }) =>
    Object.entries(state).some(([name, value]) => name !== 'v' && value !== null && value !== false),
  );
  const actual = open.map(({ device_id, geofence_id, state }) => [`${device_id} ${geofence_id}`, state]);
  return { expected: Object.fromEntries(expected), actual: Object.fromEntries(actual), rows: states };
}
