import { type Selectable, sql } from 'kysely';
import type { BeaconSighting, DeviceReport, Location, PhoneTransition } from '@/lib/domain/model';
import type { FixPlace, FixSpan, RecorderStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { toLocation } from './location-row';
import type { LocationTable } from './schema';

type Row = Selectable<LocationTable>;

const inSpan = ({ device_id, from, to }: FixSpan) =>
  query.selectFrom('location').where('device_id', '=', device_id).where('occurred_at', '>=', from).where('occurred_at', '<', to);

/** What is left of a span from a time on. One bound on each side: SQLite follows the index from one of them only. */
const narrowed = (span: FixSpan, from: number, newest_first: boolean): FixSpan =>
  newest_first ? { ...span, to: Math.min(span.to, from + 1) } : { ...span, from: Math.max(span.from, from) };

const devicesOf = (user_id: number) => query.selectFrom('device').select('id').where('user_id', '=', user_id);

/** What the Recorder's answers are made of, in SQLite. */
export class SqliteRecorderStore implements RecorderStore {
  constructor(private readonly connection: Connection) {}

  async page({ newest_first, limit, after, ...span }: Parameters<RecorderStore['page']>[0]): Promise<Location[]> {
    const order = newest_first ? 'desc' : 'asc';
    const rest = after ? inSpan(narrowed(span, after.occurred_at, newest_first)) : inSpan(span);
    let select = rest.selectAll().orderBy('occurred_at', order).orderBy('id', order).limit(limit);
    if (after) {
      // Beside the bounds of the time, which the index follows, this only sorts out fixes of that same millisecond.
      const beyond = newest_first ? '<' : '>';
      select = select.where((eb) => eb.or([eb('occurred_at', beyond, after.occurred_at), eb('id', beyond, after.id)]));
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

  async newestTransitionId(): Promise<number> {
    const newest = query.selectFrom('phone_transition').select(({ fn }) => fn.max('id').as('id'));
    return this.connection.get<{ id: number | null }>(newest)?.id ?? 0;
  }

  async transitionsBetween(after: number, up_to: number, user_id: number): Promise<PhoneTransition[]> {
    const select = query.selectFrom('phone_transition').selectAll().where('id', '>', after).where('id', '<=', up_to);
    // The plus keeps SQLite from walking a device's whole history instead of a short range of ids.
    return this.connection.all<PhoneTransition>(select.where(sql<number>`+device_id`, 'in', devicesOf(user_id)).orderBy('id'));
  }

  async waypointsSince(since: number, user_id: number): Promise<DeviceReport[]> {
    const select = query.selectFrom('device_report').selectAll().where('device_id', 'in', devicesOf(user_id));
    return this.connection
      .all<Omit<DeviceReport, 'payload'> & { payload: string }>(
        select.where('kind', '=', 'waypoint').where('received_at', '>=', since).orderBy('received_at'),
      )
      .map((row) => ({ ...row, payload: JSON.parse(row.payload) as Record<string, unknown> }));
  }

  async beaconsSince(since: number, user_id: number): Promise<BeaconSighting[]> {
    const select = query.selectFrom('beacon_sighting').selectAll().where('device_id', 'in', devicesOf(user_id));
    return this.connection.all<BeaconSighting>(select.where('last_at', '>=', since).orderBy('last_at'));
  }
}
