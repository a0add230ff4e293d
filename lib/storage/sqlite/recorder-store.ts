import { type Selectable, sql } from 'kysely';
import type { DeviceReport, Location, PhoneTransition } from '@/lib/domain/model';
import type { BeaconNews } from '@/lib/domain/owntracks/recorder-news';
import type { FixPlace, FixSpan, RecorderStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { toLocation } from './location-row';
import type { LocationTable } from './schema';

type Row = Selectable<LocationTable>;

const inSpan = ({ device_id, from, to }: FixSpan) =>
  query.selectFrom('location').where('device_id', '=', device_id).where('occurred_at', '>=', from).where('occurred_at', '<', to);

/** The plus keeps SQLite from walking a device's whole history instead of a short range of ids. */
const ofDevices = sql<number>`+device_id`;

/** What the Recorder's answers are made of, in SQLite. */
export class SqliteRecorderStore implements RecorderStore {
  constructor(private readonly connection: Connection) {}

  async page({ newest_first, limit, after, ...span }: Parameters<RecorderStore['page']>[0]): Promise<Location[]> {
    const order = newest_first ? 'desc' : 'asc';
    let select = inSpan(span).selectAll().orderBy('occurred_at', order).orderBy('id', order).limit(limit);
    if (after) {
      // Beside the bound on the time, which the index follows, the second only sorts out fixes of that same millisecond.
      select = newest_first
        ? select
            .where('occurred_at', '<=', after.occurred_at)
            .where((eb) => eb.or([eb('occurred_at', '<', after.occurred_at), eb('id', '<', after.id)]))
        : select
            .where('occurred_at', '>=', after.occurred_at)
            .where((eb) => eb.or([eb('occurred_at', '>', after.occurred_at), eb('id', '>', after.id)]));
    }
    return this.connection.all<Row>(select).map(toLocation);
  }

  async before(span: FixSpan, count: number): Promise<FixPlace | null> {
    const select = inSpan(span).select(['occurred_at', 'id']).orderBy('occurred_at', 'desc').orderBy('id', 'desc');
    return this.connection.get<FixPlace>(select.limit(1).offset(count)) ?? null;
  }

  /** One step in the index for each month there is, however long the history. */
  async months(device_id: number): Promise<string[]> {
    const months: string[] = [];
    let from = Number.MIN_SAFE_INTEGER;
    for (;;) {
      const next = query.selectFrom('location').select(({ fn }) => fn.min('occurred_at').as('at'));
      const at = this.connection.get<{ at: number | null }>(
        next.where('device_id', '=', device_id).where('occurred_at', '>=', from),
      )?.at;
      if (at === null || at === undefined) return months;
      const date = new Date(at);
      months.push(date.toISOString().slice(0, 7));
      from = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
    }
  }

  async cardName(device_id: number): Promise<string | null> {
    const select = query
      .selectFrom('device_report')
      .select(sql<string | null>`json_extract(payload, '$.name')`.as('name'))
      .where('device_id', '=', device_id)
      .where('kind', '=', 'card');
    const name = this.connection.get<{ name: unknown }>(select)?.name;
    return typeof name === 'string' && name.trim() !== '' ? name : null;
  }

  async newestIds(): Promise<{ location_id: number; transition_id: number }> {
    const newest = (table: 'location' | 'phone_transition') =>
      this.connection.get<{ id: number | null }>(query.selectFrom(table).select(({ fn }) => fn.max('id').as('id')))?.id ?? 0;
    return { location_id: newest('location'), transition_id: newest('phone_transition') };
  }

  async locationsBetween(after: number, up_to: number, device_ids: readonly number[]): Promise<Location[]> {
    const select = query
      .selectFrom('location')
      .selectAll()
      .where('id', '>', after)
      .where('id', '<=', up_to)
      .where('origin', 'is', null)
      .where(ofDevices, 'in', device_ids)
      .orderBy('id');
    return this.connection.all<Row>(select).map(toLocation);
  }

  async transitionsBetween(after: number, up_to: number, device_ids: readonly number[]): Promise<PhoneTransition[]> {
    return this.connection.all<PhoneTransition>(
      query
        .selectFrom('phone_transition')
        .selectAll()
        .where('id', '>', after)
        .where('id', '<=', up_to)
        .where(ofDevices, 'in', device_ids)
        .orderBy('id'),
    );
  }

  async waypointsSince(since: number, device_ids: readonly number[]): Promise<DeviceReport[]> {
    return this.connection
      .all<Omit<DeviceReport, 'payload'> & { payload: string }>(
        query
          .selectFrom('device_report')
          .selectAll()
          .where('device_id', 'in', device_ids)
          .where('kind', '=', 'waypoint')
          .where('received_at', '>=', since)
          .orderBy('received_at'),
      )
      .map((row) => ({ ...row, payload: JSON.parse(row.payload) as Record<string, unknown> }));
  }

  async beaconsSince(since: number, device_ids: readonly number[]): Promise<BeaconNews[]> {
    return this.connection.all<BeaconNews>(
      query
        .selectFrom('beacon_sighting')
        .select(['id', 'device_id', 'beacon', 'name', 'last_at', 'count', 'rssi', 'proximity', 'distance_meters'])
        .where('device_id', 'in', device_ids)
        .where('last_at', '>=', since)
        .orderBy('last_at'),
    );
  }
}
